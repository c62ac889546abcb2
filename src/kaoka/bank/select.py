"""The selector language of `choose`, `where`, `veto` and `from`.

A selector is a mapping of field to a value or a list of values: all fields must
hold, and for each field any one of its values will do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Selector = Mapping[str, tuple[str, ...]]

FIELDS = ("kind", "tag", "level", "type", "section", "authority", "difficulty", "id")


def selector(written: Mapping[str, Any]) -> Selector:
    """Return what was written in YAML as a selector: every value a tuple of texts."""
    return {
        name: tuple(map(str, value)) if isinstance(value, (list, tuple)) else (str(value),)
        for name, value in written.items()
    }


def matches(thing: Any, wanted: Selector) -> bool:
    """Whether an item or a question has every field that `wanted` asks for."""
    return all(not _values(thing, name).isdisjoint(values) for name, values in wanted.items())


def _values(thing: Any, name: str) -> set[str]:
    match name:
        case "tag":
            return set(thing.tags)
        case "section":
            return {str(source.section) for source in thing.source}
        case "id":
            return {getattr(thing, "item", thing.id), thing.id}
        case "kind" | "level" | "authority" | "type" | "difficulty":
            return {str(getattr(thing, name, ""))}
        case _:
            return {thing.scope[name]} if name in thing.scope else set()
