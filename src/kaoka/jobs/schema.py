"""JSON Schema of the YAML files, for editors and for other programs."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from kaoka import kinds
from kaoka.bank.bank import BankFile
from kaoka.bank.calendar import Calendar
from kaoka.errors import KaokaError

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _AsWritten(GenerateJsonSchema):
    """What an author may write, as a YAML parser with types of its own reads it."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Text may look like a number or a truth value: our reader keeps it as written."""
        return super().str_schema(schema) | {"type": ["string", "number", "boolean"]}

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Our models look at a value beforehand in one case: one word may stand for a list."""
        made = super().function_before_schema(schema)
        return {"anyOf": [made["items"], made]} if made.get("type") == "array" else made


def schema(name: str = "items") -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of items, bank, deck, blueprint or calendar.

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
    return TypeAdapter(list[item]).json_schema(schema_generator=_AsWritten)


def _of(model: Callable[[], type[BaseModel]]) -> Callable[[], dict[str, Any]]:
    return lambda: model().model_json_schema(schema_generator=_AsWritten)


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
    "calendar": _of(lambda: Calendar),
}
