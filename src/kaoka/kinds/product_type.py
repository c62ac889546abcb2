"""A type of insurance product: what it covers, when and how it pays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import model_validator

from kaoka.bank.item import Item, Strict, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import multiple, quoted, single, true_false, worded
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings, everyone
from kaoka.text import shares_word


class Misconception(Strict):
    """What people wrongly believe of the product, and what holds."""

    wrong: Text
    right: Text


class Model(Item):
    """A product type. `parent` is the name of the class it belongs to.

    `trigger` completes "……时赔付"; `pays` is the manner of payment (定额给付, 费用补偿 …);
    `need` is a customer's need that it answers, as a sentence.
    """

    kind: Literal["product_type"]
    name: Text
    parent: Text | None = None
    covers: Texts = ()
    pays: Texts = ()
    trigger: Text | None = None
    subtypes: Texts = ()
    exclusions: Texts = ()
    key_terms: Texts = ()
    need: Text | None = None
    misconception: Misconception | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.covers or self.pays or self.trigger or self.subtypes or self.misconception):
            msg = "empty_item"
            raise ValueError(msg)
        return self


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask where the product belongs, when and how it pays, and for whom it is meant."""
    apart = _unrelated(item, near)
    names = [Candidate(one.name, f"{one.id}#trigger:single") for one in apart]
    if item.parent and not _told_by_name(item.parent, item):
        above = _above(item, near)
        classes = [Candidate(one.parent) for one in apart if one.parent and one.parent not in above]
        stem = f"从险种分类看，{item.name}属于下列哪一类？"
        yield from single(item, near, "parent", stem, item.parent, classes, above)
    if len(item.pays) == 1 and not _told_by_name(item.pays[0], item):
        ways = [Candidate(way, f"{one.id}#pays:single") for one in apart for way in one.pays]
        stem = f"{item.name}一般采用哪种给付方式？"
        yield from single(item, near, "pays", stem, item.pays[0], ways)
    if item.trigger and item.name not in item.trigger:
        others = [
            Candidate(one.trigger, f"{one.id}#trigger:single") for one in apart if one.trigger
        ]
        stems = (f"{item.name}在什么情况下赔付？", f"{item.name}的赔付条件是什么？")
        stem = worded(item, "trigger", stems)
        yield from single(item, near, "trigger", stem, item.trigger, others)
    if item.need:
        stem = f"客户说：{quoted(item.need)}哪一类产品与这一需求最对应？"
        yield from single(item, near, "need", stem, item.name, names, level="apply")
    inner = [Candidate(name) for one in apart for name in one.subtypes]
    stem = f"下列哪些属于{item.name}？"
    yield from multiple(item, near, "subtypes", stem, item.subtypes, inner)
    if item.misconception:
        wrong = [Candidate(item.misconception.wrong)]
        fields = {"level": "understand"}
        yield from true_false(
            item, near, "misconception", item.misconception.right, wrong, **fields
        )


def _told_by_name(answer: str, item: Model) -> bool:
    """Whether two characters of the answer, 保险 aside, stand in the product's name."""
    return shares_word(answer.replace("保险", "|"), item.name.replace("保险", "|"))


def _unrelated(item: Model, near: Siblings) -> list[Model]:
    """Products neither above nor below this one, nor beside it under the same name."""
    above = {*_above(item, near), item.name}
    others = [one for one in near.like(item, everyone) if isinstance(one, Model)]
    return [one for one in others if one.name not in above and item.name not in _above(one, near)]


def _above(item: Model, near: Siblings) -> tuple[str, ...]:
    parents = {
        one.name: one.parent for one in (item, *near.like(item, everyone)) if isinstance(one, Model)
    }
    line: list[str] = []
    name = item.parent
    while name and name not in line:
        line.append(name)
        name = parents.get(name)
    return tuple(line)
