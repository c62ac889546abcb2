"""Laws of the log: what it leaves depends on the set of its events, and undo undoes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoka.errors import AnswerError
from kaoka.study.event import Event
from kaoka.study.replay import replay
from kaoka.study.schedulers import scheduler
from study.histories import histories

names = st.sampled_from(["sm2:text", "sm2:delphi", "fsrs:0.9", "sm2:text+balance"])


@given(histories(), st.randoms(use_true_random=False), names)
def test_order_and_number_of_times_do_not_matter(
    events: list[Event], random: object, name: str
) -> None:
    mixed = [*events, *events[::2]]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert replay(mixed, scheduler(name)) == replay(events, scheduler(name))


@given(histories(), names)
def test_an_undone_answer_leaves_nothing(events: list[Event], name: str) -> None:
    graded = [one for one in events if one.grade is not None]
    if not graded:
        return
    last = graded[-1]
    undo = replace(last, id="Z", at=last.at + 1, grade=None, undoes=last.id)
    named = {one.undoes for one in events}
    if last.id in named:
        return
    without = [one for one in events if one.id != last.id]
    assert replay([*events, undo], scheduler(name)) == replay(without, scheduler(name))
    again = replace(undo, id="Z2", undoes="Z")
    assert replay([*events, undo, again], scheduler(name)) == replay(events, scheduler(name))


@given(histories())
def test_learners_do_not_touch_each_other(events: list[Event]) -> None:
    mine = [one for one in events if one.learner == "me"]
    whole = replay(events, scheduler("sm2"))
    assert {key: one for key, one in whole.items() if key[0] == "me"} == replay(
        mine, scheduler("sm2")
    )


@pytest.mark.parametrize(
    "name",
    [
        "sm2",
        "sm2:text",
        "sm2:delphi",
        "fsrs",
        "fsrs:0.85",
        "sm2:delphi+balance",
        "fsrs:0.9+balance",
    ],
)
def test_schedulers_by_name(name: str) -> None:
    assert scheduler(scheduler(name).name) == scheduler(name)
    assert scheduler(name).name.startswith(name)


@pytest.mark.parametrize(
    "name", ["", "sm3", "sm2:anki", "sm2:text:x", "fsrs:2", "fsrs:a", "fsrs:0.1"]
)
def test_no_other_schedulers(name: str) -> None:
    with pytest.raises(AnswerError, match="unknown_scheduler"):
        scheduler(name)
