"""A level of data protection: what belongs to it, and how it is handled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kaoka.bank.item import Item, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import multiple, single
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings


class Model(Item):
    """A level of one `scheme` (a classification). `members` belong to this level alone."""

    kind: Literal["data_level"]
    scheme: Text
    name: Text
    members: Annotated[Texts, Field(min_length=1)]
    handling: Texts = ()
    legal_basis: Text | None = None


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask which level some data belongs to, and what belongs to a level."""
    others = [one for one in near.like(item, _scheme) if isinstance(one, Model)]
    names = [Candidate(one.name, f"{one.id}#level:single") for one in others]
    stem = f"按{item.scheme}，{'、'.join(item.members)}属于哪一级？"
    yield from single(item, near, "level", stem, item.name, names)
    foreign = [Candidate(member) for one in others for member in one.members]
    stem = f"按{item.scheme}，下列哪些信息属于{item.name}？"
    yield from multiple(item, near, "members", stem, item.members, foreign)
    if item.handling:
        acts = [Candidate(act) for one in others for act in one.handling]
        stem = f"按{item.scheme}，{item.name}的信息应怎样处理？"
        yield from single(item, near, "handling", stem, item.handling[0], acts, item.handling)


def _scheme(item: Item) -> object:
    return item.scheme if isinstance(item, Model) else None
