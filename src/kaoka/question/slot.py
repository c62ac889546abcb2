"""Facts that are a sentence with an amount in it: one shape, asked in several ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Self

from pydantic import model_validator

from kaoka.bank.item import Item, Number, Text
from kaoka.question.amount import plain
from kaoka.question.distract import Candidate
from kaoka.question.draft import by_source, draft, ended, filled, single, true_false
from kaoka.question.model import BLANK, Question
from kaoka.question.quantity import Bound, Quantity
from kaoka.question.siblings import Siblings

TIMES = frozenset(
    [
        "秒",
        "分钟",
        "小时",
        "日",
        "天",
        "周",
        "月",
        "个月",
        "年",
        "工作日",
        "个工作日",
        "自然日",
        "个自然日",
    ]
)

_SIZE = 24
"""How many times larger a rival may be: a day has 24 hours."""

Rival = tuple[Quantity, str]
"""An amount that might be mistaken for the right one, and the question it would answer."""


class Measured(Item):
    """An item whose fact is an amount: `sentence` has `{}` where the amount stands."""

    sentence: Text
    op: Bound = "="
    value: Number
    value_max: Number | None = None
    unit: Text

    @property
    def quantity(self) -> Quantity:
        """The amount as a value of its own."""
        return Quantity(op=self.op, value=self.value, value_max=self.value_max, unit=self.unit)

    @model_validator(mode="after")
    def _sentence_has_one_slot(self) -> Self:
        if self.sentence.count("{}") != 1:
            msg = "slot"
            raise ValueError(msg)
        _ = self.quantity
        return self


def rivals(
    item: Item, near: Siblings, key: Callable[[Item], object], of: Callable[[Item], Quantity | None]
) -> list[Rival]:
    """Return the amounts of siblings in the same unit that cannot be taken for the right one.

    Left out: equal values and overlapping ranges, amounts of another shape or of
    another order of size (nobody mistakes 14 years for 5000), and every amount of an
    item that conflicts with this one.
    """
    own = of(item)
    if own is None:
        return []
    others = ((of(one), one) for one in near.like(item, key))
    return [
        (amount, f"{one.id}#value:single")
        for amount, one in others
        if amount is not None and _comparable(amount, own) and not amount.overlaps(own)
    ]


def _comparable(amount: Quantity, own: Quantity) -> bool:
    same_shape = amount.unit == own.unit and (amount.value_max is None) == (own.value_max is None)
    small, large = sorted((amount.value, own.value))
    return same_shape and large <= _SIZE * small


def ask_amount(
    item: Item, near: Siblings, sentence: str, amount: Quantity, found: Iterable[Rival]
) -> Iterator[Question]:
    """Ask for the amount: typed in, chosen, judged; a range by its two ends."""
    found = list(found)
    says = ended(filled(sentence, amount.text))
    whose = lead(item, near, sentence)
    told = item.explanation or says
    yield from _typed_in(item, near, whose + sentence, amount, told)
    stem = ended(filled(whose + sentence, asks(amount.unit))).rstrip("。") + "？"
    choices = [Candidate(rival.text, question) for rival, question in found]
    yield from single(item, near, "value", stem, amount.text, choices, explanation=told)
    false = [
        Candidate(whose + filled(sentence, rival.text), question)
        for rival, question in found
        if _plainly_false(amount, rival)
    ]
    if false:
        yield from true_false(item, near, "value", whose + filled(sentence, amount.text), false)


def lead(item: Item, near: Siblings, sentence: str) -> str:
    """Say whose standard it is, unless the sentence says so itself."""
    return "" if _says_whose(sentence) else by_source(item, near)


def asks(unit: str) -> str:
    """The word that asks for an amount in this unit."""
    if unit in TIMES:
        return "多长时间"
    return "百分之多少" if unit == "%" else f"多少{unit}"


def _typed_in(
    item: Item, near: Siblings, sentence: str, amount: Quantity, told: str
) -> Iterator[Question]:
    if amount.value_max is None:
        stem = ended(filled(sentence, BLANK + amount.unit))
        fields = {"value": amount.value, "unit": amount.unit, "explanation": told}
        yield draft(item, near, "value", "numeric", stem, **fields)
        return
    stem = ended(filled(sentence, f"{BLANK}至{BLANK}{amount.unit}"))
    answers = ((plain(amount.value),), (plain(amount.value_max),))
    yield draft(item, near, "value", "fill", stem, answers=answers, explanation=told)


def _says_whose(sentence: str) -> bool:
    return sentence.startswith(("按", "根据", "依照", "课程", "本课程", "《")) or "《" in sentence


def _plainly_false(amount: Quantity, rival: Quantity) -> bool:
    """Whether the sentence with the rival is false however it is read.

    A stricter limit than the standard can be called right (who answers in one hour
    also answers within two), so a false statement is always the laxer one.
    """
    if rival.value_max is not None or amount.value_max is not None:
        return amount.value_max is not None and rival.value_max is not None
    if amount.op in {"<=", "<"}:
        return rival.value > amount.value
    if amount.op in {">=", ">"}:
        return rival.value < amount.value
    return True
