"""Cards that learners have and the bank no longer asks: found again, so that they say so.

A retired item may lose its questions together with the siblings that gave it its
distractors. Its cards are derived once more as of the day before it was repealed; what
cannot be derived even then becomes a note that says no more than that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from kaoka.bank.item import Item
from kaoka.deck.card import NoteType
from kaoka.deck.lock import Line, Lock
from kaoka.deck.words import Words
from kaoka.question.model import Question

_TYPES: Final[Mapping[NoteType, str]] = {
    "recall": "short",
    "choice": "true_false",
    "arrange": "ordering",
    "script": "single",
}


def missing(
    lock: Lock, questions: Iterable[Question], items: Mapping[str, Item], as_of: date
) -> dict[date, set[str]]:
    """Return the cards of retired items that no question stands for, by their last day in force."""
    there = {one.id for question in questions for one in (question, *question.parts)}
    found: dict[date, set[str]] = defaultdict(set)
    for id_ in lock:
        item = items.get(id_.partition("#")[0])
        if id_ in there or item is None:
            continue
        if item.repealed_on is not None and item.repealed_on <= as_of:
            found[item.repealed_on - timedelta(days=1)].add(id_)
    return found


def among(questions: Iterable[Question], ids: set[str]) -> list[Question]:
    """Return the questions that are, or have a part, among `ids`."""
    return [
        question
        for question in questions
        if question.id in ids or any(part.id in ids for part in question.parts)
    ]


def tombstone(line: Line, item: Item, words: Words) -> Question:
    """Return a question that stands for a card of which nothing else is left."""
    return Question(
        id=line.id,
        item=item.id,
        kind=item.kind,
        type=_TYPES[line.note_type],
        stem=words.tombstone.format(id=line.id),
        key=("—",),
        explanation=item.explanation or "",
        tags=item.tags,
        authority=item.authority,
        examable=False,
        effective_from=item.effective_from,
        repealed_on=item.repealed_on,
        replaced_by=item.replaced_by,
    )
