"""A folder of YAML files to a Bank: nothing is lost, every problem is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from errno import EINVAL
from pathlib import Path
from typing import Any

from yaml import Node, SequenceNode

from kaoka.bank.bank import Bank, BankFile, Place
from kaoka.bank.calendar import Calendar
from kaoka.bank.facility import FILE, facilities
from kaoka.bank.item import Item
from kaoka.bank.source import entries, model, place, plain, read, typed
from kaoka.bank.wrong import short
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
    facility = _facility(folder / FILE, found)
    for path in _item_files(folder, found):
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
        facility=facility,
    ).with_problems(tuple(found.problems))


def _item_files(folder: Path, found: _Found) -> list[Path]:
    """The files below items/, but for hidden ones; what looks like one and is not read is told."""
    paths = sorted(path for path in (folder / "items").rglob("*") if not path.name.startswith("."))
    found.problems += [
        Problem("file_not_read", str(path), severity="warning")
        for path in paths
        if path.suffix.lower() in {".yml", ".yaml"} and path.suffix != ".yaml"
    ]
    return [path for path in paths if path.suffix == ".yaml"]


def _head(folder: Path, found: _Found) -> BankFile:
    path = folder / "bank.yaml"
    if not path.is_file():
        raise BankError("bank_missing", folder=folder)
    node = _parse(path, found)
    if node is None:
        problems = found.problems or [Problem("bank_file_empty", str(path))]
        raise BankError("bank_broken", file=path).about(problems)
    head, problems = model(node, BankFile, str(path))
    if head is None:
        problems = [*found.problems, *problems]
        raise BankError("bank_head", file=path).about(problems)
    return head


def _calendar(path: Path, found: _Found) -> Calendar | None:
    node = _parse(path, found) if path.exists() else None
    if node is None:
        return None
    calendar, problems = model(node, Calendar, str(path))
    found.problems.extend(problems)
    return calendar


def _facility(path: Path, found: _Found) -> Mapping[str, Decimal]:
    text = _text(path, found) if path.exists() else None
    known, problems = facilities(text or "", str(path))
    found.problems.extend(problems)
    return known


def _parse(path: Path, found: _Found) -> Node | None:
    text = _text(path, found)
    if text is None:
        return None
    node, problems = read(text, str(path))
    found.problems.extend(problems)
    return node


def _text(path: Path, found: _Found) -> str | None:
    file = str(path)
    try:
        data = _bytes(path)
        text = data.decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        found.problems.append(Problem("file_unreadable", file, values={"reason": reason}))
        return None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found.problems.append(Problem("not_utf8", file, line))
        return None
    found.texts[file] = text
    return text


def _bytes(path: Path) -> bytes:
    """The bytes of a file; a pipe or device that would never end is none."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(EINVAL, "Not a regular file")
    return path.read_bytes()


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
    if not isinstance(kind, str):
        return Problem("want_text", file, line, column, values={"field": "kind"})
    guess = meant(short(kind), kinds)
    values = {"kind": short(kind), "known": ", ".join(kinds)}
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
