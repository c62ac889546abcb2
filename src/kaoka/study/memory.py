"""A memory: the state of one question in one learner's head, whatever the scheduler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kaoka.study.balance import given
from kaoka.study.day import Day
from kaoka.study.event import PASS, Grade

State = tuple[float, ...]
"""What a scheduler keeps: `sm2.State` in whole numbers, `fsrs.State` in floats."""

LEECH = 8
"""Lapses after which a question is better rewritten or learned in another way."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of one question: when it was met, when it is due, how it went.

    `first`, `last`: days of the first and the latest answer; `due`: the day on which
    to ask again; `grade`: the latest one; `lapses`: days on which a question that was
    met before had been forgotten.
    """

    first: Day
    last: Day
    due: Day
    grade: Grade
    answers: int
    lapses: int
    state: State

    @property
    def leech(self) -> bool:
        """Whether the question keeps being forgotten."""
        return self.lapses >= LEECH


class Scheduler(Protocol):
    """What decides when to ask again: arithmetic on immutable values."""

    @property
    def name(self) -> str:
        """The scheduler with everything that decides its numbers: `sm2:text`."""

    @property
    def balanced(self) -> bool:
        """Whether due days are spread over the days near them (`kaoka.study.balance`)."""

    @property
    def repeat_below(self) -> Grade:
        """Grades below this one are asked again on the same day."""

    def after(self, before: Memory | None, day: Day, grade: Grade) -> tuple[State, Day]:
        """Return the state after an answer on `day`, and the day on which to ask again."""

    def state(self, values: list[float]) -> State:
        """Return the state that was kept as a list of numbers."""


def remember(
    before: Memory | None,
    day: Day,
    grade: Grade,
    scheduler: Scheduler,
    seed: tuple[str, str] = ("", ""),
) -> Memory:
    """Return the memory after one more answer; `before` is None for a new question.

    `seed` is the question and the event's id, which decide a balanced due day. The state
    is the scheduler's own either way; an answer that changes nothing leaves the due day.
    """
    state, due = scheduler.after(before, day, grade)
    if scheduler.balanced and (before is None or (before.state, before.due) != (state, due)):
        due = day + given(due - day, *seed)
    if before is None:
        return Memory(day, day, due, grade, 1, 0, state)
    lapsed = grade < PASS and day > before.last
    return Memory(before.first, day, due, grade, before.answers + 1, before.lapses + lapsed, state)
