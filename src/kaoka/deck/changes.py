"""What a release changed for learners: between two locks, or two packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from kaoka.deck.card import State
from kaoka.deck.lock import Lock

What = Literal["new", "changed", "retired", "gone"]
ORDER: Final[tuple[What, ...]] = ("new", "changed", "retired", "gone")


class Sent(NamedTuple):
    """What learners were sent of one card: when, and in which state."""

    time: int
    state: State


class Change(NamedTuple):
    """One card that a release changed."""

    what: What
    card: str


def sent(lock: Lock, deck: str | None = None) -> dict[str, Sent]:
    """Return what a lock says was sent, of one deck or of all."""
    return {
        id_: Sent(line.time, line.state)
        for id_, line in lock.items()
        if deck is None or deck in line.decks
    }


def compare(old: Mapping[str, Sent], new: Mapping[str, Sent]) -> list[Change]:
    """Return the changes from `old` to `new`: what is new first, then by card id."""
    found = [Change(what, id_) for id_, what in _found(old, new)]
    return sorted(found, key=lambda change: (ORDER.index(change.what), change.card))


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """Return how many cards changed in each way."""
    listed = [change.what for change in changes]
    return {what: listed.count(what) for what in ORDER}


def _found(old: Mapping[str, Sent], new: Mapping[str, Sent]) -> Iterator[tuple[str, What]]:
    nothing = Sent(0, "gone")
    for id_ in {*old, *new}:
        before, after = old.get(id_, nothing), new.get(id_, nothing)
        if before.state == after.state == "gone":
            continue
        if after.state == "gone":
            yield id_, "gone"
        elif after.state == "retired":
            if before.state != "retired":
                yield id_, "retired"
            elif before.time != after.time:
                yield id_, "changed"
        elif before.state == "gone":
            yield id_, "new"
        elif before.time != after.time:
            yield id_, "changed"
