"""The draw of an exam is derived again by the program that is published with its seed."""

from __future__ import annotations

import csv
import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from exam.hands import BLUEPRINT, SEED, build, write_exam
from kaoka.jobs.record_exam import RECORD
from kaoka.jobs.swap_exam import swap_exam

PROGRAM = Path(__file__).parents[2] / "examples/reveal.py"
SINGLES = BLUEPRINT[: BLUEPRINT.index("  - {title: 多项")].replace("count: 8", "count: 6")


class Exam:
    """An exam on disk, and what the program says of it."""

    def __init__(self, folder: Path, blueprint: str = BLUEPRINT) -> None:
        self.folder, self.out = folder, folder / "out"
        self.path = write_exam(folder, blueprint)

    def build(self, forms: int = 2, **changes: object) -> str:
        """Build forms; return the commitment."""
        return build(self.path, self.out, forms, formats=("html",), **changes).commitment

    def swap(self, form: str, number: int) -> str:
        """Swap a question; return the new one."""
        return swap_exam(self.out, form, number, str(self.folder / "bank")).swap.new

    def key(self) -> list[list[str]]:
        """Form, number, question and answer of each row of the key."""
        with (self.out / "private/key.csv").open(encoding="utf-8", newline="") as file:
            return [[row[0], row[1], row[6], row[3]] for row in list(csv.reader(file))[1:]]


@pytest.fixture
def reveal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Reveal:
    """Run the program."""
    return Reveal(monkeypatch, capsys)


class Reveal:
    """Runs the program in this process."""

    def __init__(self, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self.patch, self.captured = patch, captured

    def __call__(self, exam: Exam, commitment: str, *argv: str | Path) -> list[list[str]]:
        """Return what it prints, by columns."""
        words = (exam.path, SEED.hex(), commitment, *argv, "--day", "2026-11-24")
        self.patch.setattr(sys, "argv", [str(PROGRAM), *map(str, words)])
        self.captured.readouterr()
        runpy.run_path(str(PROGRAM), run_name="__main__")
        return [line.split("\t") for line in self.captured.readouterr().out.splitlines()]


def test_candidates(tmp_path: Path, reveal: Reveal) -> None:
    exam = Exam(tmp_path)
    (tmp_path / "people.csv").write_text("candidate,name\n0012,王小明\nZ-7,李雷\n", "utf-8")
    commitment = exam.build(candidates=tmp_path / "people.csv")
    assert reveal(exam, commitment, "0012", "Z-7") == exam.key()
    assert reveal(exam, commitment, "Z-7") == [row for row in exam.key() if row[0] == "Z-7"]
    assert reveal(exam, commitment, "--record", exam.out / RECORD) == exam.key()


def test_items_that_were_avoided(tmp_path: Path, reveal: Reveal) -> None:
    first, resit = (Exam(tmp_path / name, SINGLES) for name in ("first", "resit"))
    first.build(forms=1, seed=bytes(16))
    commitment = resit.build(avoid=(first.out,))
    key = first.out / "private/key.csv"
    assert reveal(resit, commitment, "A", "B", "--avoid", key) == resit.key()
    assert reveal(resit, commitment, "A", "B") != resit.key()


@pytest.mark.parametrize("rules", ["", "overlap: {max: 3}\n"])
def test_swaps_in_the_order_of_the_record(tmp_path: Path, reveal: Reveal, rules: str) -> None:
    exam = Exam(tmp_path, SINGLES + rules)
    commitment = exam.build()
    for form, number in (("A", 2), ("B", 5), ("A", 2), ("A", 6)):
        exam.swap(form, number)
    exam.build(forms=3)
    exam.swap("C", 1)
    assert reveal(exam, commitment, "--record", exam.out / RECORD) == exam.key()
    assert reveal(exam, commitment, "C", "--record", exam.out / RECORD) == exam.key()[12:]


def test_a_case_is_swapped_whole(tmp_path: Path, reveal: Reveal) -> None:
    exam = Exam(tmp_path)
    items = tmp_path / "bank/items/a.yaml"
    case = items.read_text("utf-8").partition("- id: hidden.case\n")[2]
    other = case.replace("王女士", "李女士").replace("没有", "并未")
    items.write_text(f"{items.read_text('utf-8')}- id: hidden.other\n{other}", "utf-8")
    commitment = exam.build()
    exam.swap("A", 17)
    assert reveal(exam, commitment, "--record", exam.out / RECORD) == exam.key()


def test_a_list_of_swaps_is_enough_and_a_wrong_one_is_found(tmp_path: Path, reveal: Reveal) -> None:
    exam = Exam(tmp_path)
    commitment = exam.build()
    published = tmp_path / "swaps.jsonl"
    line = {"did": "swap", "form": "A", "number": 3, "new": exam.swap("A", 3)}
    published.write_text(json.dumps(line), "utf-8")
    assert reveal(exam, commitment, "A", "B", "--record", published) == exam.key()
    assert reveal(exam, commitment, "B", "--record", published) == exam.key()[17:]
    published.write_text(json.dumps(line | {"new": "hidden.single-12#ask"}), "utf-8")
    with pytest.raises(SystemExit, match=r"Form A, question 3: .+ was due, not hidden"):
        reveal(exam, commitment, "A", "--record", published)


def test_another_seed_is_refused(tmp_path: Path, reveal: Reveal) -> None:
    exam = Exam(tmp_path)
    exam.build()
    with pytest.raises(SystemExit, match="not the one that was announced"):
        reveal(exam, "00" * 32)


def test_it_runs_by_itself_and_is_short() -> None:
    run = subprocess.run(
        [sys.executable, str(PROGRAM), "--help"], capture_output=True, text=True, check=True
    )
    assert "Prove a draw" in run.stdout
    assert len(PROGRAM.read_text("utf-8").splitlines()) <= 120
