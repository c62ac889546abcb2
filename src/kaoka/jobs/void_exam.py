"""Decisions after the exam: questions that turned out unfit, and what is done about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from kaoka.errors import ExamError
from kaoka.jobs.files import write_beside
from kaoka.jobs.record_exam import VOIDED, decisions, record
from kaoka.jobs.verify_exam import read_manifest
from kaoka.jobs.why_exam import find_question

Decision = Literal["full", "drop"]


def void(
    exam: Path, question: str, number: int | None = None, *, drop: bool = False
) -> tuple[str, list[str]]:
    """Record that a question does not count; a later decision replaces an earlier one.

    Args:
        exam: the exam's folder.
        question: the question's id, or the name of a form.
        number: the question's number on that form.
        drop: leave it out of points and maximum; otherwise all get full points.

    Returns:
        The question's id, and the forms that hold it.

    Raises:
        ExamError: there is no exam or form, or no form holds the question.
    """
    manifest = read_manifest(exam)
    question = question.strip()
    if number is not None:
        question = find_question(manifest, question, number)[1]["question"]
    forms = [
        form["name"]
        for form in manifest["forms"]
        for section in form["sections"]
        for asked in section["questions"]
        for part in asked.get("parts") or (asked,)
        if part["question"] == question
    ]
    if not forms:
        raise ExamError("question_unknown", question=question)
    decided = {**voided(exam), question: "drop" if drop else "full"}
    write_beside(exam / VOIDED, decisions(decided), private=True)
    seed = bytes.fromhex(manifest["seed"])
    record(exam, seed, "void", question=question, how=decided[question])
    return question, forms


def voided(exam: Path) -> dict[str, Decision]:
    """Return the decisions of an exam, by question id.

    Raises:
        ExamError: the record is damaged.
    """
    path = exam / VOIDED
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_bytes())
        return {str(question): _decision(done) for question, done in found.items()}
    except (ValueError, AttributeError):
        raise ExamError("manifest_damaged", file=path) from None


def _decision(done: object) -> Decision:
    if done == "drop":
        return "drop"
    if done == "full":
        return "full"
    raise ValueError(done)
