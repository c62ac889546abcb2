"""Where right answers stand, over many seeds: balance, runs, and what forms A and B share.

For each seed, forms A and B of one exam (20 single-choice questions drawn from 60, four
options) are assembled. Prints how many forms break a promise of docs/exams.md (max - min
at most 1, no run above 3), how many exams have the same key on A and B, and at how many
numbers the two keys agree, against chance.

Run: python benchmarks/balance.py [SEEDS]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from fractions import Fraction
from itertools import groupby

from kaoka.exam.assemble import assemble
from kaoka.exam.blueprint import Blueprint, Section
from kaoka.question.model import Question

ASKED, POOL, OPTIONS = 20, 60, 4


def main() -> None:
    """Count over the seeds 0, 1, 2 and so on."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    plan, questions = exam()
    broken = same = agree = 0
    by_letter: Counter[str] = Counter()
    start = time.process_time()
    for number in range(seeds):
        seed = number.to_bytes(16, "big")
        forms = assemble(plan, questions, seed=seed, names=("A", "B"))
        one, two = ("".join(asked.answer for asked in form.numbered()) for form in forms)
        broken += sum(not balanced(key) for key in (one, two))
        same += one == two
        agree += sum(a == b for a, b in zip(one, two, strict=True))
        by_letter.update(one)
    took = time.process_time() - start
    print(f"{2 * seeds} forms of {seeds} seeds in {took:.0f} s: {broken} out of balance")
    print(f"the same key on A and B: {same} of {seeds}")
    print(f"agree at one number: {agree / seeds / ASKED:.4f} (chance: {1 / OPTIONS:.4f})")
    print("letters of form A:", dict(sorted(by_letter.items())))


def exam() -> tuple[Blueprint, list[Question]]:
    """A blueprint of one section, and a bank of single-choice questions."""
    single = Section(title="s", types=("single",), count=ASKED, points=Fraction(1), among={})
    plan = Blueprint(
        id="balance", title="b", bank="", minutes=60, passing=Fraction(60), sections=(single,)
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
        for n in range(POOL)
    ]
    return plan, questions


def balanced(key: str) -> bool:
    """Whether each letter stands as often as any other, or once more, in runs of three at most."""
    counts = [key.count(letter) for letter in "ABCD"]
    longest = max(len(list(run)) for _, run in groupby(key))
    return max(counts) - min(counts) <= 1 and longest <= 3  # as documented


if __name__ == "__main__":
    main()
