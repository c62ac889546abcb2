"""Whatever is changed in an exam's folder after it was made is found, and named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from exam.hands import build, write_exam
from kaoka.errors import ExamError
from kaoka.jobs.rekey_exam import rekey
from kaoka.jobs.verify_exam import verify_exam
from kaoka.jobs.void_exam import void


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exam after which a question was voided and a key changed twice."""
    folder = tmp_path_factory.mktemp("exam")
    out = folder / "out"
    build(write_exam(folder), out, formats=("html", "docx"))
    void(out, "hidden.truth#ask")
    rekey(out, "A", 1, "A")
    rekey(out, "A", 1, "B")
    return out


def edit(name: str, old: bytes = b"", new: bytes = b"x") -> Callable[[Path], None]:
    """Replace the first of some bytes in a file; without them, add some."""

    def change(exam: Path) -> None:
        data = (exam / name).read_bytes()
        assert old in data
        (exam / name).write_bytes(data.replace(old, new, 1) if old else data + new)

    return change


def gone(name: str) -> Callable[[Path], None]:
    """Delete a file or a folder."""

    def change(exam: Path) -> None:
        path = exam / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return change


def copied(name: str, to: str) -> Callable[[Path], None]:
    """Copy a file over another one."""

    def change(exam: Path) -> None:
        (exam / to).parent.mkdir(exist_ok=True)
        shutil.copy(exam / name, exam / to)

    return change


CHANGES = {
    "a paper": (edit("papers/A.html"), "papers/A.html", "file_changed"),
    "a swapped paper": (copied("papers/B.docx", "papers/A.docx"), "papers/A.docx", "file_changed"),
    "a paper gone": (gone("papers/B.docx"), "papers/B.docx", "file_missing"),
    "all papers gone": (gone("papers"), "papers/B.docx", "file_missing"),
    "one more": (copied("papers/A.html", "papers/C.html"), "papers/C.html", "file_unknown"),
    "one below": (copied("papers/A.html", "papers/x/C.html"), "papers/x/C.html", "file_unknown"),
    "a key": (edit("private/A-key.docx"), "private/A-key.docx", "file_changed"),
    "the table": (edit("private/key.csv", b",A,", b",B,"), "private/key.csv", "file_changed"),
    "a void": (
        edit("private/voided.json", b"full", b"drop"),
        "private/voided.json",
        "file_changed",
    ),
    "no void": (gone("private/voided.json"), "private/voided.json", "file_missing"),
    "a changed key": (
        edit("private/rekeyed.json", b"false", b"true"),
        "private/rekeyed.json",
        "file_changed",
    ),
    "no record": (gone("private/record.jsonl"), "private/record.jsonl", "file_missing"),
}

DAMAGES = {
    "the manifest": edit("private/manifest.json", b'"pass": "60"', b'"pass": "50"'),
    "the record": edit("private/record.jsonl", b'"build"', b'"built"'),
}


@pytest.fixture
def exam(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    shutil.copytree(made, tmp_path / "exam")
    (tmp_path / "exam/private").chmod(0o700)
    return tmp_path / "exam"


def test_what_was_decided_since_is_no_fault(exam: Path) -> None:
    verdict = verify_exam(exam, str(exam / "no bank"))
    assert verdict.problems == ()
    assert [note.code for note in verdict.notes] == ["bank_not_compared"]
    for path in exam.rglob("*.*"):
        assert verify_exam(path).problems == ()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found(exam: Path, change: str) -> None:
    spoil, name, code = CHANGES[change]
    spoil(exam)
    found = {(one.file, one.code) for one in verify_exam(exam).problems}
    assert (str(exam / name), code) in found
    if (exam / name).exists():
        assert [one.code for one in verify_exam(exam / name).problems] == [code]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_sealed_is_not_read_when_damaged(exam: Path, damage: str) -> None:
    DAMAGES[damage](exam)
    with pytest.raises(ExamError, match="damaged"):
        verify_exam(exam)


def test_a_decision_without_its_line_is_found(exam: Path) -> None:
    path = exam / "private/record.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    (problem,) = verify_exam(exam).problems
    assert (problem.code, problem.file) == ("file_changed", str(exam / "private/rekeyed.json"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_others_may_read_what_is_private(exam: Path) -> None:
    (exam / "private").chmod(0o755)
    verdict = verify_exam(exam, str(exam / "no bank"))
    assert verdict.problems == ()
    assert "private_open" in {note.code for note in verdict.notes}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_paper_that_is_a_link_is_still_of_the_exam(exam: Path, tmp_path: Path) -> None:
    (exam / "papers/A.html").rename(tmp_path / "A.html")
    (exam / "papers/A.html").symlink_to(tmp_path / "A.html")
    assert verify_exam(exam / "papers/A.html").problems == ()
