"""A kind of customer: what they want, and how they want to be served."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kaoka.bank.item import Item, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import multiple, single, worded
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings, everyone


class Model(Item):
    """A segment. `needs` are service needs, one phrase each; `profile` describes a person."""

    kind: Literal["customer_segment"]
    segment: Text
    profile: Text | None = None
    ages: Text | None = None
    wants: Texts = ()
    traits: Texts = ()
    needs: Annotated[Texts, Field(min_length=1)]
    avoid: Texts = ()


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask what the segment needs, what to avoid with it, and who is in it."""
    others = [one for one in near.like(item, everyone) if isinstance(one, Model)]
    avoid = [Candidate(act) for act in item.avoid]
    stems = (
        f"服务{item.segment}，下列哪一项最贴合其需求？",
        f"与{item.segment}沟通，应侧重哪一点？",
    )
    stem = worded(item, "need", stems)
    yield from single(item, near, "need", stem, item.needs[0], avoid)
    stem = f"为{item.segment}服务，下列哪些做法合适？"
    yield from multiple(item, near, "needs", stem, item.needs, avoid, level="understand")
    if item.avoid:
        kept = [Candidate(need) for need in item.needs]
        stem = f"与{item.segment}沟通，下列哪种做法应当避免？"
        yield from single(item, near, "avoid", stem, item.avoid[0], kept, item.avoid)
    if item.profile and item.segment not in item.profile:
        names = [Candidate(one.segment, f"{one.id}#profile:single") for one in others]
        stem = f"{item.profile.rstrip('。')}。这位客户更接近哪一类？"
        fields = {"level": "apply"}
        yield from single(item, near, "profile", stem, item.segment, names, **fields)
