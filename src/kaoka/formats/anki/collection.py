"""What a package says of itself: note types, decks and options, as Anki's JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import genanki

from kaoka.deck.card import NoteType
from kaoka.formats.anki.notetypes import STYLED, model


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The deck around the notes.

    `id` is stable text from which the numeric ids of deck, subdecks and preset are
    derived; `description` makes the HTML above the deck from the number of notes and
    the newest time among them; `media` maps names in the package to files.
    """

    id: str
    title: str
    lang: str = "zh"
    description: Callable[[int, int], str] = lambda _count, _newest: ""
    new_per_day: int = 20
    reviews_per_day: int = 200
    retention: float = 0.9
    media: Mapping[str, Path] = field(default_factory=dict)


def numeric_id(*parts: str) -> int:
    """Return a positive 48-bit id for a deck or preset, the same for the same words for ever."""
    return int(hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12], 16) + 2


def note_types(box: Box, used: Iterable[NoteType], deck_id: int) -> str:
    """Return the JSON of the note types that the notes use."""
    models = (model(type_, box.lang) for type_ in sorted(used))
    return _json({str(one.model_id): one.to_json(STYLED, deck_id) for one in models})


def decks(box: Box, standard: str, ids: Mapping[str, int], description: str) -> str:
    """Return the JSON of the decks, added to Anki's standard one.

    Args:
        box: the deck; its subdecks and preset carry its id.
        standard: the JSON of an empty collection's decks.
        ids: the id of each subdeck by name; "" is the deck itself.
        description: the HTML that stands above the deck.
    """
    found = json.loads(standard)
    for name in sorted(ids):
        title = f"{box.title}::{name}" if name else box.title
        deck = genanki.Deck(ids[name], title, "" if name else description).to_json()
        found[str(ids[name])] = {**deck, "conf": _preset_id(box), "mod": STYLED}
    return _json(found)


def presets(box: Box, standard: str) -> str:
    """Return the JSON of the deck options: Anki's standard ones, and the deck's own."""
    found = json.loads(standard)
    found[str(_preset_id(box))] = _preset(found["1"], box)
    return _json(found)


def _preset_id(box: Box) -> int:
    return numeric_id("kaoka-preset", box.id)


def _preset(standard: Mapping[str, Any], box: Box) -> dict[str, Any]:
    """Anki's standard options with our numbers: new cards in order, FSRS's retention."""
    return {
        **standard,
        "id": _preset_id(box),
        "name": box.title,
        "mod": STYLED,
        "new": {**standard["new"], "perDay": box.new_per_day, "order": 1, "bury": False},
        "rev": {**standard["rev"], "perDay": box.reviews_per_day},
        "desiredRetention": box.retention,
        "newGatherPriority": 1,  # by position: the teaching order, whatever the subdeck
        "newSortOrder": 1,
    }


def _json(found: Mapping[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, sort_keys=True)
