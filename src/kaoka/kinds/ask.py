"""All questions of a bank, as things stand on a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kaoka.bank.bank import Bank
from kaoka.kinds import kind
from kaoka.question.facility import measured
from kaoka.question.hand import reworded
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings


def questions(bank: Bank, *, as_of: date) -> tuple[Question, ...]:
    """Return every question about the bank's items, in the order of the items.

    What is not in force on `as_of` makes questions for cards and reading that are
    not `examable`; what is in dispute makes none at all.
    """
    near = Siblings(bank, as_of)
    asked = (question for item in bank.items for question in _about(item.id, bank, near))
    return tuple(measured(asked, bank.facility))


def _about(id_: str, bank: Bank, near: Siblings) -> Iterator[Question]:
    item = bank.by_id[id_]
    if item.confidence in {"ambiguous", "disputed"}:
        return iter(())
    found = kind(item.kind)
    return reworded(found.derive(item, near) if found else (), item, near)
