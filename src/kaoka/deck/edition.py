"""The edition of a card: the day it last changed, printed on its back and kept as a tag."""

from __future__ import annotations

from datetime import UTC, datetime

from kaoka.deck.card import EDITION, Card
from kaoka.deck.plain import tag
from kaoka.deck.words import Words


def edition(seconds: int) -> str:
    """Return the day (UTC) of a card's time in Unix seconds, as it is printed."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def edited(card: Card, seconds: int, words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return fields and tags of a card with its edition in them."""
    day = edition(seconds)
    fields = (*card.fields[:EDITION], day, *card.fields[EDITION + 1 :])
    return fields, tuple(sorted((*card.tags, tag(words.tag_edition, day))))
