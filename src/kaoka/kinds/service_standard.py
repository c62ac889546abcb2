"""A numeric service standard: a time limit, a rate, a distance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Item, Text
from kaoka.question.deadline import ask_latest
from kaoka.question.model import Question
from kaoka.question.quantity import Quantity
from kaoka.question.siblings import Siblings, scope_family
from kaoka.question.slot import Measured, ask_amount, rivals


class Model(Measured):
    """What must be reached, how it is measured, and from when the clock runs.

    `sentence` states the standard with `{}` where the amount stands; `metric` is
    the thing measured, as a noun phrase.
    """

    kind: Literal["service_standard"]
    metric: Text
    clock_starts: Text | None = None
    actor: Text | None = None


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask for the amount; rivals are standards in the same unit and scope family."""
    found = rivals(item, near, scope_family, _amount)
    yield from ask_amount(item, near, item.sentence, item.quantity, found)
    yield from ask_latest(item, near, item.sentence, item.quantity, item.clock_starts, found)


def _amount(item: Item) -> Quantity | None:
    return item.quantity if isinstance(item, Model) else None
