"""Where a field of an item stands in its file, found again when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from yaml import Node

from kaoka.bank.bank import Bank
from kaoka.bank.item import Item
from kaoka.bank.source import entries, place, read
from kaoka.errors import Problem, Severity


def spot(  # a problem has as many parts
    bank: Bank,
    item: Item,
    path: Sequence[str | int],
    code: str,
    values: Mapping[str, str] | None = None,
    meant: str | None = None,
    severity: Severity = "error",
) -> Problem:
    """Return a problem of the item, placed at the value that `path` leads to."""
    where = bank.places[item.id]
    line, column = where.line, where.column
    node = _nodes(bank.texts[where.file]).get((line, column))
    if path and node is not None:
        line, column = place(node, path)
    return Problem(
        code, where.file, line, column, severity, {"id": item.id} | dict(values or {}), meant
    )


@lru_cache(maxsize=8)
def _nodes(text: str) -> dict[tuple[int, int], Node]:
    root, _ = read(text, "")
    return {place(node, ()): node for node in entries(root)}
