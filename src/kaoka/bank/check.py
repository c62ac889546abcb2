"""What must hold between the items of a bank: each rule is a function to problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from kaoka.bank.bank import Bank
from kaoka.bank.item import Item
from kaoka.bank.locate import spot
from kaoka.bank.private import personal_data
from kaoka.bank.wrong import short
from kaoka.errors import Problem
from kaoka.text import meant

Rule = Callable[[Bank, date], Iterator[Problem]]

_REVIEW_MONTHS = 12
_LISTS_OF_IDS = frozenset(("conflicts_with", "enemies", "rules"))
_IDS = frozenset(("replaced_by", "replaces", "part_of"))


def check(bank: Bank, as_of: date) -> tuple[Problem, ...]:
    """Run every rule over the bank, as things stand on `as_of`."""
    return tuple(problem for rule in RULES for problem in rule(bank, as_of))


def documents(bank: Bank, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Every source is a document of bank.yaml, every section one of its sections."""
    for item in bank.items:
        for n, source in enumerate(item.source):
            doc = bank.docs.get(source.doc)
            if doc is None:
                values = {"doc": source.doc}
                guess = meant(source.doc, bank.docs)
                yield spot(bank, item, ("source", n, "doc"), "unknown_doc", values, guess)
            elif (
                doc.sections
                and source.section is not None
                and str(source.section) not in doc.sections
            ):
                values = {"doc": source.doc, "section": str(source.section)}
                yield spot(bank, item, ("source", n, "section"), "unknown_section", values)


def scopes(bank: Bank, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Scope uses the keys and words that bank.yaml lists."""
    for item in bank.items:
        for key, word in item.scope.items():
            words = bank.scope.get(key)
            if words is None:
                values = {"key": key, "known": ", ".join(bank.scope)}
                yield spot(
                    bank, item, ("scope", key), "unknown_scope_key", values, meant(key, bank.scope)
                )
            elif word not in words:
                values = {"key": key, "word": word, "known": ", ".join(words)}
                yield spot(
                    bank, item, ("scope", key), "unknown_scope_word", values, meant(word, words)
                )


def references(bank: Bank, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Ids that an item names are ids of the bank."""
    known = bank.by_id
    for item in bank.items:
        for path, id_ in _named(item):
            if id_ not in known:
                yield spot(bank, item, path, "unknown_item", {"id": id_}, meant(id_, known))
            elif id_ == item.id:
                yield spot(bank, item, path, "names_itself", {"id": id_})
            elif path == ("part_of",) and known[id_].kind != "regulation":
                yield spot(bank, item, path, "not_a_regulation", {"id": id_})


def replacements(bank: Bank, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Who follows `replaced_by` from item to item comes to an end."""
    after = {item.id: item.replaced_by for item in bank.items if item.replaced_by}
    for item in bank.items:
        seen: list[str] = []
        at: str | None = item.id
        while at is not None and at not in seen:
            seen.append(at)
            at = after.get(at)
        if at == item.id and len(seen) > 1:
            values = {"ids": " → ".join((*seen, at))}
            yield spot(bank, item, ("replaced_by",), "replaced_in_a_circle", values)


def dates(bank: Bank, as_of: date) -> Iterator[Problem]:
    """Law is dated and reviewed; nothing ends before it begins."""
    for item in bank.items:
        begun, ended = item.effective_from, item.repealed_on
        if begun and ended and ended <= begun:
            values = {"from": str(begun), "to": str(ended)}
            yield spot(bank, item, ("repealed_on",), "ends_before_it_begins", values)
        if item.authority in {"law", "regulation"}:
            yield from _reviewed(bank, item, as_of)


def _reviewed(bank: Bank, item: Item, as_of: date) -> Iterator[Problem]:
    if item.reviewed_on is None:
        yield spot(bank, item, (), "not_reviewed", {"id": item.id}, severity="warning")
    elif _months(item.reviewed_on, as_of) >= _REVIEW_MONTHS and item.in_force(as_of):
        values = {"on": str(item.reviewed_on), "id": item.id}
        yield spot(bank, item, ("reviewed_on",), "review_due", values, severity="warning")


def media(bank: Bank, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Pictures and sounds are files inside the bank's folder."""
    root = bank.folder.resolve()
    for item in bank.items:
        for n, file in enumerate(item.media):
            code = _media_fault(root, file.file)
            if code:
                yield spot(bank, item, ("media", n, "file"), code, {"file": short(file.file)})


def _media_fault(root: Path, file: str) -> str | None:
    try:
        path = (root / file).resolve()
        if not path.is_relative_to(root):
            return "media_outside"
        return None if path.is_file() else "media_missing"
    except (OSError, ValueError):  # no file can have such a name
        return "media_missing"


def _named(item: Item) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name in _LISTS_OF_IDS & item.model_fields_set:
        for n, id_ in enumerate(getattr(item, name)):
            yield (name, n), id_
    for name in _IDS & item.model_fields_set:
        id_ = getattr(item, name)
        if id_ is not None and (name != "replaces" or item.kind == "regulation"):
            yield (name,), id_


def _months(since: date, until: date) -> int:
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


RULES: tuple[Rule, ...] = (documents, scopes, references, replacements, dates, media, personal_data)
