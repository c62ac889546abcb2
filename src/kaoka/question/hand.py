"""Questions in the author's own words: an `ask` entry, a case part, `kind: question`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kaoka.bank.item import Answered, Asked, Item
from kaoka.question.draft import draft
from kaoka.question.model import RIGHT, WRONG, Answers, Question
from kaoka.question.siblings import Siblings


def by_hand(item: Item, near: Siblings, asked: Asked) -> Question:
    """Return the question that an author wrote beside an item's fields."""
    fields: dict[str, Any] = {
        "explanation": asked.explanation or item.explanation or "",
        "level": asked.level or item.level,
        "tags": asked.tags,
        "examable": asked.examable is not False,
    }
    return draft(item, near, asked.id, asked.type, asked.stem, **fields, **answer(asked))


def reworded(derived: Iterable[Question], item: Item, near: Siblings) -> Iterator[Question]:
    """Yield an item's questions with `skip` and `ask` applied."""
    own: dict[tuple[str, str], Asked] = {(asked.id, asked.type): asked for asked in item.ask}
    for question in derived:
        name = question.id.partition("#")[2]
        if name in item.skip or question.fact in item.skip:
            own.pop((question.fact, question.type), None)
            continue
        asked = own.pop((question.fact, question.type), None)
        yield _over(question, asked) if asked else question
    for asked in own.values():
        yield by_hand(item, near, asked)


def _over(question: Question, asked: Asked) -> Question:
    """The derived question with the stem, and whatever else the author set."""
    changes: dict[str, Any] = {
        name: value for name, value in answer(asked).items() if value not in ((), None, "")
    }
    for name in ("explanation", "level"):
        if getattr(asked, name):
            changes[name] = getattr(asked, name)
    if asked.tags:
        changes["tags"] = (*question.tags, *asked.tags)
    if asked.examable is not None:
        changes["examable"] = question.examable and asked.examable
    return replace(question, stem=asked.stem, **changes)


def answer(asked: Answered) -> dict[str, Any]:
    """Return the fields of Question that hold the answer, as the type has them."""
    match asked.type:
        case "single" | "multiple":
            nobody = ("",) * len(asked.distractors)
            return {"key": asked.key, "distractors": asked.distractors, "distractor_items": nobody}
        case "true_false":
            other = tuple(word for word in (RIGHT, WRONG) if asked.key and word not in asked.key)
            return {"key": asked.key, "distractors": other, "distractor_items": ("",) * len(other)}
        case "fill" | "short":
            return {"answers": blanks(asked)}
        case "numeric":
            tolerance = asked.tolerance or Decimal(0)
            return {"value": asked.value, "unit": asked.unit or "", "tolerance": tolerance}
        case "ordering":
            return {"sequence": asked.sequence}
        case "matching":
            return {"pairs": asked.pairs}
        case _:
            return {}


def blanks(asked: Answered) -> Answers:
    """The accepted answers, blank by blank: a flat list is for one blank (or short points)."""
    if any(isinstance(answer, tuple) for answer in asked.answers):
        return tuple(answer if isinstance(answer, tuple) else (answer,) for answer in asked.answers)
    flat = tuple(str(answer) for answer in asked.answers)
    return tuple((point,) for point in flat) if asked.type == "short" else ((flat,) if flat else ())
