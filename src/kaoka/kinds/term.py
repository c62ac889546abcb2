"""A term of the trade: its definition, and the plain words for a customer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Item, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import draft, ended, quoted, single, true_false, worded
from kaoka.question.model import BLANK, Question
from kaoka.question.siblings import Siblings
from kaoka.text import normal


class Model(Item):
    """A term. `definition` and `plain_words` never contain the term itself.

    `not_to_confuse_with` are other terms, preferred as distractors. `family` groups
    terms that a trainee may mix up (合同当事人, 时间期间, 费用与金额 …).
    """

    kind: Literal["term"]
    term: Text
    definition: Text
    plain_words: Text | None = None
    example: Text | None = None
    family: Text | None = None
    not_to_confuse_with: Texts = ()


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask from term to meaning and back, in the trade's words and in plain ones."""
    others = _confusable(item, near)
    told = item.explanation or _told(item)
    yield from _meaning(item, near, others, told)
    yield from _name(item, near, others, told)
    yield from _plainly(item, near, others, told)
    if item.example and normal(item.term) not in normal(item.example):
        names = [Candidate(one.term, f"{one.id}#definition:single") for one in others]
        stem = f"{quoted(item.example.rstrip('。'))}——这说的是哪个术语？"
        fields = {"level": "understand", "explanation": told}
        yield from single(item, near, "example", stem, item.term, names, item.synonyms, **fields)


def _meaning(item: Model, near: Siblings, others: list[Model], told: str) -> Iterator[Question]:
    stems = (
        f"{quoted(item.term)}指的是什么？",
        f"下列对{quoted(item.term)}的解释，哪一项正确？",
        f"新同事问你什么是{quoted(item.term)}，准确的回答是哪一项？",
    )
    wrong = [Candidate(one.definition, f"{one.id}#definition:single") for one in others]
    stem = worded(item, "definition", stems)
    yield from single(item, near, "definition", stem, item.definition, wrong, explanation=told)


def _name(item: Model, near: Siblings, others: list[Model], told: str) -> Iterator[Question]:
    stems = (
        f"{item.definition.rstrip('。')}——这在保险业叫什么？",
        f"哪个术语的含义是{quoted(item.definition.rstrip('。'))}？",
    )
    wrong = [Candidate(one.term, f"{one.id}#definition:single") for one in others]
    stem = worded(item, "name", stems)
    yield from single(item, near, "name", stem, item.term, wrong, explanation=told)
    stem = f"{BLANK}是指{ended(item.definition)}（填术语）"
    answers = ((item.term, *item.synonyms),)
    yield draft(item, near, "name", "fill", stem, answers=answers, explanation=told)


def _plainly(item: Model, near: Siblings, others: list[Model], told: str) -> Iterator[Question]:
    if not item.plain_words:
        return
    wrong = [
        Candidate(one.plain_words, f"{one.id}#plain:single") for one in others if one.plain_words
    ]
    stems = (
        f"客户听不懂{quoted(item.term)}，下列哪种说法通俗又准确？",
        f"怎样用大白话向客户说明{quoted(item.term)}？",
    )
    fields = {"level": "understand", "explanation": told}
    stem = worded(item, "plain", stems)
    yield from single(item, near, "plain", stem, item.plain_words, wrong, **fields)
    said = f"可以这样向客户解释{quoted(item.term)}："
    false = [Candidate(f"{said}{one.text}", one.question) for one in wrong]
    true = f"{said}{item.plain_words}"
    yield from true_false(item, near, "plain", true, false, level="understand")


def _confusable(item: Model, near: Siblings) -> list[Model]:
    """Terms of the same family, without those that mean the same."""
    same = {normal(word) for word in (item.term, *item.synonyms)}
    return [
        one
        for one in near.like(item, _family)
        if isinstance(one, Model) and same.isdisjoint(map(normal, (one.term, *one.synonyms)))
    ]


def _family(item: Item) -> object:
    return item.family if isinstance(item, Model) else None


def _told(item: Model) -> str:
    example = f"例如：{ended(item.example)}" if item.example else ""
    return f"{item.term}：{ended(item.definition)}{example}"
