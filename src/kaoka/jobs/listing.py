"""Items and questions of a bank, to be read or counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from kaoka.jobs.bank import open_bank
from kaoka.question.model import Question
from kaoka.text import number

_THIN = 10
_GIST = (
    "sentence",
    "rule",
    "gist",
    "title",
    "definition",
    "name",
    "material",
    "text",
    "stem",
    "story",
    "segment",
)


def items(
    where: str | None, as_of: date, *, kind: str | None = None, tag: str | None = None
) -> list[dict[str, Any]]:
    """Return the items as JSON values, with `file` and `line`."""
    bank, _ = open_bank(where, as_of)
    return [
        item.plain() | {"file": bank.places[item.id].file, "line": bank.places[item.id].line}
        for item in bank.items
        if (kind is None or item.kind == kind) and (tag is None or tag in item.tags)
    ]


def questions(
    where: str | None, as_of: date, *, item: str | None = None, type_: str | None = None
) -> list[Question]:
    """Return the questions of a bank, all or those about an item or of a type."""
    _, found = open_bank(where, as_of)
    return [
        one
        for one in found
        if (item is None or one.item == item) and (type_ is None or one.type == type_)
    ]


def gist(row: dict[str, Any]) -> str:
    """The words of an item that tell most about it, on one line."""
    text = next((str(row[name]) for name in _GIST if row.get(name)), "")
    text = " ".join(text.split())
    return text if len(text) <= 48 else text[:47] + "…"


def readable(question: Question, indent: str = "") -> Iterator[str]:
    """Yield a question as lines to read: stem, options with the key marked, explanation."""
    yield f"{indent}[{question.id}]"
    yield f"{indent}{question.stem}"
    for text in question.key:
        yield f"{indent}  ✓ {text}"
    for text in question.distractors:
        yield f"{indent}  · {text}"
    yield from (f"{indent}  ✓ {line}" for line in _typed_in(question))
    for part in question.parts:
        yield from readable(part, indent + "    ")
    if question.explanation:
        yield f"{indent}  → {question.explanation}"
    if not indent:
        yield ""


def _typed_in(question: Question) -> Iterator[str]:
    for blank in question.answers:
        yield " / ".join(blank)
    if question.value is not None:
        yield f"{number(question.value)}{question.unit}"
    if question.sequence:
        yield " → ".join(question.sequence)
    for left, right in question.pairs:
        yield f"{left} — {right}"


def coverage(where: str | None, as_of: date) -> list[tuple[str, ...]]:
    """Return section × counts: items, questions, examinable ones, and each kind's items.

    Sections of every document with sections are listed, those without items too;
    other documents have a row each when something cites them.
    """
    bank, found = open_bank(where, as_of)
    asked = Counter(question.item for question in found)
    examable = Counter(question.item for question in found if question.examable)
    kinds = sorted({item.kind for item in bank.items})
    rows: dict[tuple[str, str], Counter[str]] = {
        (doc, section): Counter() for doc, one in bank.docs.items() for section in one.sections
    }
    for item in bank.items:
        first = item.source[0]
        key = (first.doc, "" if first.section is None else str(first.section))
        row = rows.setdefault(key, Counter())
        row.update({"items": 1, "questions": asked[item.id], "examable": examable[item.id]})
        row.update({item.kind: 1, "unasked": int(not asked[item.id])})
    heads = ("items", "questions", "examable", "unasked", *kinds)
    out: list[tuple[str, ...]] = [("source", *heads)]
    for (doc, section), row in rows.items():
        name = f"{doc} {section}".strip()
        out.append((name, *(str(row[head]) if row[head] else "·" for head in heads)))
    return out


def gaps(where: str | None, as_of: date) -> dict[str, list[str]]:
    """Return what a bank is short of.

    `thin`: sections with fewer than ten examinable questions, with their number;
    `unasked`: items in force and beyond dispute that no question asks about;
    `review_due`: law that was last reviewed twelve months ago or more, or never.
    """
    bank, found = open_bank(where, as_of)
    asked = {question.item for question in found}
    per_section = Counter(
        (source.doc, str(source.section))
        for question in found
        if question.examable
        for source in question.source[:1]
    )
    sections = [(doc, name) for doc, one in bank.docs.items() for name in one.sections]
    due = [p for p in bank.problems if p.code in {"review_due", "not_reviewed"}]
    return {
        "thin": [f"{d} {n}: {per_section[d, n]}" for d, n in sections if per_section[d, n] < _THIN],
        "unasked": [
            item.id
            for item in bank.items
            if item.examable
            and item.id not in asked
            and item.confidence in {"clear", "torn"}
            and item.in_force(as_of)
        ],
        "review_due": [problem.values["id"] for problem in due],
    }
