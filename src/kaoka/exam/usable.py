"""Which questions of its bank an exam draws from, at its first build and ever after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from kaoka.question.facility import measured
from kaoka.question.model import Question


def usable_of(head: Mapping[str, Any], questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions that an exam draws from, as things stood when it was first built.

    Args:
        head: the manifest; `avoided` are items left out, `facility` what was known then.
        questions: those of the bank.
    """
    avoided = set(head["avoided"])
    known = {name: Decimal(share) for name, share in head.get("facility", {}).items()}
    return tuple(measured((one for one in questions if one.item not in avoided), known))
