"""Why a question stands on a form: where it comes from, and where its options do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kaoka.bank.bank import Bank
from kaoka.errors import BankError, ExamError
from kaoka.exam.form import LETTERS
from kaoka.exam.manifest import Manifest
from kaoka.exam.rank import ranker
from kaoka.jobs.bank import open_bank
from kaoka.jobs.verify_exam import read_manifest
from kaoka.lang import words
from kaoka.question.model import Question

_ = words("exam")

Told = Iterator[tuple[str, str]]


def why(exam: Path, form: str, number: int, bank: str | None = None) -> list[tuple[str, str]]:
    """Return what is known of a question of a form: label and text, line by line.

    Args:
        exam: the exam's folder.
        form: the form's name.
        number: the number on the paper.
        bank: the bank, for files and lines; None for the usual one.

    Raises:
        ExamError: there is no such exam, form or number.
    """
    manifest = read_manifest(exam)
    asked, part = find_question(manifest, form, number)
    found, question = _look_up(bank, manifest, asked["question"])
    return [
        *_question(asked, part, manifest, form),
        *_source(found, question),
        *_options(part, found),
    ]


def find_question(
    manifest: Manifest, name: str, number: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the question with that number, and the part of it when it is a case.

    Raises:
        ExamError: there is no such form (`row_form_unknown`) or number (`number_unknown`).
    """
    form = manifest.forms.named(name)
    if form is None:
        raise ExamError("row_form_unknown", form=name)
    for section in form["sections"]:
        for asked in section["questions"]:
            for part in asked.get("parts") or (asked,):
                if part["number"] == number:
                    return asked, part
    raise ExamError("number_unknown", form=name, number=number)


def _look_up(
    where: str | None, manifest: Manifest, id_: str
) -> tuple[Bank | None, Question | None]:
    try:
        bank, questions = open_bank(where, date.fromisoformat(manifest["as_of"]))
    except BankError:
        return None, None
    if bank.id != manifest["bank"]["id"]:
        return None, None
    return bank, next((one for one in questions if one.id == id_), None)


def _question(asked: dict[str, Any], part: dict[str, Any], manifest: Manifest, form: str) -> Told:
    rank = ranker(bytes.fromhex(manifest["seed"]), manifest["exam"], form)
    yield _("Question"), asked["question"]
    yield _("Stem"), part["stem"]
    yield _("Answer"), part.get("answer", "")
    yield _("Draw rank"), rank("draw", asked["question"], "").hex()
    for swap in manifest["swaps"]:
        if (swap["form"], swap["new"]) == (form, asked["question"]):
            yield _("Swapped in for"), swap["old"]


def _source(bank: Bank | None, question: Question | None) -> Told:
    if bank is None or question is None:
        yield _("Item"), _("the bank that made this question is not here, or no longer has it")
        return
    place = bank.places.get(question.item)
    yield _("Item"), f"{place.file}:{place.line}" if place else question.item
    for source in question.source:
        yield _("Source"), source.title or source.doc
    if question.effective_from is not None:
        yield _("In force since"), question.effective_from.isoformat()
    if question.repealed_on is not None:
        yield _("Repealed on"), question.repealed_on.isoformat()


def _options(part: dict[str, Any], bank: Bank | None) -> Told:
    origins = part.get("origins") or [""] * len(part.get("options", ()))
    for letter, option, origin in zip(LETTERS, part.get("options", ()), origins, strict=False):
        place = bank.places.get(origin.partition("#")[0]) if bank and origin else None
        came = f"{origin} ({place.file}:{place.line})" if place else origin
        told = f" ← {came}" if came else ""
        right = " ✓" if part["type"] != "ordering" and letter in part.get("answer", "") else ""
        yield f"{letter}{right}", option + told
