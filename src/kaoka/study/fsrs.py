"""FSRS through the fsrs-rs library (extra `fsrs`): stability and difficulty, a retention target."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kaoka.errors import StoreError
from kaoka.study.balance import SUFFIX
from kaoka.study.day import Day
from kaoka.study.event import Grade
from kaoka.study.memory import Memory
from kaoka.study.memory import State as AnyState

if TYPE_CHECKING:
    from types import ModuleType

    import fsrs_rs_python

Rating = int
"""Anki's and FSRS's buttons: 1 again, 2 hard, 3 good, 4 easy."""

RATINGS: tuple[Rating, ...] = (1, 1, 1, 2, 3, 4)
"""The button for each grade 0 to 5."""

GRADES: dict[Rating, Grade] = {1: 1, 2: 3, 3: 4, 4: 5}
"""The grade for each button."""

RETENTION = 0.9


class State(NamedTuple):
    """Stability: days until recall falls to 90 %. Difficulty: from 1 to 10."""

    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True)
class Fsrs:
    """FSRS as a scheduler.

    `retention` is the chance of recall on the due day that is aimed at; `parameters`
    are the library's defaults when empty. The interval is the library's, rounded to
    the nearest whole day (halves to even), at least one.
    """

    retention: float = RETENTION
    parameters: tuple[float, ...] = field(default=())
    balanced: bool = False

    @property
    def name(self) -> str:
        """`fsrs:0.9`, then the parameters where they are the learner's own, then `+balance`."""
        numbers = ":".join(["fsrs", repr(self.retention), *map(repr, self.parameters)])
        return numbers + (SUFFIX if self.balanced else "")

    @property
    def repeat_below(self) -> Grade:
        """What FSRS calls "again" is repeated on the same day."""
        return 3

    def after(self, before: Memory | None, day: Day, grade: Grade) -> tuple[State, Day]:
        """Return the state after an answer on `day`, and the due day."""
        rating = RATINGS[grade]
        tools, model = library(), _model(self.parameters)
        known = None if before is None else tools.MemoryState(*before.state)
        elapsed = 0 if before is None else max(day - before.last, 0)
        states = model.next_states(known, self.retention, elapsed)
        chosen = (states.again, states.hard, states.good, states.easy)[rating - 1]
        state = State(chosen.memory.stability, chosen.memory.difficulty)
        return state, day + max(round(chosen.interval), 1)

    def state(self, values: list[float]) -> AnyState:
        """Return the state that was kept as two numbers."""
        return State(*values)


def recall(days: float, stability: float, decay: float) -> float:
    """Return the chance of recall: FSRS-6's curve, 0.9 after `stability` days.

    `decay` is the last parameter with a minus sign.
    """
    factor = 0.9 ** (1 / decay) - 1
    return float((1 + factor * days / stability) ** decay)


def library() -> ModuleType:
    """Return the library.

    Raises:
        StoreError: when the extra is not installed.
    """
    try:
        import fsrs_rs_python
    except ImportError:
        raise StoreError("fsrs_missing") from None
    return fsrs_rs_python


@lru_cache(maxsize=64)
def _model(parameters: tuple[float, ...]) -> fsrs_rs_python.FSRS:
    tools = library()
    model: fsrs_rs_python.FSRS = tools.FSRS(list(parameters or tools.DEFAULT_PARAMETERS))
    return model
