"""The items that stand beside an item: where distractors come from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date

from kaoka.bank.bank import Bank, Doc
from kaoka.bank.item import Item
from kaoka.question.model import Cited

Key = Callable[[Item], Hashable]


class Siblings:
    """The bank as one item sees it on a date: its like, and the titles of its sources.

    Siblings are items of the same kind that are in force and beyond dispute. Items
    that conflict with the item are never among them.
    """

    def __init__(self, bank: Bank, as_of: date) -> None:
        self.as_of = as_of
        self.calendar = bank.calendar
        self.items: Mapping[str, Item] = bank.by_id
        self._docs = bank.docs
        self._by_kind: dict[str, list[Item]] = defaultdict(list)
        self._groups: dict[tuple[str, Key], dict[Hashable, list[Item]]] = {}
        self._cited: dict[tuple[object, ...], Cited] = {}
        for item in bank.items:
            if item.in_force(as_of) and item.confidence in {"clear", "torn"}:
                self._by_kind[item.kind].append(item)

    def like(self, item: Item, key: Key) -> Sequence[Item]:
        """Return the siblings of `item` for which `key` gives the same as for it."""
        groups = self._groups.get((item.kind, key))
        if groups is None:
            groups = defaultdict(list)
            for one in self._by_kind[item.kind]:
                groups[key(one)].append(one)
            self._groups[item.kind, key] = groups
        return [one for one in groups.get(key(item), ()) if _apart(one, item)]

    def cited(self, item: Item) -> tuple[Cited, ...]:
        """Return the item's sources with the words that a reader sees."""
        return tuple(self._cite(s.doc, s.section, s.article) for s in item.source)

    def title(self, doc: str) -> str:
        """Return a document's title in short, in 《》."""
        found = self._docs.get(doc)
        return short_title(found.title) if found else doc

    def section(self, doc: str, section: int | str | None) -> str:
        """Return the title of a section, or nothing where there is none."""
        found = self._docs.get(doc)
        return found.sections.get(str(section), "") if found else ""

    def _cite(self, doc: str, section: int | str | None, article: str | None) -> Cited:
        cited = self._cited.get((doc, section, article))
        if cited is None:
            words = _words(self._docs.get(doc), doc, section, article)
            cited = Cited(doc=doc, section=section, article=article, title=words)
            self._cited[doc, section, article] = cited
        return cited


def everyone(item: Item) -> Hashable:  # noqa: ARG001
    """A key under which all items of a kind are siblings."""
    return None


def scope_family(item: Item) -> Hashable:
    """A key under which items with the same scope keys are siblings."""
    return frozenset(item.scope)


def short_title(title: str) -> str:
    """《保险法》 for 中华人民共和国保险法, 《保险法司法解释(二)》 for the court's long title."""
    court = re.fullmatch(r"最高人民法院关于适用《中华人民共和国(.+)》若干问题的解释(.*)", title)
    if court:
        return f"《{court[1]}司法解释{court[2]}》"
    plain = title.removeprefix("中华人民共和国")
    return f"《{plain.replace('《', '〈').replace('》', '〉')}》"


def _apart(one: Item, item: Item) -> bool:
    same = one.id == item.id
    return not (same or one.id in item.conflicts_with or item.id in one.conflicts_with)


def _words(doc: Doc | None, name: str, section: int | str | None, article: str | None) -> str:
    if doc is None:
        return name
    out = short_title(doc.title)
    if section is not None:
        out += f"第{section}节 {doc.sections.get(str(section), '')}".rstrip()
    return out + (article or "")
