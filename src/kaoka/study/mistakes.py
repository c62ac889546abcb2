"""The mistakes notebook (错题本): what was answered wrong and has not been made good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kaoka.study.day import Day
from kaoka.study.event import PASS, Event

MADE_GOOD = 2
"""Later days on which a question must be right at the first try to leave the notebook."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """How often a question was wrong, when last, and on how many days since it was right."""

    wrong: int
    last: Day
    right_days: int = 0


def mistakes(counted: Iterable[Event]) -> dict[str, Mistake]:
    """Return the notebook from answers in the order of a replay, the most often wrong first.

    A repeat on the day of a mistake does not make it good; `counted` is one learner's
    log of one bank, void events left out.
    """
    found: dict[str, Mistake] = {}
    seen: dict[str, Day] = {}
    for event in counted:
        name, fresh = event.question, seen.get(event.question) != event.day
        seen[name] = event.day
        known = found.get(name)
        if (event.grade or 0) < PASS:
            found[name] = Mistake((known.wrong if known else 0) + 1, event.day)
        elif known and fresh and event.day > known.last:
            found[name] = replace(known, right_days=known.right_days + 1)
    left = [(name, one) for name, one in found.items() if one.right_days < MADE_GOOD]
    return dict(sorted(left, key=lambda pair: (-pair[1].wrong, -pair[1].last, pair[0])))
