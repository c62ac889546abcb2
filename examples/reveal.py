"""Prove a draw: derive an exam's forms again from the seed that was published after it.

    python examples/reveal.py BLUEPRINT SEED COMMITMENT [FORM …] --day YYYY-MM-DD

COMMITMENT is the SHA-256 of the seed that was published before the exam. The program checks
it, then prints the questions of each form in order and the letters of its key.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from datetime import date
from pathlib import Path

import kaoka


def main() -> None:
    """Check the commitment and print the forms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("blueprint", type=Path)
    parser.add_argument("seed", type=bytes.fromhex)
    parser.add_argument("commitment")
    parser.add_argument("forms", nargs="*", default=["A", "B", "C"])
    parser.add_argument("--day", type=date.fromisoformat, required=True)
    given = parser.parse_args()
    if hashlib.sha256(given.seed).hexdigest() != given.commitment:
        sys.exit("This seed is not the one that was announced.")
    blueprint, problems = kaoka.load_blueprint(given.blueprint)
    if blueprint is None:
        sys.exit("\n".join(map(kaoka.say, problems)))
    bank = kaoka.load(given.blueprint.parent / blueprint.bank)
    questions = kaoka.questions(bank, as_of=given.day)
    for form in kaoka.assemble(blueprint, questions, seed=given.seed, names=given.forms):
        for asked in form.numbered():
            print(form.name, asked.number, asked.question.id, asked.answer, sep="\t")


if __name__ == "__main__":
    main()
