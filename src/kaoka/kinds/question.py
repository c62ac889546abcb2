"""A question written whole by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Answered, Asked, Item, Text
from kaoka.question.draft import draft
from kaoka.question.hand import answer, by_hand
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings


class Model(Item, Answered):
    """A question by hand, of any type; which fields it takes depends on `type`."""

    kind: Literal["question"]
    stem: Text | None = None
    story: Text | None = None
    parts: tuple[Asked, ...] = ()


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Yield the question as it was written."""
    stem = item.stem or item.story or ""
    parts = tuple(by_hand(item, near, part) for part in item.parts)
    yield draft(item, near, "ask", "", stem, type=item.type, parts=parts, **answer(item))
