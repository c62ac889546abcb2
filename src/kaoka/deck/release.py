"""One release of a deck: card by card, what goes out and what the lock says afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kaoka.bank.select import Selector, matches
from kaoka.deck import lock as locks
from kaoka.deck.card import Card
from kaoka.deck.changes import ORDER
from kaoka.errors import DeckError
from kaoka.question.model import Question


@dataclass(kw_only=True)
class Release:
    """A release under way: the lock before it, and the lines that come of it."""

    deck: str
    before: locks.Lock
    clock: locks.Clock
    restamp: Selector | None = None
    lines: dict[str, locks.Line] = field(default_factory=dict)
    changes: Counter[str] = field(default_factory=Counter)

    def take(self, card: Card, question: Question) -> locks.Line | None:
        """Return the line of a card that goes out; None when it stays in.

        Raises:
            DeckError: `card_twice`, or `card_kind` (see `lock.next_line`).
        """
        if card.id in self.lines:
            raise DeckError("card_twice", card=card.id)
        known = self.before.get(card.id)
        again = self.restamp is not None and matches(question, self.restamp)
        line = locks.next_line(card, known, self.deck, self.clock, restamp=again)
        if line is not None:
            self.lines[card.id] = line
            self.changes[_change(line, known)] += 1
        return line

    def after(self) -> locks.Lock:
        """Return the lock after the release: the cards taken, and all that are not in it."""
        left = {line.id: line for line in locks.left(self.before, self.lines, self.deck)}
        self.changes["gone"] = sum(
            line.state == "gone" and self.before[id_].state != "gone" for id_, line in left.items()
        )
        return {**left, **self.lines}

    def counts(self) -> dict[str, int]:
        """Return how many cards are new, changed, retired and gone."""
        return {what: self.changes[what] for what in ORDER}


def _change(line: locks.Line, known: locks.Line | None) -> str:
    if known is None:
        return "new"
    if line.state == "retired" and known.state != "retired":
        return "retired"
    return "changed" if line.time != known.time else "same"
