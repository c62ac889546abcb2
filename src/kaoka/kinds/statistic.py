"""A figure that the course quotes: with its base, and as a rule without a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Item, Text
from kaoka.question.model import Question
from kaoka.question.quantity import Quantity
from kaoka.question.siblings import Siblings, everyone
from kaoka.question.slot import Measured, ask_amount, rivals


class Model(Measured):
    """A figure. `sentence` states it with `{}` where the amount stands, base included."""

    kind: Literal["statistic"]
    base: Text | None = None
    year: int | None = None
    source_org: Text | None = None


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask for the figure; rivals are other figures in the same unit.

    A figure without a source is no more than a card: it is only typed in.
    """
    found = rivals(item, near, everyone, _amount) if item.examable else ()
    yield from ask_amount(item, near, item.sentence, item.quantity, found)


def _amount(item: Item) -> Quantity | None:
    return item.quantity if isinstance(item, Model) else None
