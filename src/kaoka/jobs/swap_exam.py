"""Swapping one question of a made form, and making that form's papers again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kaoka import shipped
from kaoka.bank.bank import Bank
from kaoka.errors import ExamError
from kaoka.exam.assemble import Drawing
from kaoka.exam.key import COLUMNS
from kaoka.exam.manifest import NAME, sealed
from kaoka.exam.names import file_names
from kaoka.exam.pool import pool
from kaoka.exam.rank import ranker
from kaoka.exam.swap import Swap, form_of, locate, next_question, swapped
from kaoka.exam.usable import usable_of
from kaoka.formats.table.csv import write_csv
from kaoka.jobs.bank import open_questions
from kaoka.jobs.blueprint import blueprint_of
from kaoka.jobs.exam_papers import PRIVATE, Job, Made, Planned, endings, print_form
from kaoka.jobs.glyphs import check_glyphs_of
from kaoka.jobs.record_exam import record, recorded
from kaoka.jobs.staging import Staging
from kaoka.jobs.verify_exam import read_manifest
from kaoka.jobs.why_exam import find_question
from kaoka.question.model import Question

_KEY = f"{PRIVATE}/key.csv"


@dataclass(frozen=True, slots=True)
class Swapped:
    """What was swapped, the form's new check code, and the files that were made again."""

    swap: Swap
    code: str
    files: tuple[str, ...]


def swap_exam(exam: Path, form: str, number: int, bank: str | None = None) -> Swapped:
    """Put another question in the place of one, and make that form's papers again.

    Args:
        exam: the exam's folder.
        form: the form's name.
        number: the number on the paper; a case is swapped whole.
        bank: the bank; None for the one that the exam was built from.

    Raises:
        ExamError: there is no such exam, form or number; the rules allow no other question
            (`swap_none`); another bank (`bank_other`), or one that changed the others on
            this form (`question_changed`).
        OSError: the disk is full or read-only.
    """
    manifest = read_manifest(exam)
    seed = bytes.fromhex(manifest["seed"])
    find_question(manifest, form, number)
    entry = manifest.forms.named(form) or {}
    plan = blueprint_of(manifest["blueprint"]["text"], str(exam / NAME))
    found, questions = _bank(exam, manifest, seed, bank)
    by_id = {question.id: question for question in questions}
    drawing = Drawing(plan, pool(plan, usable_of(manifest, questions)), seed)
    plain = {name: value for name, value in entry.items() if name != "code"}
    before = form_of(plain, plan, by_id, number)
    gone = {one["old"] for one in manifest["swaps"] if one["form"] == form}
    others = [_items(one) for one in manifest.forms if one["name"] != form]
    new = next_question(drawing, before, number, gone, others)
    _, old = locate(before, number)
    swap = Swap(form, old.number, old.question.id, new.id)
    after = swapped(plan, before, swap, new, ranker(seed, plan.id, form))
    names = manifest.forms.names
    ends = endings(manifest["formats"])
    person = manifest["people"].get(form, "")
    planned = Planned(form, file_names(names, ends)[form], person)
    if "pdf" in manifest["formats"]:
        check_glyphs_of(plan, [new], [planned])
    with Staging(exam, {"swap": asdict(swap)}) as staging:
        stems = {question.id: question.stem for question in questions}
        formats = tuple(manifest["formats"])
        job = Job(drawing, stems, found.lang, formats, str(staging.here))
        made = print_form(job, after, planned)
        staging.made(made)
        staging.write(_KEY, _key(exam, made))
        staging.write(NAME, _manifest(manifest, made, swap, dict(staging.sums())))
        staging.publish()
    facts = {**asdict(swap), "code": made.code, "bank": {"id": found.id}}
    record(exam, seed, "swap", **facts)
    return Swapped(swap, made.code, tuple(path for path, _ in made.sums))


def _bank(
    exam: Path, manifest: Mapping[str, Any], seed: bytes, where: str | None
) -> tuple[Bank, tuple[Question, ...]]:
    """Open the bank that is named, or that the record names, or that is shipped."""
    wanted = manifest["bank"]["id"]
    if where is None:
        lines = recorded(exam, seed)
        folders = [line["folder"] for line in reversed(lines) if line["did"] == "build"]
        here = next((one for one in folders if (Path(one) / "bank.yaml").is_file()), None)
        known = here or shipped.bank(wanted)
        where = None if known is None else str(known)
    bank, questions = open_questions(where, date.fromisoformat(manifest["as_of"]))
    if bank.id != wanted:
        raise ExamError("bank_other", id=wanted, other=bank.id)
    return bank, questions


def _items(entry: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        asked["item"] for section in entry["sections"] for asked in section["questions"]
    )


def _key(exam: Path, made: Made) -> bytes:
    """Return key.csv with the rows of one form replaced."""
    with (exam / _KEY).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row][1:]
    (own,) = {made.key[0][0]}
    return write_csv(COLUMNS, _replaced(rows, own, made.key))


def _replaced(
    rows: Iterable[list[str]], name: str, new: Iterable[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    inert = next(csv.reader(io.StringIO(write_csv([name], ()).decode())))[0]
    waiting = True
    for row in rows:
        if row[0] not in {name, inert}:
            yield tuple(row)
        elif waiting:
            waiting = False
            yield from new


def _manifest(
    manifest: Mapping[str, Any], made: Made, swap: Swap, sums: Mapping[str, str]
) -> bytes:
    import json

    apart = {"format", "forms", "files", "seal"}
    head = {name: value for name, value in manifest.items() if name not in apart}
    head["swaps"] = [*manifest["swaps"], asdict(swap)]
    forms = [
        json.loads(made.entry) if one["name"] == made.name else one for one in manifest["forms"]
    ]
    return sealed(head, forms, {**manifest["files"], **sums})
