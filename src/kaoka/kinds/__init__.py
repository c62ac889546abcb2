"""The kinds of knowledge: one module a kind, a model and a derive function each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, cast

from kaoka.bank.item import Item
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings

GROUP = "kaoka.kinds"
OURS = (
    "product_type",
    "regulation",
    "clause",
    "claim_material",
    "script_phrasing",
    "service_standard",
    "rule",
    "procedure",
    "term",
    "statistic",
    "customer_segment",
    "question_technique",
    "data_level",
    "case",
    "fact",
    "question",
)


class Kind(Protocol):
    """What a kind module offers, ours or one found by entry point."""

    Model: type[Item]
    derive: Callable[[Item, Siblings], Iterable[Question]]


@cache
def kind(name: str) -> Kind | None:
    """Find the kind called `name`: in our table, else by entry point, else None."""
    if name in OURS:
        return cast("Kind", import_module(f"kaoka.kinds.{name}"))
    found = entry_points(group=GROUP, name=name)
    return cast("Kind", next(iter(found)).load()) if found else None


def model_of(name: str) -> type[Item] | None:
    """Return the model of the kind called `name`, or None when there is no such kind."""
    found = kind(name)
    return found.Model if found else None


def names() -> tuple[str, ...]:
    """Every kind that is installed, ours first."""
    return (*OURS, *sorted(entry.name for entry in entry_points(group=GROUP)))
