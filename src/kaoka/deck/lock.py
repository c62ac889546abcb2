"""deck.lock: what learners have been sent, one line a card, made to be merged by git.

A line is `card kind type stamp time state decks`, parted by blanks:

    svc.phone.answer#value:single service_standard choice 4f0c… 1764000000 live insurance-service

`stamp` is the hash of what the card says, `time` (Unix seconds, UTC) goes out as the
note's modification time, `state` is live, retired or gone, `decks` are the ids of the
decks that hold it, or `-`. Lines are written sorted and read in any order. After a
union merge a card may stand twice: see `merge`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final, get_args

from kaoka.deck.card import Card, NoteType, State
from kaoka.errors import DeckError

HEAD: Final = "# kaoka deck.lock 1: written by `kaoka deck build`; keep it in git, never edit it\n"
_STATES: Final = get_args(State)
_TYPES: Final = get_args(NoteType)
_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_NO_DECK: Final = "-"
_COLUMNS: Final = 7
_UNKNOWN: Final = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the lock knows of one card."""

    id: str
    kind: str
    note_type: NoteType
    stamp: str
    time: int
    state: State
    decks: tuple[str, ...] = ()

    def text(self) -> str:
        """Return the line as it stands in the file."""
        decks = ",".join(self.decks) or _NO_DECK
        return f"{self.id} {self.kind} {self.note_type} {self.stamp} {self.time} {self.state} {decks}\n"


Lock = Mapping[str, Line]


def read(text: str, file: str = "deck.lock") -> Lock:
    """Read a lock, in any order, cards that stand twice merged.

    Raises:
        DeckError: `lock_conflict` where git left conflict marks, `lock_line` for a line
            that is none of ours; both name file and line.
    """
    known: dict[str, Line] = {}
    for number, written in enumerate(text.splitlines(), 1):
        if written.startswith(_CONFLICT):
            raise DeckError("lock_conflict", file=file, line=number)
        if written.strip() and not written.startswith("#"):
            line = _line(written, file, number)
            known[line.id] = merge(known[line.id], line) if line.id in known else line
    return known


def merge(one: Line, other: Line) -> Line:
    """Return what two lines of one card say together: the newest time wins.

    Equal times with unlike stamps mean that two releases said different things at
    once: the stamp becomes unknown, so that the next build sends the card again.
    """
    if one.time != other.time:
        return max(one, other, key=lambda line: line.time)
    decks = tuple(sorted({*one.decks, *other.decks}))
    state = min(one.state, other.state, key=_STATES.index)
    stamp = one.stamp if one.stamp == other.stamp else _UNKNOWN
    first = min(one, other, key=lambda line: (line.kind, line.note_type))
    return replace(first, stamp=stamp, state=state, decks=decks)


def write(lock: Lock) -> str:
    """Return the lock as the text of its file: one line a card, sorted by id."""
    return HEAD + "".join(lock[id_].text() for id_ in sorted(lock))


@dataclass
class Clock:
    """The time of a build: asked for once, and only when a card changed."""

    now: Callable[[], int]
    _read: int | None = None

    def after(self, known: int) -> int:
        """Return the build time, or one second after `known` where that is later."""
        if self._read is None:
            self._read = self.now()
        return max(self._read, known + 1)


def next_line(
    card: Card, known: Line | None, deck: str, clock: Clock, *, restamp: bool = False
) -> Line | None:
    """Return what the lock will say of a card; None for a retired one this deck never held.

    Raises:
        DeckError: `card_kind` when the id stood for another kind or type of card.
    """
    if card.retired and (known is None or (known.decks and deck not in known.decks)):
        return None
    if known is None:
        return _new(card, deck, clock)
    if (known.kind, known.note_type) != (card.kind, card.note_type):
        _refuse(card, known)
    same = known.stamp == card.stamp and not restamp
    return replace(
        known,
        stamp=card.stamp,
        time=known.time if same else clock.after(known.time),
        state="retired" if card.retired else "live",
        decks=known.decks if deck in known.decks else tuple(sorted((*known.decks, deck))),
    )


def left(lock: Lock, seen: Mapping[str, Line], deck: str) -> Iterator[Line]:
    """Yield the lines of cards that this deck does not hold (any more): none is lost."""
    for id_, line in lock.items():
        if id_ not in seen:
            decks = tuple(one for one in line.decks if one != deck)
            yield replace(line, decks=decks, state=line.state if decks else "gone")


def lost(lock: Lock, items: Iterable[str]) -> list[str]:
    """Return the items that learners have cards of and the bank has no more."""
    there = frozenset(items)
    return sorted({id_.partition("#")[0] for id_ in lock} - there)


def newest(lock: Lock) -> int:
    """Return the time of the last change that the lock knows of; 0 for an empty lock."""
    return reduce(max, (line.time for line in lock.values()), 0)


def _new(card: Card, deck: str, clock: Clock) -> Line:
    return Line(
        id=card.id,
        kind=card.kind,
        note_type=card.note_type,
        stamp=card.stamp,
        time=clock.after(0),
        state="live",
        decks=(deck,),
    )


def _refuse(card: Card, known: Line) -> None:
    raise DeckError(
        "card_kind",
        card=card.id,
        item=card.id.partition("#")[0],
        was=f"{known.kind}/{known.note_type}",
        now=f"{card.kind}/{card.note_type}",
    )


def _line(written: str, file: str, number: int) -> Line:
    parts = written.split()
    known = len(parts) == _COLUMNS and parts[2] in _TYPES and parts[5] in _STATES
    if not known or not parts[4].isdecimal():
        raise DeckError("lock_line", file=file, line=number, text=written[:60])
    id_, kind, type_, stamp, time, state, decks = parts
    return Line(
        id=id_,
        kind=kind,
        note_type=type_,  # type: ignore[arg-type]  # checked above
        stamp=stamp,
        time=int(time),
        state=state,  # type: ignore[arg-type]  # checked above
        decks=() if decks == _NO_DECK else tuple(decks.split(",")),
    )
