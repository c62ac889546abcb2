"""A plain fact, where no other kind fits: the last resort."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Item, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import draft, ended, filled, single, true_false
from kaoka.question.model import BLANK, Question
from kaoka.question.siblings import Siblings


class Model(Item):
    """A sentence with `{}` where `answer` stands, and what might wrongly stand there.

    `asks` is the word that replaces the slot in a question (什么, 哪个部门), without
    which the sentence is not asked by choice; without `answer` it is not asked at all.
    """

    kind: Literal["fact"]
    sentence: Text
    answer: Text | None = None
    asks: Text | None = None
    instead: Texts = ()


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask for what stands in the slot; a sentence without one is a card to judge."""
    if item.answer is None or "{}" not in item.sentence:
        return
    told = item.explanation or ended(filled(item.sentence, item.answer))
    wrong = [Candidate(text) for text in item.instead]
    if item.asks:
        stem = f"{filled(item.sentence, item.asks).rstrip('。')}？"
        yield from single(item, near, "answer", stem, item.answer, wrong, explanation=told)
    stem = ended(filled(item.sentence, BLANK))
    answers = ((item.answer, *item.synonyms),)
    yield draft(item, near, "answer", "fill", stem, answers=answers, explanation=told)
    false = [Candidate(filled(item.sentence, text)) for text in item.instead]
    if false:
        yield from true_false(item, near, "answer", filled(item.sentence, item.answer), false)
