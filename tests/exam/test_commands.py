"""The commands, as people type them."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from exam.hands import BLUEPRINT, write_exam


def kaoka(*argv: str | Path) -> subprocess.CompletedProcess[str]:
    """Run kaoka."""
    command = [sys.executable, "-m", "kaoka", "--lang", "en", *map(str, argv)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_build_verify_grade(tmp_path: Path) -> None:
    path, out = write_exam(tmp_path), tmp_path / "out"
    built = kaoka("exam", "build", path, "-o", out, "--forms", "1", "--format", "html")
    assert built.returncode == 0, built.stderr
    assert str(out / "papers/A.html") in built.stdout.splitlines()
    assert "Form A: check code" in built.stderr
    verified = kaoka("exam", "verify", out, "--bank", tmp_path / "bank")
    assert (verified.returncode, verified.stderr) == (0, "")
    table = tmp_path / "r.csv"
    table.write_text("candidate,form,1,2\nZ1,A,A,B\nZ2,Q,A,B\n")
    graded = kaoka("exam", "grade", out, table, "-o", tmp_path / "graded")
    assert graded.returncode == 1
    assert "Row 3: The exam has no form “Q”." in graded.stderr
    assert (tmp_path / "graded/report.html").is_file()
    (out / "papers/A.html").write_text("")
    spoiled = kaoka("exam", "verify", out)
    assert spoiled.returncode == 1
    assert f"{out / 'papers/A.html'}: This file is not as it was made." in spoiled.stderr


def test_an_impossible_blueprint_says_why(tmp_path: Path) -> None:
    path = write_exam(tmp_path, BLUEPRINT.replace("min: 1, max: 3", "min: 6, max: 8"))
    run = kaoka("exam", "build", path, "-o", tmp_path / "out", "--format", "html")
    assert run.returncode == 1
    assert f"{path}:16  where {{tag: 红线}} min 6 max 8 (4)" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--seed", "xyz"], "32 hex digits"),
        (["--seed", "00"], "32 hex digits"),
        (["--forms", "0"], "greater than or equal to 1"),
    ],
)
def test_wrong_usage(tmp_path: Path, argv: list[str], said: str) -> None:
    run = kaoka("exam", "build", write_exam(tmp_path), "-o", tmp_path / "out", *argv)
    assert run.returncode == 2
    assert said in run.stderr


def test_an_unknown_format(tmp_path: Path) -> None:
    run = kaoka("exam", "build", write_exam(tmp_path), "-o", tmp_path / "out", "--format", "rtf")
    assert (run.returncode, run.stderr.strip()) == (
        1,
        "There is no page format “rtf”; there are pdf, docx, html, txt.",
    )


def test_why_and_avoid(tmp_path: Path) -> None:
    path, out = write_exam(tmp_path), tmp_path / "out"
    assert (
        kaoka("exam", "build", path, "-o", out, "--forms", "1", "--format", "html").returncode == 0
    )
    told = kaoka("exam", "why", out, "A", "1", "--bank", tmp_path / "bank")
    assert told.returncode == 0
    assert re.search(r"^Item +.*bank/items/a.yaml:\d+$", told.stdout, re.MULTILINE)
    assert re.search(r"^Draw rank +[0-9a-f]{64}$", told.stdout, re.MULTILINE)
    assert told.stdout.count(" ✓ ") == 1
    gone = kaoka("exam", "why", out, "A", "99")
    assert (gone.returncode, gone.stderr.strip()) == (1, "Form A has no question 99.")
    path.write_text(
        BLUEPRINT[: BLUEPRINT.index("  - {title: 多项")] + "veto: {tag: 红线}\n", "utf-8"
    )
    resit = tmp_path / "resit"
    avoiding = ("--avoid", out, "--forms", "1", "--format", "html")
    assert kaoka("exam", "build", path, "-o", resit, *avoiding).returncode == 0
    first, second = (items(folder) for folder in (out, resit))
    assert second
    assert not first & second
    again = kaoka("exam", "build", path, "-o", tmp_path / "third", "--avoid", resit, *avoiding)
    assert again.returncode == 1
    assert "single × 8 (4)" in again.stderr


def items(folder: Path) -> set[str]:
    """The items that an exam holds."""
    with (folder / "private/key.csv").open(encoding="utf-8", newline="") as file:
        return {row["item"] for row in csv.DictReader(file)}
