"""FSRS: the values that its authors publish, and a fit on a real learner's log."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import pytest

from kaoka.errors import StoreError
from kaoka.study.fit import History, fit, log_loss
from kaoka.study.fsrs import GRADES, RATINGS, recall
from kaoka.study.memory import Memory, remember
from kaoka.study.schedulers import scheduler

REVIEWS = Path(__file__).parents[1] / "data/reviews_josh.csv"
AGAIN, GOOD = 1, 4


def walk(name: str, answers: list[tuple[int, int]]) -> list[Memory]:
    """Memories after answers given so many days after the one before."""
    out: list[Memory] = []
    day = 1000
    for days, grade in answers:
        day += days
        out.append(remember(out[-1] if out else None, day, grade, scheduler(name)))
    return out


def test_the_memory_state_that_py_fsrs_publishes() -> None:
    """tests/test_basic.py of open-spaced-repetition/py-fsrs, test_memo_state."""
    grades = [AGAIN, GOOD, GOOD, GOOD, GOOD, GOOD]
    last = walk("fsrs", list(zip([0, 0, 1, 3, 8, 21], grades, strict=True)))[-1]
    assert last.state == pytest.approx((53.62691, 6.3574867), abs=1e-4)


def test_the_intervals_that_py_fsrs_publishes() -> None:
    """tests/test_basic.py of open-spaced-repetition/py-fsrs, test_review_card.

    Its first answer is a step of ten minutes, which kaoka does not have: the memory
    starts with the second.
    """
    memories = walk("fsrs", [(0, GOOD), (2, GOOD), (11, GOOD), (46, GOOD), (163, GOOD)])
    assert [one.due - one.last for one in memories] == [2, 11, 46, 163, 497]


def test_a_higher_aim_asks_sooner() -> None:
    due = [walk(f"fsrs:{aim}", [(0, 4), (2, 4)])[-1].due for aim in (0.7, 0.8, 0.9, 0.95)]
    assert due == sorted(due, reverse=True)
    assert len(set(due)) == 4


def test_buttons_and_grades_map_both_ways() -> None:
    assert RATINGS == (1, 1, 1, 2, 3, 4)
    assert GRADES == {1: 1, 2: 3, 3: 4, 4: 5}
    assert all(RATINGS[grade] == button for button, grade in GRADES.items())


def test_recall_is_nine_tenths_after_as_many_days_as_the_stability() -> None:
    assert recall(10, 10, -0.1542) == pytest.approx(0.9)
    assert recall(0, 10, -0.1542) == 1


def real_log() -> list[History]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    with REVIEWS.open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda one: one["review_time"]):
            seconds = datetime.fromisoformat(row["review_time"]).timestamp()
            day = int(seconds - 4 * 3600) // 86_400
            found[row["card_id"]].append((day, GRADES[int(row["review_rating"])]))
    return [History(tuple(answers)) for answers in found.values()]


def test_three_models_on_a_real_log() -> None:
    found = fit(real_log())
    assert found.answers > 3000
    assert len(found.parameters) == 21
    assert found.default < found.sm2
    assert found.fitted < found.sm2
    assert found.fitted == pytest.approx(found.default, abs=0.03)


def test_a_short_log_is_not_fitted() -> None:
    with pytest.raises(StoreError, match="too_few_answers"):
        fit([History(((1, 4), (2, 4)))])


def test_log_loss_of_a_coin() -> None:
    assert log_loss([]) == 0
    assert recall(3, 5, -0.5) == pytest.approx((1 + 19 / 81 * 3 / 5) ** -0.5)
    assert math.isclose(-math.log(0.5), 0.6931471805599453)
