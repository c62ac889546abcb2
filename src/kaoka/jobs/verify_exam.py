"""Verifying an exam's folder, or one paper of it."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from yaml import MappingNode

from kaoka.bank.source import read
from kaoka.errors import BankError, ExamError, Problem
from kaoka.exam.check import code_of
from kaoka.exam.manifest import NAME, Manifest, sha256
from kaoka.jobs.bank import bank_sum
from kaoka.jobs.find_bank import find_bank
from kaoka.jobs.record_exam import RECORD, REKEYED, VOIDED, as_decided, recorded

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
    if target.is_dir():
        manifest = read_manifest(target)
        later = tuple(_later(manifest, target))
        problems = (*_codes(manifest, target), *later, *_files(manifest, target))
        count = sum(1 for _ in manifest.each_file())
        notes = (*_bank_notes(manifest, bank), *_open_to_all(target))
        return _verdict(manifest, count, problems, notes)
    path = Path(os.path.abspath(target))  # noqa: PTH100  # a link to a paper stays one
    folder = next((one for one in path.parents if (one / NAME).is_file()), path.parent.parent)
    manifest = read_manifest(folder)
    name = path.relative_to(folder).as_posix()
    return _verdict(manifest, 1, tuple(_paper(manifest, folder, target, name)), ())


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of an exam's folder.

    Raises:
        ExamError: there is none, or it was changed.
    """
    path = folder / NAME
    if not path.is_file():
        raise ExamError("exam_missing", folder=folder)
    return Manifest(lambda: path.open("rb"), str(path))


def _verdict(
    manifest: Manifest,
    checked: int,
    problems: tuple[Problem, ...],
    notes: tuple[Problem, ...],
) -> Verdict:
    return Verdict(manifest["exam"], manifest["title"], checked, problems, notes)


def _codes(manifest: Manifest, folder: Path) -> Iterator[Problem]:
    seed = bytes.fromhex(manifest["seed"])
    for form in manifest["forms"]:
        plain = {name: value for name, value in form.items() if name != "code"}
        if code_of(plain, seed) != form["code"]:
            yield Problem("code_wrong", str(folder / NAME), values={"form": form["name"]})


def _later(manifest: Manifest, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the record, or with the decisions that it tells of."""
    lines = recorded(folder, bytes.fromhex(manifest["seed"]))
    if not lines:
        yield Problem("file_missing", str(folder / RECORD))
    expected = as_decided(lines)
    for name in (VOIDED, REKEYED):
        path = folder / name
        if name not in expected and path.is_file():
            yield Problem("file_unknown", str(path))
        elif name in expected and not path.is_file():
            yield Problem("file_missing", str(path))
        elif name in expected and path.read_bytes() != expected[name]:
            yield Problem("file_changed", str(path))


def _open_to_all(folder: Path) -> Iterator[Problem]:
    """Yield a note when others than the owner may read what is private."""
    private = folder / "private"
    if os.name != "nt" and private.stat().st_mode & 0o077:
        yield Problem("private_open", str(private), severity="warning")


def _files(manifest: Manifest, folder: Path) -> Iterator[Problem]:
    known = set(_LATER)
    for name, expected in manifest.each_file():
        known.add(name)
        path = folder / name
        if not path.is_file():
            yield Problem("file_missing", str(path))
        elif sha256(path.read_bytes()) != expected:
            yield Problem("file_changed", str(path))
    for path in sorted(path for name in _OURS for path in _beside(folder, name, known)):
        yield Problem("file_unknown", str(path))


def _beside(folder: Path, below: str, known: Container[str]) -> Iterator[Path]:
    """Yield the files below a folder that are not known."""
    if not (folder / below).is_dir():
        return
    with os.scandir(folder / below) as found:
        for one in found:
            name = f"{below}/{one.name}"
            if one.is_dir(follow_symlinks=False):
                yield from _beside(folder, name, known)
            elif name not in known:
                yield folder / name


def _paper(manifest: Manifest, folder: Path, path: Path, name: str) -> Iterator[Problem]:
    if name in _LATER:
        yield from (one for one in _later(manifest, folder) if one.file == str(folder / name))
        return
    found = sha256(path.read_bytes())
    expected = next((sum_ for path, sum_ in manifest.each_file() if path == name), None)
    if expected is not None:
        if expected != found:
            yield Problem("file_changed", str(path))
    else:
        yield Problem("file_unknown", str(path))


def _bank_notes(manifest: Manifest, where: str | None) -> tuple[Problem, ...]:
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
