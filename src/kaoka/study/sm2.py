"""SM-2 in two exact profiles, the easiness factor in integer hundredths.

`text` is the published description (P. A. Woźniak, "Application of a computer to improve
the results obtained in working with the SuperMemo method", 1990, chapter 3.2; online as
super-memory.com/english/ol/sm2.htm):

- step 3: intervals 1, 6, then the last interval × EF; "if interval is a fraction, round
  it up to the nearest integer". EF is the one before the answer: step 5 changes it
  "after each repetition".
- step 5: EF' = EF + (0.1 - (5 - q) × (0.08 + (5 - q) × 0.02)), not below 1.3. In
  hundredths this is a whole number for every grade, so nothing is ever rounded.
- step 6: below 3, "start repetitions for the item from the beginning without changing
  the E-Factor".
- step 7, the repeats of the same day, belongs to the session (`kaoka.study.queue`).

`delphi` is the author's own program (super-memory.com/english/ol/sm2source.htm), which
differs twice: the interval is `round(Interval*EF)`, and Delphi's Round goes to the even
neighbour at exactly one half; and EF changes after every grade, below 3 too.

Outside both sources, and decided here: a pass before the due day changes nothing, so
that looking again early is never rewarded; a pass after it counts the planned interval,
not the days that went by; a failure always counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple, cast

from kaoka.errors import AnswerError
from kaoka.study.balance import SUFFIX
from kaoka.study.day import Day
from kaoka.study.event import GRADES, PASS, Grade
from kaoka.study.memory import Memory
from kaoka.study.memory import State as AnyState

Profile = Literal["text", "delphi"]
PROFILES: Final = ("text", "delphi")

_LOWEST_EASE: Final = 130
_EASE_STEP: Final = tuple(10 - (5 - q) * (8 + (5 - q) * 2) for q in GRADES)


class State(NamedTuple):
    """The interval in days, the easiness factor in hundredths, the passes in a row."""

    interval: int
    ease: int
    streak: int


NEW: Final = State(interval=0, ease=250, streak=0)


def review(state: State, grade: Grade, *, profile: Profile = "text") -> State:
    """Return the state after an answer of `grade` on the day that it was due.

    Args:
        state: the state before; `NEW` for a question never answered.
        grade: 0 to 5.
        profile: `text` or `delphi`; see the module for their sources.

    Raises:
        AnswerError: for a grade outside 0 to 5, or a profile that does not exist.
    """
    return _review(state, grade, profile)


@lru_cache(maxsize=1 << 16)
def _review(state: State, grade: Grade, profile: Profile) -> State:
    if grade not in GRADES:
        raise AnswerError("grade_range", grade=grade)
    if profile not in PROFILES:
        raise AnswerError("unknown_scheduler", name=f"sm2:{profile}", known="sm2:text, sm2:delphi")
    ease = max(state.ease + _EASE_STEP[grade], _LOWEST_EASE)
    if grade < PASS:
        return State(1, state.ease if profile == "text" else ease, 0)
    return State(_interval(state, profile), ease, state.streak + 1)


def _interval(state: State, profile: Profile) -> int:
    if state.streak < 2:
        return (1, 6)[state.streak]
    exact = state.interval * state.ease
    return -(-exact // 100) if profile == "text" else _half_to_even(exact)


def _half_to_even(hundredths: int) -> int:
    whole, rest = divmod(hundredths, 100)
    return whole + (rest > 50 or (rest == 50 and whole % 2 == 1))


@dataclass(frozen=True, slots=True)
class Sm2:
    """SM-2 as a scheduler: which answers count, and on which day to ask again."""

    profile: Profile = "text"
    balanced: bool = False

    @property
    def name(self) -> str:
        """`sm2:text` or `sm2:delphi`, with `+balance` where due days are balanced."""
        return f"sm2:{self.profile}{SUFFIX if self.balanced else ''}"

    @property
    def repeat_below(self) -> Grade:
        """Step 7: repeat the same day all that scored below four."""
        return 4

    def after(self, before: Memory | None, day: Day, grade: Grade) -> tuple[State, Day]:
        """Return the state after an answer on `day`, and the due day."""
        if before is None:
            state = review(NEW, grade, profile=self.profile)
            return state, day + state.interval
        known = cast("State", before.state)
        if grade >= PASS and day < before.due:
            return known, before.due
        state = review(known, grade, profile=self.profile)
        return state, day + state.interval

    def state(self, values: list[float]) -> AnyState:
        """Return the state that was kept as three whole numbers."""
        return State(*map(int, values))
