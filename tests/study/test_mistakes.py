"""The mistakes notebook: in with a mistake, out after two good later days."""

from __future__ import annotations

import pytest

from kaoka.study.event import Event
from kaoka.study.mistakes import Mistake, mistakes


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ([(1, 4)], None),
        ([(1, 2)], Mistake(1, 1)),
        ([(1, 2), (1, 4)], Mistake(1, 1)),
        ([(1, 2), (2, 4)], Mistake(1, 1, 1)),
        ([(1, 2), (2, 4), (2, 5)], Mistake(1, 1, 1)),
        ([(1, 2), (2, 4), (8, 3)], None),
        ([(1, 2), (2, 4), (8, 1)], Mistake(2, 8)),
        ([(1, 2), (2, 4), (8, 4), (20, 0)], Mistake(2, 20)),
    ],
)
def test_in_and_out(answers: list[tuple[int, int]], left: Mistake | None) -> None:
    log = [Event(str(n), "me", "b", "q", n, day, grade) for n, (day, grade) in enumerate(answers)]
    assert mistakes(log).get("q") == left
