"""A way to ask or to listen, or a cue to read: what it is for, and what it looks like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Item, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import quoted, single, worded
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings


class Model(Item):
    """A technique or a cue. `family` keeps them apart (提问类型, 客户的非语言线索 …).

    `purpose` is what it serves or what the cue means; `examples` are lines or signs
    that belong to it alone; `response` is what staff should do on the cue.
    """

    kind: Literal["question_technique"]
    name: Text
    family: Text
    purpose: Text
    examples: Texts = ()
    response: Text | None = None


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask what it is for, which one a line or a sign is, and how to respond."""
    others = [one for one in near.like(item, _family) if isinstance(one, Model)]
    names = [Candidate(one.name, f"{one.id}#purpose:single") for one in others]
    aims = [Candidate(one.purpose, f"{one.id}#purpose:single") for one in others]
    stems = _stems(item)
    yield from single(item, near, "purpose", worded(item, "purpose", stems), item.purpose, aims)
    if item.examples and item.name not in item.examples[0]:
        stem = f"{quoted(item.examples[0])}属于{item.family}中的哪一种？"
        fields = {"level": "understand"}
        yield from single(item, near, "example", stem, item.name, names, **fields)
    if item.response:
        acts = [
            Candidate(one.response, f"{one.id}#response:single") for one in others if one.response
        ]
        stem = f"观察到客户{quoted(item.name)}，客服怎样应对较好？"
        yield from single(item, near, "response", stem, item.response, acts, level="apply")


def _stems(item: Model) -> tuple[str, ...]:
    if "线索" in item.family:
        return (
            f"客户出现{quoted(item.name)}，通常说明什么？",
            f"客户{quoted(item.name)}，多半表示什么？",
        )
    return (
        f"{item.family}里的{quoted(item.name)}主要起什么作用？",
        f"使用{quoted(item.name)}的目的是什么？",
    )


def _family(item: Item) -> object:
    return item.family if isinstance(item, Model) else None
