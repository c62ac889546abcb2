"""A story with several questions about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kaoka.bank.item import Asked, Item, Slug, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import draft, single
from kaoka.question.hand import by_hand
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings


class Model(Item):
    """A case: the story, its parts (each a question by hand), and what it teaches."""

    kind: Literal["case"]
    title: Text
    story: Text
    parts: Annotated[tuple[Asked, ...], Field(min_length=1)]
    error_type: Text | None = None
    error_types: Texts = ()
    right_conduct: Text | None = None
    rules: tuple[Slug, ...] = ()


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask the story with all its parts, and which kind of mistake it shows."""
    parts = tuple(by_hand(item, near, part) for part in item.parts)
    told = item.explanation or item.right_conduct or ""
    enemies = (*item.enemies, *item.rules)
    yield draft(
        item, near, "case", "case", item.story, parts=parts, explanation=told, enemies=enemies
    )
    if item.error_type:
        others = [Candidate(name) for name in item.error_types]
        stem = f"{item.story.rstrip()}\n这个案例反映的是哪一种问题？"
        fields = {"level": "analyse", "explanation": told}
        yield from single(item, near, "error", stem, item.error_type, others, **fields)
