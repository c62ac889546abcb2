"""Decisions after the exam: a key that was changed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kaoka.errors import ExamError
from kaoka.jobs.files import write_beside
from kaoka.jobs.record_exam import REKEYED, decisions, record
from kaoka.jobs.verify_exam import read_manifest
from kaoka.result.mark import entries
from kaoka.result.rekey import Decision, answer_of, decided, printed


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """The question, the answer in texts, the forms that hold it, and those without that answer."""

    question: str
    answer: tuple[str, ...]
    forms: tuple[str, ...]
    without: tuple[str, ...]


def rekey(exam: Path, form: str, number: int, answer: str, *, instead: bool = False) -> Rekeyed:
    """Record that another answer to a question counts, on all forms that hold it.

    Args:
        exam: the exam's folder.
        form: the form on which the answer is given.
        number: the question's number there.
        answer: as a candidate writes it: letters, `30日|10日`, a number.
        instead: the old key and earlier decisions no longer count.

    Raises:
        ExamError: there is no such exam, form or number, or that is no answer to it.
    """
    manifest = read_manifest(exam)
    named = manifest.forms.named(form)
    if named is None:
        raise ExamError("row_form_unknown", form=form)
    entry = next((one for one in entries(named) if one.number == number), None)
    if entry is None:
        raise ExamError("number_unknown", form=form, number=number)
    texts = answer_of(entry, answer)
    keys = rekeyed_of(exam)
    decision = decided(keys.get(entry.question), texts, instead=instead)
    keys[entry.question] = decision
    plain = {question: asdict(one) for question, one in keys.items()}
    write_beside(exam / REKEYED, decisions(plain), private=True)
    seed = bytes.fromhex(manifest["seed"])
    record(exam, seed, "rekey", question=entry.question, answer=list(texts), instead=instead)
    held = [
        (whole["name"], one)
        for whole in manifest.forms
        for one in entries(whole)
        if one.question == entry.question
    ]
    return Rekeyed(
        question=entry.question,
        answer=texts,
        forms=tuple(name for name, _ in held),
        without=tuple(name for name, one in held if not printed(one, decision)),
    )


def rekeyed_of(exam: Path) -> dict[str, Decision]:
    """Return the changed keys of an exam, by question id.

    Raises:
        ExamError: the file is damaged.
    """
    path = exam / REKEYED
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_bytes())
        return {
            str(question): Decision(tuple(map(tuple, one["answers"])), bool(one["instead"]))
            for question, one in found.items()
        }
    except (ValueError, AttributeError, KeyError, TypeError):
        raise ExamError("manifest_damaged", file=path) from None
