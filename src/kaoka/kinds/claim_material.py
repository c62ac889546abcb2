"""A document that a claim needs: what it proves, who issues it, for which claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kaoka.bank.item import Item, Strict, Text
from kaoka.question.distract import Candidate
from kaoka.question.draft import by_source, draft, single, worded
from kaoka.question.model import RIGHT, WRONG, Question
from kaoka.question.siblings import Siblings, everyone
from kaoka.text import digest


class Use(Strict):
    """One cell of the matrix: a claim type, and whether the document is always needed."""

    claim: Text
    mandatory: Literal["always", "conditional"] = "always"
    condition: Text | None = None


class Model(Item):
    """A document (a row of the matrix claim type × document).

    `class` groups documents (基本, 事故证明, 医疗, 费用, 关系证明, 委托); `proves` completes
    "用来证明……".
    """

    kind: Literal["claim_material"]
    material: Text
    group: Annotated[Text, Field(alias="class")]
    uses: Annotated[tuple[Use, ...], Field(min_length=1)]
    issued_by: Text | None = None
    proves: Text | None = None


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask who issues the document, what it proves, its class, and when it is needed."""
    others = [one for one in near.like(item, everyone) if isinstance(one, Model)]
    if item.issued_by:
        issuers = [
            Candidate(one.issued_by, f"{one.id}#issuer:single") for one in others if one.issued_by
        ]
        stem = f"{item.material}一般由谁出具或提供？"
        yield from single(item, near, "issuer", stem, item.issued_by, issuers)
    if item.proves:
        aims = [Candidate(one.proves, f"{one.id}#proves:single") for one in others if one.proves]
        stems = (
            f"理赔时提交{item.material}，主要用来证明什么？",
            f"理赔为什么需要{item.material}？它证明的是什么？",
        )
        stem = worded(item, "proves", stems)
        yield from single(item, near, "proves", stem, item.proves, aims, level="understand")
    groups = [Candidate(f"{one.group}材料") for one in others]
    stem = f"理赔材料分类时，{item.material}归入哪一类？"
    yield from single(item, near, "class", stem, f"{item.group}材料", groups)
    yield from _needed(item, near)


def _needed(item: Model, near: Siblings) -> Iterator[Question]:
    """Judge one cell of the matrix: always needed, or only on a condition."""
    use = min(item.uses, key=lambda one: digest(item.id, one.claim))
    always = use.mandatory == "always"
    if not always and not use.condition:
        return
    stem = f"{by_source(item, near)}申请{use.claim}理赔一律要提交{item.material}。"
    why = "各来源的清单都把它列为必备材料" if always else f"它只在这种情形需要：{use.condition}"
    told = f"{why}；实际以条款和公司一次性告知的清单为准。"
    yield draft(
        item,
        near,
        "needed",
        "true_false",
        stem,
        key=(RIGHT if always else WRONG,),
        distractors=(WRONG if always else RIGHT,),
        distractor_items=("",),
        explanation=told,
        level="understand",
    )
