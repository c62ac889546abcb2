"""Verifying an exam's folder, or one paper of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yaml import MappingNode

from kaoka.bank.source import read
from kaoka.errors import BankError, ExamError, Problem
from kaoka.exam.check import code_of
from kaoka.exam.manifest import NAME, opened, sha256
from kaoka.jobs.build_exam import bank_sum
from kaoka.jobs.find_bank import find_bank
from kaoka.jobs.record_exam import RECORD, recorded

VOIDED = "private/voided.json"
"""What was decided about questions after the exam; it is not part of what was built."""
REKEYED = "private/rekeyed.json"
"""Keys that were changed after the exam."""

_OURS = ("papers", "private")
_LATER = frozenset((NAME, VOIDED, REKEYED, RECORD))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found. `notes` tell what is no fault, such as an edited bank."""

    exam: str
    title: str
    checked: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def verify_exam(target: Path, bank: str | None = None) -> Verdict:
    """Compare a folder, or one paper in a folder's `papers/` or `private/`, with the manifest.

    Args:
        target: the exam's folder, or a file of it.
        bank: the bank, to tell whether it was edited since; None for the usual one.

    Raises:
        ExamError: there is no exam, or its manifest was changed.
    """
    if not target.exists():
        raise ExamError("exam_missing", folder=target)
    folder = target if target.is_dir() else target.resolve().parent.parent
    manifest = read_manifest(folder)
    if target.is_dir():
        problems = (*_codes(manifest, folder), *_files(manifest, folder))
        return _verdict(manifest, len(manifest["files"]), problems, _bank_notes(manifest, bank))
    name = target.resolve().relative_to(folder).as_posix()
    return _verdict(manifest, 1, tuple(_paper(manifest, target, name)), ())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of an exam's folder.

    Raises:
        ExamError: there is none, or it was changed.
    """
    path = folder / NAME
    if not path.is_file():
        raise ExamError("exam_missing", folder=folder)
    return opened(path.read_bytes(), str(path))


def _verdict(
    manifest: dict[str, Any],
    checked: int,
    problems: tuple[Problem, ...],
    notes: tuple[Problem, ...],
) -> Verdict:
    return Verdict(manifest["exam"], manifest["title"], checked, problems, notes)


def _codes(manifest: dict[str, Any], folder: Path) -> Iterator[Problem]:
    seed = bytes.fromhex(manifest["seed"])
    recorded(folder, seed)
    for form in manifest["forms"]:
        plain = {name: value for name, value in form.items() if name != "code"}
        if code_of(plain, seed) != form["code"]:
            yield Problem("code_wrong", str(folder / NAME), values={"form": form["name"]})


def _files(manifest: dict[str, Any], folder: Path) -> Iterator[Problem]:
    for name, expected in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            yield Problem("file_missing", str(path))
        elif sha256(path.read_bytes()) != expected:
            yield Problem("file_changed", str(path))
    known = {*manifest["files"], *_LATER}
    for name in _OURS:
        for path in sorted((folder / name).rglob("*")):
            if path.is_file() and path.relative_to(folder).as_posix() not in known:
                yield Problem("file_unknown", str(path))


def _paper(manifest: dict[str, Any], path: Path, name: str) -> Iterator[Problem]:
    found = sha256(path.read_bytes())
    if name in manifest["files"]:
        if manifest["files"][name] != found:
            yield Problem("file_changed", str(path))
    elif name not in _LATER:
        yield Problem("file_unknown", str(path))


def _bank_notes(manifest: dict[str, Any], where: str | None) -> tuple[Problem, ...]:
    used = manifest["bank"]
    try:
        folder = find_bank(where)
    except BankError:
        folder = None
    if folder is None or _id(folder) != used["id"]:
        return (Problem("bank_not_compared", "", severity="warning", values={"id": used["id"]}),)
    if bank_sum(folder) != used["sha256"]:
        return (Problem("bank_edited", str(folder), severity="warning"),)
    return ()


def _id(folder: Path) -> str | None:
    root, _ = read((folder / "bank.yaml").read_text("utf-8"), "bank.yaml")
    if not isinstance(root, MappingNode):
        return None
    return next((str(value.value) for key, value in root.value if key.value == "id"), None)
