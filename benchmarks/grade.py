"""Grading many candidates, against numpy reading the same file and comparing with the key.

Ours rejects, scores exactly, looks for vetoes and works out all item figures; the peer
reads the table with numpy, compares every cell with the key, and sums. Prints both
processor times and their ratio (at most 10 is wanted).

Run: python benchmarks/grade.py [CANDIDATES] [QUESTIONS]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

from kaoka.exam.assemble import assemble
from kaoka.exam.blueprint import Blueprint, Section
from kaoka.exam.form import Form
from kaoka.exam.manifest import NAME, form_entry, sealed
from kaoka.jobs.grade_exam import grade_exam
from kaoka.question.model import Question

SEED = bytes(range(16))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    asked = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    form = made(asked)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        head = {"seed": SEED.hex(), "exam": "bench", "title": "bench", "lang": "en", "pass": "60"}
        (folder / "private").mkdir()
        (folder / NAME).write_bytes(sealed(head, [form_entry(form, SEED)], {}))
        table = folder / "responses.csv"
        write(table, form, count)
        start = time.process_time()
        done = grade_exam(folder, table, folder / "graded")
        ours = time.process_time() - start
        start = time.process_time()
        passed = peer(table, form)
        theirs = time.process_time() - start
    print(f"{done.graded} candidates, {asked} questions; {done.passed} and {passed} passed")
    print(f"kaoka {ours:.2f} s, numpy {theirs:.2f} s, ratio {ours / theirs:.1f}")


def made(asked: int) -> Form:
    """One form of single-choice questions."""
    section = Section(title="s", types=("single",), count=asked, points=Fraction(1), among={})
    plan = Blueprint(
        id="bench", title="bench", bank="", minutes=60, passing=Fraction(60), sections=(section,)
    )
    questions = [
        Question(
            id=f"q{n}#f:single",
            item=f"q{n}",
            kind="fact",
            type="single",
            stem=f"q{n}?",
            key=("right",),
            distractors=("one", "two", "three"),
        )
        for n in range(asked)
    ]
    return assemble(plan, questions, seed=SEED)[0]


def write(path: Path, form: Form, count: int) -> None:
    """Write a table of candidates of all abilities."""
    chance = random.Random(1)  # noqa: S311  # a benchmark's own answers
    key = [asked.answer for asked in form.numbered()]
    with path.open("w", encoding="utf-8") as file:
        file.write(f"candidate,form,{','.join(str(n) for n in range(1, len(key) + 1))}\n")
        for number in range(count):
            ability = chance.random()
            cells = [k if chance.random() < ability else chance.choice("ABCD") for k in key]
            file.write(f"C{number:06},A,{','.join(cells)}\n")


def peer(path: Path, form: Form) -> int:
    """Read and compare with numpy; return how many reach 60 %."""
    key = np.array([asked.answer for asked in form.numbered()])
    cells = np.loadtxt(path, delimiter=",", skiprows=1, dtype="U8", encoding="utf-8")
    scores = (cells[:, 2:] == key).sum(axis=1)
    return int((scores >= 0.6 * len(key)).sum())


if __name__ == "__main__":
    main()
