"""What is wrong with the selectors of a deck or blueprint, as they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import get_args

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from kaoka.bank.bank import Bank
from kaoka.bank.item import Authority, Level, Type
from kaoka.bank.select import FIELDS
from kaoka.errors import Problem
from kaoka.kinds import names
from kaoka.question.model import BANDS, UNKNOWN
from kaoka.text import meant


def misread(selectors: Iterable[Node], bank: Bank, file: str) -> Iterator[Problem]:
    """Yield the fields that no selector has, and the values that a field never has.

    Args:
        selectors: mappings as written, or lists of them.
        bank: whose keys of scope are fields too.
        file: the file that they stand in.
    """
    known = (*FIELDS, *bank.scope)
    values = _values(bank)
    for field, written in _pairs(selectors):
        if field.value not in known:
            told = {"field": field.value, "known": ", ".join(known)}
            yield _at(field, "selector_field", file, told, meant(field.value, known))
            continue
        closed = values.get(field.value)
        for value in written.value if isinstance(written, SequenceNode) else (written,):
            if closed is not None and isinstance(value, ScalarNode) and value.value not in closed:
                told = {"field": field.value, "value": value.value, "known": ", ".join(closed)}
                yield _at(value, "selector_value", file, told, meant(value.value, closed))


def child(node: Node | None, step: str | int) -> Node | None:
    """Return what stands under a key or number of a node, or None."""
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    return None


def _values(bank: Bank) -> Mapping[str, Collection[str]]:
    """Return the fields of which every value is known beforehand."""
    return {
        "kind": names(),
        "level": get_args(Level),
        "type": get_args(Type),
        "authority": get_args(Authority),
        "difficulty": (*(name for name, _ in BANDS), UNKNOWN),
        **bank.scope,
    }


def _pairs(selectors: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
    for node in selectors:
        if isinstance(node, SequenceNode):
            yield from _pairs(node.value)
        elif isinstance(node, MappingNode):
            yield from node.value


def _at(node: Node, code: str, file: str, values: Mapping[str, str], guess: str | None) -> Problem:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    return Problem(code, file, line, column, values=values, meant=guess)
