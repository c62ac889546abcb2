"""JSON Schema of the YAML files, for editors and for other programs."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter

from kaoka import kinds
from kaoka.bank.bank import BankFile
from kaoka.errors import KaokaError

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str = "items") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of items, bank, deck or blueprint.

    Raises:
        KaokaError: there is no schema of that name.
    """
    made = _SCHEMAS.get(name)
    if made is None:
        raise KaokaError("unknown_schema", name=name, known=", ".join(_SCHEMAS))
    return {"$schema": _DIALECT, "title": f"kaoka {name}"} | made()


def _items() -> dict[str, Any]:
    """A list whose members are told apart by `kind`: whatever kinds are installed."""
    models = (model for name in kinds.names() if (model := kinds.model_of(name)))
    item: Any = Annotated[reduce(or_, models), Field(discriminator="kind")]
    return TypeAdapter(list[item]).json_schema()


def _of(model: Callable[[], type[BaseModel]]) -> Callable[[], dict[str, Any]]:
    return lambda: model().model_json_schema()


def _deck() -> type[BaseModel]:
    from kaoka.deck.model import DeckFile

    return DeckFile


def _blueprint() -> type[BaseModel]:
    from kaoka.exam.blueprint import Written

    return Written


_SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "items": _items,
    "bank": _of(lambda: BankFile),
    "deck": _of(_deck),
    "blueprint": _of(_blueprint),
}
