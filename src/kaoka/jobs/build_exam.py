"""Building an exam: forms, papers, keys and the private manifest, whole or not at all."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kaoka.bank.bank import Bank
from kaoka.errors import ExamError
from kaoka.exam.assemble import SEED_BYTES, Drawing
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.key import COLUMNS
from kaoka.exam.manifest import NAME, Manifest, Writer, sha256
from kaoka.exam.names import file_names, letters
from kaoka.exam.pool import pool
from kaoka.exam.swap import Swap
from kaoka.exam.usable import usable_of
from kaoka.formats.table.csv import write_csv
from kaoka.formats.table.read import read_table
from kaoka.jobs.bank import bank_sum, open_questions
from kaoka.jobs.blueprint import bank_of, blueprint_of, broken, open_blueprint, selector_problems
from kaoka.jobs.exam_papers import PRIVATE, PUBLIC, Job, Kept, Made, Planned, endings, make_all
from kaoka.jobs.glyphs import check_glyphs_of
from kaoka.jobs.record_exam import record
from kaoka.jobs.staging import Staging, left_behind
from kaoka.jobs.verify_exam import read_manifest
from kaoka.question.facility import told
from kaoka.question.model import Question
from kaoka.result.response import CANDIDATE, plain

Progress = Callable[[int, int], None]

FORMATS = ("pdf", "html")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built.

    `forms` is how many lettered forms; `seed` is 16 bytes, drawn from the system when
    left out (an exam already in `out` keeps its own); `as_of` counts where the blueprint
    names no date. `candidates` is a table whose people get a form each, in place of
    lettered forms. `workers` is how many forms the executor makes at a time. `avoid` are
    folders of exams whose items are left out, for a resit.
    """

    blueprint: Path
    out: Path
    as_of: date
    forms: int = 1
    seed: bytes | None = None
    formats: tuple[str, ...] = FORMATS
    candidates: Path | None = None
    workers: int = 1
    avoid: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the folder, the forms with their check codes, SHA-256 of the seed."""

    folder: Path
    codes: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    commitment: str


def build_exam(
    order: Order,
    progress: Progress = lambda _done, _all: None,
    executor: Executor | None = None,
) -> Built:
    """Build the papers of an exam.

    Args:
        order: what is to be built.
        progress: called with how many forms are done, and how many there are.
        executor: what makes the forms, here or elsewhere, as long as it sees the same
            disk; None makes them one after the other.

    Raises:
        BlueprintError: the blueprint has errors, or no form can meet it.
        BankError: there is no bank, or it has errors.
        ExamError: the folder holds another exam, or forms that would change.
        FormatError: a format is not installed, or a character cannot be printed.
        OSError: the disk is full or read-only; nothing is left half-written.
    """
    blueprint, bank, questions, as_of = _read(order)
    before = _before(order, blueprint)
    known: Mapping[str, Any] = before or {}
    formats = tuple(dict.fromkeys((*known.get("formats", ()), *order.formats)))
    avoided = sorted({*known.get("avoided", ()), *_used(order.avoid)})
    seed = _seed(order, before)
    planned = _plan(order, before, formats)
    head = _head(blueprint, bank, seed, as_of, formats)
    head["blueprint"] = _text(order.blueprint)
    head["avoided"] = avoided
    head["facility"] = known.get("facility", told(questions))
    head["people"] = {one.name: one.person for one in planned if one.person}
    head["swaps"] = known.get("swaps", [])
    drawing = Drawing(blueprint, pool(blueprint, usable_of(head, questions)), seed).ready()
    if "pdf" in formats:
        check_glyphs_of(blueprint, drawing.pool.questions, planned)
    codes: list[tuple[str, str]] = []
    with Staging(order.out, head) as staging:
        stems = {question.id: question.stem for question in questions}
        swaps = tuple(Swap(**one) for one in head["swaps"])
        job = Job(drawing, stems, bank.lang, formats, str(staging.here), swaps)
        with staging.private(NAME) as file:
            manifest = Writer(file, head)
            with staging.summed(f"{PRIVATE}/key.csv") as key:
                key(write_csv(COLUMNS, ()))
                kept = _with_kept(planned, before, staging)
                for made in make_all(job, kept, executor, order.workers):
                    progress(len(codes), len(planned))
                    _refuse_change(before, made)
                    codes.append((made.name, made.code))
                    manifest.form(made.entry)
                    key(write_csv((), made.key).removeprefix(b"\r\n"))
                    staging.made(made)
            manifest.close(staging.sums())
        staging.publish()
        progress(len(planned), len(planned))
    new = [name for name, _ in codes if before is None or name not in before.forms.numbers]
    facts = {"forms": new, "formats": formats, "folder": _shown(bank.folder.resolve())}
    record(order.out, seed, "build", **facts, **_versions(head))
    return Built(
        folder=order.out,
        codes=tuple(codes),
        files=tuple(staging.files),
        commitment=hashlib.sha256(seed).hexdigest(),
    )


def _with_kept(
    planned: Iterable[Planned], before: Manifest | None, staging: Staging
) -> Iterator[Planned]:
    """Tell each form what was made of it before, here or by a build that was interrupted."""
    ends = endings(before["formats"]) if before else []
    for one in planned:
        number = before.forms.numbers.get(one.name) if before else None
        if before is None or number is None:
            yield replace(one, kept=staging.kept(one.name))
        else:
            paths = [f"{place}/{one.start}{end}" for place in (PUBLIC, PRIVATE) for end in ends]
            sums = {path: before.files[path] for path in paths if path in before.files}
            yield replace(one, kept=Kept(str(staging.out), before.forms.codes[number], sums))


def _text(blueprint: Path) -> dict[str, str]:
    data = blueprint.read_bytes()
    return {"sha256": sha256(data), "text": data.decode("utf-8-sig")}


def _shown(path: Path) -> str:
    """Return a path as text; bytes that are no text are written out."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _versions(head: dict[str, Any]) -> dict[str, Any]:
    return {name: head[name] for name in ("kaoka", "typst", "as_of", "bank")}


def _used(exams: Iterable[Path]) -> set[str]:
    """Return the items that the forms of other exams hold."""
    used = set()
    for folder in exams:
        for form in read_manifest(folder).forms:
            asked = (one for section in form["sections"] for one in section["questions"])
            used |= {one["item"] for one in asked}
    return used


def read_candidates(path: Path) -> dict[str, str]:
    """Return the candidates of a table: id to name (columns `candidate`, `name`).

    Raises:
        ExamError: there is no such column, or a candidate stands twice or has no id.
        FormatError: the file is no table.
    """
    rows = read_table(path)
    heads = [plain(cell).casefold() for cell in rows[0]] if rows else []
    column = next((place for place, head in enumerate(heads) if head in CANDIDATE), None)
    if column is None:
        raise ExamError("candidates_head", file=path)
    name = next((place for place, head in enumerate(heads) if head in _NAME), None)
    found: dict[str, str] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        id_ = row[column].strip() if column < len(row) else ""
        if not id_:
            raise ExamError("candidate_without_id", file=path, row=number)
        if id_ in found:
            raise ExamError("candidate_twice", file=path, row=number, candidate=id_)
        found[id_] = row[name].strip() if name is not None and name < len(row) else ""
    if not found:
        raise ExamError("candidates_none", file=path)
    return found


_NAME = ("name", "姓名")


def _plan(order: Order, before: Manifest | None, formats: Sequence[str]) -> tuple[Planned, ...]:
    people = read_candidates(order.candidates) if order.candidates else {}
    names = tuple(dict.fromkeys((*_names(before), *(people or letters(order.forms)))))
    starts = file_names(names, endings(formats))
    earlier = before["people"] if before else {}
    return tuple(
        Planned(name, starts[name], people.get(name, earlier.get(name, ""))) for name in names
    )


def _read(order: Order) -> tuple[Blueprint, Bank, tuple[Question, ...], date]:
    blueprint, root = open_blueprint(order.blueprint)
    as_of = blueprint.date or order.as_of
    bank, questions = open_questions(bank_of(blueprint, order.blueprint), as_of)
    wrong = list(selector_problems(root, bank, str(order.blueprint)))
    if wrong:
        raise broken(wrong)
    return blueprint, bank, questions, as_of


def _before(order: Order, blueprint: Blueprint) -> Manifest | None:
    """Return the manifest of the exam that is in the folder already, if there is one."""
    path = order.out / NAME
    if path.is_file():
        before = read_manifest(order.out)
        if before["exam"] != blueprint.id:
            raise ExamError("out_holds_other", folder=order.out, exam=before["exam"])
        was = blueprint_of(before["blueprint"]["text"], str(path))
        if was.layout.large and not blueprint.layout.large:
            raise ExamError("large_print_gone", folder=order.out)
        return before
    if order.out.is_dir() and any(order.out.iterdir()):
        raise ExamError("out_not_empty", folder=order.out)
    return None


def _seed(order: Order, before: Manifest | None) -> bytes:
    if before is None:
        left = left_behind(order.out)
        known = bytes.fromhex(left["seed"]) if left.get("exam") and "seed" in left else None
        return order.seed or known or secrets.token_bytes(SEED_BYTES)
    seed = bytes.fromhex(before["seed"])
    if order.seed not in {None, seed}:
        raise ExamError("seed_differs", folder=order.out)
    return seed


def _names(before: Manifest | None) -> tuple[str, ...]:
    return tuple(before.forms.names) if before else ()


def _refuse_change(before: Manifest | None, made: Made) -> None:
    """Refuse to replace a form that may be in somebody's hands already."""
    number = before.forms.numbers.get(made.name) if before else None
    if before and number is not None and before.forms.codes[number] != made.code:
        raise ExamError("forms_would_change", form=made.name)


def _head(
    blueprint: Blueprint, bank: Bank, seed: bytes, as_of: date, formats: Sequence[str]
) -> dict[str, Any]:
    return {
        "kaoka": _version("kaoka"),
        "typst": _version("typst") if "pdf" in formats else None,
        "exam": blueprint.id,
        "title": blueprint.title,
        "lang": bank.lang,
        "as_of": as_of.isoformat(),
        "minutes": blueprint.minutes,
        "pass": str(blueprint.passing),
        "seed": seed.hex(),
        "bank": {"id": bank.id, "sha256": bank_sum(bank.folder)},
        "formats": list(formats),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
