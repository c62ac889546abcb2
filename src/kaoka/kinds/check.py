"""The faults of a bank's questions, as problems at their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kaoka.bank.bank import Bank
from kaoka.bank.item import Asked, Item
from kaoka.bank.locate import spot
from kaoka.errors import Problem
from kaoka.question.check import Fault, check, longest_keys
from kaoka.question.model import Question
from kaoka.text import meant

_TAKES = {
    "single": {"key", "distractors"},
    "multiple": {"key", "distractors"},
    "true_false": {"key"},
    "fill": {"answers"},
    "short": {"answers"},
    "numeric": {"value", "unit", "tolerance"},
    "ordering": {"sequence"},
    "matching": {"pairs"},
    "case": set[str](),
}
_ENOUGH, _LONGEST = 50, 0.35
_ANSWERS = ("key", "distractors", "answers", "value", "unit", "tolerance", "sequence", "pairs")


def check_questions(bank: Bank, questions: Sequence[Question], as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Yield what is wrong with the questions, and with what authors wrote of them."""
    for fault in check(questions):
        item = bank.by_id[fault.question.item]
        path = _path(item, fault)
        values = {"question": fault.question.id, **fault.values}
        yield spot(bank, item, path, fault.code, values, severity=fault.severity)
    yield from _longest(bank, questions)
    yield from _unexplained(bank, questions)
    asked = {question.id for question in questions}
    for item in bank.items:
        yield from _skips(bank, item, asked)
        yield from _unused(bank, item)


def _longest(bank: Bank, questions: Sequence[Question]) -> Iterator[Problem]:
    """Over a whole bank, the key is the longest option in no more than 35 of 100."""
    longest, singles = longest_keys(questions)
    if singles >= _ENOUGH and longest > _LONGEST * singles:
        values = {"percent": f"{100 * longest / singles:.0f}", "singles": str(singles)}
        file = str(bank.folder / "bank.yaml")
        yield Problem("longest_keys", file, severity="warning", values=values)


def _unexplained(bank: Bank, questions: Sequence[Question]) -> Iterator[Problem]:
    """An item that is examined tells why: after a wrong answer nothing else teaches."""
    flat = [part for question in questions for part in (question.parts or (question,))]
    bare = {q.item for q in flat if q.examable and not q.explanation}
    for item in bank.items:
        if item.id in bare:
            yield spot(bank, item, (), "no_explanation", severity="warning")


def _path(item: Item, fault: Fault) -> tuple[str | int, ...]:
    """Where the author wrote the field at fault; the item itself for a derived question."""
    name = fault.field
    for field in ("ask", "parts"):
        for n, asked in enumerate(getattr(item, field, ())):
            if (asked.id, asked.type) == (fault.question.fact, fault.question.type):
                return (field, n, name)
    return (name,) if name and name in item.model_fields_set else ()


def _skips(bank: Bank, item: Item, asked: set[str]) -> Iterator[Problem]:
    """A fact named by `skip` must not be asked again by the same name."""
    for n, name in enumerate(item.skip):
        if f"{item.id}#{name}" in asked:
            yield spot(bank, item, ("skip", n), "skipped_and_asked", {"name": name})


def _unused(bank: Bank, item: Item) -> Iterator[Problem]:
    """An answer in a field that the question's type does not take is lost."""
    written: list[tuple[tuple[str | int, ...], Item | Asked]] = []
    if item.kind == "question":
        written.append(((), item))
    for field in ("ask", "parts"):
        written += [((field, n), asked) for n, asked in enumerate(getattr(item, field, ()))]
    for path, asked in written:
        takes = _TAKES[getattr(asked, "type", "case")]
        for name in _ANSWERS:
            if name in asked.model_fields_set and name not in takes:
                values = {"field": name, "type": str(getattr(asked, "type", ""))}
                yield spot(
                    bank, item, (*path, name), "field_not_of_type", values, meant(name, takes)
                )
