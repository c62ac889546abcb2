"""Prove a draw: derive an exam's forms again from the seed that was published after it.

    python examples/reveal.py BLUEPRINT SEED COMMITMENT [FORM …] --day YYYY-MM-DD
                              [--avoid KEY.csv …] [--record RECORD.jsonl]

COMMITMENT is the SHA-256 of the seed that was published before the exam. The program checks
it, then prints the questions of each form in order and the letters of its key. The form of a
candidate is named by the candidate's id.

KEY.csv is the key of an earlier exam whose items this one left out. RECORD.jsonl tells what
was done, in order; private/record.jsonl will do, and so will one such line for each swap:

    {"did": "swap", "form": "A", "number": 7, "new": "svc.callback#value:single"}

The question swapped in must be the one that the rules and the seed name, or the program
ends with exit 1.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import kaoka
from kaoka.exam.assemble import Drawing
from kaoka.exam.pool import pool
from kaoka.exam.rank import ranker
from kaoka.exam.swap import Swap, locate, next_question, swapped


def main() -> None:
    """Check the commitment and print the forms."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("blueprint", type=Path)
    parser.add_argument("seed", type=bytes.fromhex)
    parser.add_argument("commitment")
    parser.add_argument("forms", nargs="*")
    parser.add_argument("--day", type=date.fromisoformat, required=True)
    parser.add_argument("--avoid", type=Path, action="append", default=[])
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    if hashlib.sha256(given.seed).hexdigest() != given.commitment.lower():
        sys.exit("This seed is not the one that was announced.")
    record = lines(given.record) if given.record else []
    named = [name for line in record if line["did"] == "build" for name in line["forms"]]
    wanted = given.forms or named or ["A", "B", "C"]
    touched = [line["form"] for line in record if line["did"] == "swap"]
    first = [name for name in dict.fromkeys((*wanted, *touched)) if name not in named]
    record.insert(0, {"did": "build", "forms": first})
    made = replay(drawing(given.blueprint, given.day, given.seed, given.avoid), record)
    for form in map(made.__getitem__, wanted):
        for asked in form.numbered():
            print(form.name, asked.number, asked.question.id, asked.answer, sep="\t")


def lines(path: Path) -> list[dict[str, Any]]:
    """Read a record."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def drawing(path: Path, day: date, seed: bytes, keys: list[Path]) -> Drawing:
    """Prepare the draw from the bank, without the items that stand in earlier keys."""
    blueprint, problems = kaoka.load_blueprint(path)
    if blueprint is None:
        sys.exit("\n".join(map(kaoka.say, problems)))
    bank = kaoka.load(path.parent / blueprint.bank)
    used = set()
    for key in keys:
        with key.open(encoding="utf-8", newline="") as file:
            used |= {row["item"] for row in csv.DictReader(file)}
    asked = kaoka.questions(bank, as_of=blueprint.date or day)
    return Drawing(blueprint, pool(blueprint, [one for one in asked if one.item not in used]), seed)


def replay(draw: Drawing, record: list[dict[str, Any]]) -> dict[str, kaoka.Form]:
    """Draw the forms and make the swaps in the order of the record."""
    made: dict[str, kaoka.Form] = {}
    gone: dict[str, set[str]] = {}
    for line in record:
        if line["did"] == "build":
            made |= {name: draw.form(name) for name in line["forms"]}
        elif line["did"] == "swap":
            name, number = line["form"], line["number"]
            form, out = made[name], gone.setdefault(name, set())
            others = [items(other) for other in made.values() if other is not form]
            new = next_question(draw, form, number, out, others)
            if new.id != line["new"]:
                sys.exit(f"Form {name}, question {number}: {new.id} was due, not {line['new']}.")
            old = locate(form, number)[1]
            out.add(old.question.id)
            swap = Swap(name, old.number, old.question.id, new.id)
            rank = ranker(draw.seed, draw.blueprint.id, name)
            made[name] = swapped(draw.blueprint, form, swap, new, rank)
    return made


def items(form: kaoka.Form) -> frozenset[str]:
    """The items that a form asks."""
    return frozenset(asked.question.item for asked in form.asked())


if __name__ == "__main__":
    main()
