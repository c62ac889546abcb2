"""A folder of YAML files to a Bank: nothing is lost, every problem is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yaml import Node, SequenceNode

from kaoka.bank.bank import Bank, BankFile, Place
from kaoka.bank.calendar import Calendar
from kaoka.bank.item import Item
from kaoka.bank.source import entries, model, place, plain, read, typed
from kaoka.errors import BankError, Problem
from kaoka.text import meant

ModelOf = Callable[[str], type[Item] | None]


@dataclass
class _Found:
    """What has been read so far."""

    items: list[Item] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


def load(folder: Path, model_of: ModelOf, kinds: Iterable[str]) -> Bank:
    """Read the bank in `folder`.

    Args:
        folder: holds bank.yaml and items/*.yaml.
        model_of: the model of a kind, None for a kind that is not known.
        kinds: the known kinds, for hints.

    Raises:
        BankError: there is no bank.yaml, or it cannot be used.
    """
    found = _Found()
    head = _head(folder, found)
    calendar = _calendar(folder / "calendar.yaml", found)
    for path in sorted((folder / "items").rglob("*.yaml")):
        _read_items(path, head, model_of, tuple(kinds), found)
    if not found.items and not found.problems:
        found.problems.append(Problem("bank_empty", str(folder / "bank.yaml"), severity="warning"))
    return Bank(
        id=head.id,
        title=head.title,
        lang=head.lang,
        folder=folder,
        docs=head.docs,
        scope=head.scope,
        items=tuple(found.items),
        places=found.places,
        texts=found.texts,
        calendar=calendar,
    ).with_problems(tuple(found.problems))


def _head(folder: Path, found: _Found) -> BankFile:
    path = folder / "bank.yaml"
    if not path.is_file():
        raise BankError("bank_missing", folder=folder)
    node = _parse(path, found)
    if node is None:
        problem = next(iter(found.problems), Problem("bank_empty", str(path)))
        raise BankError(
            "bank_broken", file=path, line=problem.line, code=problem.code, **problem.values
        )
    head, problems = model(node, BankFile, str(path))
    if head is None:
        first = problems[0]
        raise BankError(
            "bank_head", file=path, line=first.line, column=first.column, **_named(first)
        )
    return head


def _named(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "field": problem.values.get("field", ""),
        "given": problem.values.get("given", ""),
    }


def _calendar(path: Path, found: _Found) -> Calendar | None:
    node = _parse(path, found) if path.is_file() else None
    if node is None:
        return None
    calendar, problems = model(node, Calendar, str(path))
    found.problems.extend(problems)
    return calendar


def _parse(path: Path, found: _Found) -> Node | None:
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        found.problems.append(Problem("not_utf8", file, line))
        return None
    found.texts[file] = text
    node, problems = read(text, file)
    found.problems.extend(problems)
    return node


def _read_items(
    path: Path, head: BankFile, model_of: ModelOf, kinds: tuple[str, ...], found: _Found
) -> None:
    root = _parse(path, found)
    if root is not None and not isinstance(root, SequenceNode):
        found.problems.append(Problem("items_not_list", str(path)))
    for node in entries(root):
        _read_item(node, str(path), head, model_of, kinds, found)


def _read_item(  # all that one entry needs, once
    node: Node,
    file: str,
    head: BankFile,
    model_of: ModelOf,
    kinds: tuple[str, ...],
    found: _Found,
) -> None:
    problems: list[Problem] = []
    values = plain(node, problems, file)
    line, column = place(node, ())
    if not isinstance(values, dict):
        problems.append(Problem("item_not_mapping", file, line, column))
    else:
        item = _typed(values, node, file, head, model_of, kinds, problems)
        if item is not None:
            _keep(item, Place(file, line, column), node, found, problems)
    found.problems.extend(problems)


def _typed(  # as above
    values: dict[str, Any],
    node: Node,
    file: str,
    head: BankFile,
    model_of: ModelOf,
    kinds: tuple[str, ...],
    problems: list[Problem],
) -> Item | None:
    kind = values.get("kind")
    shape = model_of(kind) if isinstance(kind, str) else None
    if shape is None:
        problems.append(_no_kind(kind, node, file, kinds))
        return None
    item, wrong = typed({**head.defaults, **values}, node, shape, file)
    problems.extend(wrong)
    return item


def _no_kind(kind: Any, node: Node, file: str, kinds: tuple[str, ...]) -> Problem:
    line, column = place(node, () if kind is None else ("kind",))
    if kind is None:
        return Problem("missing_field", file, line, column, values={"field": "kind"})
    guess = meant(str(kind), kinds)
    values = {"kind": str(kind), "known": ", ".join(kinds)}
    return Problem("unknown_kind", file, line, column, values=values, meant=guess)


def _keep(item: Item, where: Place, node: Node, found: _Found, problems: list[Problem]) -> None:
    first = found.places.get(item.id)
    if first is not None:
        line, column = place(node, ("id",))
        values = {"id": item.id, "file": first.file, "line": str(first.line)}
        problems.append(Problem("duplicate_id", where.file, line, column, values=values))
        return
    found.places[item.id] = where
    found.items.append(item)
