"""What FSRS expects of a memory: recall on a later day, and what one more answer would bring."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from kaoka.study.day import Day
from kaoka.study.fsrs import State, library, recall

FIRST: Final = (0.25, 0.15, 0.45, 0.15)
"""How often a question met for the first time is graded again, hard, good, easy."""

PASSED: Final = (0.12, 0.73, 0.15)
"""How often a question that is remembered is graded hard, good, easy."""


class Outlook:
    """FSRS with one set of parameters, asked about the future.

    `parameters` are the library's defaults when empty.
    """

    def __init__(self, parameters: Sequence[float] = ()) -> None:
        tools = library()
        fitted = tuple(parameters or tools.DEFAULT_PARAMETERS)
        self._model, self._memory = tools.FSRS(list(fitted)), tools.MemoryState
        self._decay = -fitted[-1]
        self._factor = 0.9 ** (1 / self._decay) - 1
        self._first = lru_cache(maxsize=4096)(self._first_gain)

    def recall(self, state: State, days: float) -> float:
        """Return the chance that it is remembered so many days after the last answer."""
        return recall(days, state.stability, self._decay)

    def days(self, state: State, chance: float) -> float:
        """Return after how many days the chance of recall has fallen to `chance`."""
        return float(state.stability / self._factor * (chance ** (1 / self._decay) - 1))

    def after(self, state: State | None, days: int) -> tuple[State, State, State, State]:
        """Return the states that again, hard, good and easy would leave."""
        known = None if state is None else self._memory(*state)
        found = self._model.next_states(known, 0.9, days)
        four = (found.again, found.hard, found.good, found.easy)
        again, hard, good, easy = (State(x.memory.stability, x.memory.difficulty) for x in four)
        return again, hard, good, easy

    def gain(self, state: State | None, last: Day, today: Day, exam: Day) -> float:
        """Return by how much an answer `today` raises the expected recall on `exam`."""
        left = exam - today
        if state is None:
            return self._first(left)
        chance = self.recall(state, today - last)
        again, *passed = self.after(state, today - last)
        kept = sum(p * self.recall(one, left) for p, one in zip(PASSED, passed, strict=True))
        expected = chance * kept + (1 - chance) * self.recall(again, left)
        return expected - self.recall(state, exam - last)

    def _first_gain(self, left: int) -> float:
        after = self.after(None, 0)
        return sum(p * self.recall(one, left) for p, one in zip(FIRST, after, strict=True))
