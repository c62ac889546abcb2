"""The test vectors that docs/exams.md publishes."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exam.hands import build, write_exam
from kaoka.exam.check import canonical, code_of
from kaoka.exam.positions import lead, positions
from kaoka.exam.rank import ranker
from kaoka.jobs.verify_exam import read_manifest

DOCS = (Path(__file__).parents[2] / "docs/exams.md").read_text("utf-8")
SEED = bytes.fromhex(re.findall(r"Seed `([0-9a-f]{32})`", DOCS)[0])
RANKS = re.findall(r"\| (\S+) \| (\w+) \| `(.+)` \| (.+) \| `([0-9a-f]{64})` \|", DOCS)
PLACES = re.findall(r"\| (\w) \| `([A-D]{10})` \|", DOCS)


@pytest.mark.parametrize(("form", "purpose", "question", "text", "expected"), RANKS)
def test_ranks(form: str, purpose: str, question: str, text: str, expected: str) -> None:
    rank = ranker(SEED, "cert-basic", form)
    assert rank(purpose, question, "" if text == "(empty)" else text).hex() == expected


@pytest.mark.parametrize(("form", "letters"), PLACES)
def test_places(form: str, letters: str) -> None:
    first = lead("ABC".index(form), 4, ranker(SEED, "cert-basic", ""))
    places = positions([f"q{n}" for n in range(1, 11)], 4, ranker(SEED, "cert-basic", form), first)
    assert "".join("ABCD"[place] for place in places) == letters


def test_there_are_vectors() -> None:
    assert (len(RANKS), len(PLACES)) == (4, 3)
    (code,) = re.findall(r"`(\w{4}-\w{4})`", DOCS)
    assert code_of({"exam": "cert-basic", "name": "A", "sections": []}, SEED) == code


def test_forms_are_drawn_as_ever(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    """A form of the golden file may change only with the version that ranks bear."""
    build(write_exam(tmp_path), tmp_path / "out", formats=("html",))
    lines = []
    for form in read_manifest(tmp_path / "out")["forms"]:
        lines.append(f"{form['name']} {form['code']}")
        lines += [
            canonical(asked).decode()
            for section in form["sections"]
            for asked in section["questions"]
        ]
    golden("exam/forms.txt", "\n".join(lines) + "\n")


def test_the_published_seed_derives_the_forms_again(tmp_path: Path) -> None:
    built = build(write_exam(tmp_path), tmp_path / "out", formats=("html",))
    program = Path(__file__).parents[2] / "examples/reveal.py"
    argv = [sys.executable, str(program), str(tmp_path / "exams/small.yaml"), SEED.hex()]
    told = [*argv, built.commitment, "A", "B", "--day", "2026-11-24"]
    out = subprocess.run(told, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    with (tmp_path / "out/private/key.csv").open(encoding="utf-8", newline="") as file:
        key = [[row[0], row[1], row[6], row[3]] for row in list(csv.reader(file))[1:]]
    assert [line.split("\t") for line in out.splitlines()] == key
    wrong = subprocess.run(
        [*argv, "00" * 32, "--day", "2026-11-24"], capture_output=True, check=False
    )
    assert wrong.returncode == 1
