"""The difficulty of questions, kept beside the bank."""

from __future__ import annotations

import csv
from pathlib import Path

from exam.hands import build, write_exam
from exam.test_commands import kaoka
from kaoka.jobs.grade_exam import grade_exam
from kaoka.jobs.verify_exam import read_manifest, verify_exam
from kaoka.result.mark import entries


def rows(bank: Path) -> list[dict[str, str]]:
    """What is kept beside a bank."""
    with (bank / "difficulty.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers(exam: Path, known: str) -> Path:
    """One candidate for each sign: + knows the first single, - does not."""
    one = entries(read_manifest(exam)["forms"][0])[0]
    lines = [f"candidate,form,{one.number}"]
    lines += [f"Z{n},A,{one.answer if sign == '+' else ''}" for n, sign in enumerate(known)]
    (exam.parent / "r.csv").write_text("\n".join(lines), "utf-8")
    return exam.parent / "r.csv"


def test_an_exam_counts_once_and_another_besides(tmp_path: Path) -> None:
    path, bank = write_exam(tmp_path), tmp_path / "bank"
    first, second = tmp_path / "first", tmp_path / "second"
    build(path, first, forms=1, formats=("html",))
    build(path, second, forms=1, formats=("html",), seed=bytes(16))
    asked = entries(read_manifest(first)["forms"][0])[0].question
    items = (bank / "items/a.yaml").read_bytes()
    for known in ("+-", "+++-"):
        grade_exam(first, answers(first, known), tmp_path / "graded", str(bank))
    found = [(row["n"], row["p"]) for row in rows(bank) if row["question"] == asked]
    assert found == [("4", "0.750")]
    grade_exam(second, answers(second, "-"), tmp_path / "graded", str(bank))
    kept = rows(bank)
    assert {row["exam"].partition("@")[0] for row in kept} == {"small-cert"}
    assert len({row["exam"] for row in kept}) == 2
    assert [row["question"] for row in kept] == sorted(row["question"] for row in kept)
    assert (bank / "items/a.yaml").read_bytes() == items
    assert verify_exam(first, str(bank)).notes == ()


def test_the_command(tmp_path: Path) -> None:
    path, out = write_exam(tmp_path), tmp_path / "out"
    build(path, out, forms=1, formats=("html",))
    table = answers(out, "+")
    argv = ("-o", tmp_path / "graded", "--difficulty", tmp_path / "bank")
    assert kaoka("exam", "grade", out, table, *argv).returncode == 0
    assert rows(tmp_path / "bank")
    checked = kaoka("check", tmp_path / "bank")
    assert "difficulty.csv" not in checked.stdout + checked.stderr
