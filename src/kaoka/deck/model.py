"""What deck.yaml holds: which questions become which cards, and how they are learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from kaoka.bank.item import Slug, Strict, Text, Texts

Wanted = Mapping[str, Text | Texts]
Branch = Literal["section", "tag", "kind", "none"]
Facts = Literal["all", "best"]


class Subdecks(Strict):
    """What parts the deck into subdecks."""

    by: Branch = "section"


class Preset(Strict):
    """The deck options that ship: new cards a day, and the share FSRS aims to keep."""

    new_per_day: Annotated[int, Field(ge=0, le=9999)] = 20
    reviews_per_day: Annotated[int, Field(ge=0, le=9999)] = 200
    retention: Annotated[float, Field(ge=0.7, le=0.99)] = 0.9


class DeckFile(Strict):
    """One deck of a bank.

    `bank` is the bank's folder, seen from the file. `choose` and `leave_out` are
    selectors, or lists of selectors of which any one will do. `facts: best` keeps one
    question for each fact, the one that asks most of memory. `description` is shown
    above version, sources and how to update; `speech` reads script lines aloud.
    """

    id: Slug
    title: Text
    bank: Text = "."
    choose: Wanted | tuple[Wanted, ...] = ()
    leave_out: Wanted | tuple[Wanted, ...] = ()
    facts: Facts = "all"
    subdecks: Subdecks = Subdecks()
    preset: Preset = Preset()
    description: Text | None = None
    speech: bool = False
