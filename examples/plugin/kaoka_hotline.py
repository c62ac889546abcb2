"""A kind of one's own (hotline numbers) and a page format of one's own (plain text)."""

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Item, Text
from kaoka.exam.paper import Ask, Paper
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


class TextWriter:
    """Papers as plain text: the stem of every question."""

    suffix = "txt"

    def write(self, paper: Paper) -> bytes:
        """Return the paper as UTF-8 text."""
        asks = (ask for block in paper.blocks for ask in getattr(block, "asks", (block,)))
        stems = [(*ask.stem, *ask.tail) for ask in asks if isinstance(ask, Ask)]
        lines = ["".join(run.text for run in stem) for stem in stems]
        return "\n".join([paper.title, *lines]).encode()
