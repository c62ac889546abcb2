"""The bank: all items of one folder, and what was found wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from kaoka.bank.calendar import Calendar
from kaoka.bank.item import Item, Slug, Strict, Text
from kaoka.errors import Problem


class Doc(Strict):
    """A document that items cite."""

    title: Text
    issuer: Text | None = None
    sections: Mapping[str, Text] = {}


class BankFile(Strict):
    """What bank.yaml holds."""

    id: Slug
    title: Text
    lang: Literal["zh", "en"] = "zh"
    docs: Mapping[str, Doc]
    scope: Mapping[str, tuple[Text, ...]] = {}
    defaults: Mapping[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item begins: file, line and column of its mapping (from 1)."""

    file: str
    line: int
    column: int = 1


@dataclass(frozen=True, repr=False)
class Bank:
    """The checked items of one folder, in the order of files and lines.

    `problems` are all that the loader and the checks found; `places` tells where
    each item stands; `texts` are the files as read, for showing a line. `calendar`
    is what calendar.yaml says of working days, `facility` what past exams tell of
    questions, by id: the mean share of the points (0 to 1).
    """

    id: str
    title: str
    lang: str
    folder: Path
    docs: Mapping[str, Doc]
    scope: Mapping[str, tuple[str, ...]]
    items: tuple[Item, ...]
    places: Mapping[str, Place]
    problems: tuple[Problem, ...] = ()
    calendar: Calendar | None = None
    facility: Mapping[str, Decimal] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __repr__(self) -> str:
        """Show what bank it is and how much is in it, on one line."""
        counts = f"{len(self.items)} items, {len(self.problems)} problems"
        return f"<Bank {self.id}: {counts}, in {self.folder}>"

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """The items by id."""
        return {item.id: item for item in self.items}

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the bank from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    def with_problems(self, more: tuple[Problem, ...]) -> Bank:
        """Return the bank with further problems, sorted by place."""
        found = sorted((*self.problems, *more), key=lambda p: (p.file, p.line, p.column, p.code))
        return replace(self, problems=tuple(found))
