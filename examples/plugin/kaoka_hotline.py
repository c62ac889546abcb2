"""A kind of one's own (hotline numbers), and a format of one's own (plain text papers)."""

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Item, Text
from kaoka.question.distract import Candidate
from kaoka.question.draft import single
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings, everyone


class Model(Item):
    """A hotline: which number serves which purpose."""

    kind: Literal["hotline"]
    number: Text
    purpose: Text


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask which number to call; the other hotlines are the distractors."""
    others = [Candidate(one.number) for one in near.like(item, everyone) if isinstance(one, Model)]
    yield from single(
        item, near, "number", f"{item.purpose}，应拨打哪个号码？", item.number, others
    )
