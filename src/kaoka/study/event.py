"""The event: one graded answer, or the undoing of one. The log is nothing but events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kaoka.study.day import Day

Grade = int
"""SM-2's scale: 5 perfect, 4 after a hesitation, 3 with serious difficulty, 2 wrong but the
right answer seemed easy, 1 wrong but the right answer was recognised, 0 nothing at all."""

GRADES = range(6)
PASS = 3
"""The lowest grade of an answer that counts as remembered."""

Key = tuple[str, str, str]
"""Learner, bank, question: what a memory belongs to."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BYTES = 10


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the review log.

    `at` is the moment in UTC as milliseconds since 1970; `day` the study day, fixed
    when the answer was given; `undoes` the id of the event that this one takes back
    (then `grade` is None).
    """

    id: str
    learner: str
    bank: str
    question: str
    at: int
    day: Day
    grade: Grade | None
    took_ms: int | None = None
    device: str = ""
    undoes: str | None = None

    @property
    def key(self) -> Key:
        """Whose memory of what this event is about."""
        return self.learner, self.bank, self.question

    @property
    def seed(self) -> tuple[str, str]:
        """What decides a balanced due day: the question, and this event's id."""
        return self.question, self.id

    @property
    def order(self) -> tuple[int, str]:
        """Where the event stands in a replay."""
        return self.at, self.id


def ulid(at: int, random: bytes) -> str:
    """Return an id that two devices cannot both make, and that sorts by time.

    The form is ULID's (github.com/ulid/spec): 48 bits of milliseconds and 80 random
    bits in Crockford's base 32, 26 characters.

    Args:
        at: milliseconds since 1970, from 0 to 2⁴⁸ - 1.
        random: ten random bytes.
    """
    if len(random) != _RANDOM_BYTES or not 0 <= at < 1 << 48:
        raise ValueError(at, random)
    number = at << 80 | int.from_bytes(random)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def void(events: Iterable[Event]) -> frozenset[str]:
    """Return the ids of the events that do not count.

    An event is void when an undo by the same learner that is not itself void names it;
    the order in which they were written does not matter. Undos that name one another in
    a ring decide nothing: they are void, and what they name counts.
    """
    known = {event.id: event for event in events}
    named = {one.id: one.undoes for one in known.values() if one.undoes and _own(one, known)}
    waiting = Counter(target for target in named.values() if target in named)
    ready = [undo for undo in named if not waiting[undo]]
    out: set[str] = set()
    settled: set[str] = set()
    while ready:
        undo = ready.pop()
        settled.add(undo)
        target = named[undo]
        if undo not in out:
            out.add(target)
        waiting[target] -= 1
        if target in named and target not in settled and (not waiting[target] or target in out):
            ready.append(target)
    return frozenset(out | (named.keys() - settled))


def _own(undo: Event, known: Mapping[str, Event]) -> bool:
    target = known.get(undo.undoes or "")
    return target is not None and target.learner == undo.learner
