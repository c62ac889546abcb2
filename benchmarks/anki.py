"""Packaging notes: our writer against genanki's, the same notes in one run.

    python benchmarks/anki.py [10000 100000]

Prints seconds (the best of runs in turn), bytes and added peak memory, and the ratios. The
notes are the cards of the shipped bank, repeated with other numbers in stem and options.
Memory is measured in a process of each side's own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from kaoka.deck.card import FIELDS, About, Card, card, guid
from kaoka.deck.words import words_of
from kaoka.formats.anki.collection import Box
from kaoka.formats.anki.notetypes import model
from kaoka.formats.anki.package import Note, write
from kaoka.jobs.bank import open_bank

TIME = 1_795_000_000
RUNS = 3


def cards() -> list[Card]:
    bank, questions = open_bank("insurance-service", date(2026, 11, 24))
    about = About(
        words=words_of("zh"),
        as_of=date(2026, 11, 24),
        docs=bank.docs,
        questions={question.id: question for question in questions},
    )
    return [
        card(question, question.kind, about) for question in questions if question.type != "case"
    ]


def notes(made: list[Card], count: int) -> Iterator[Note]:
    stem, options = FIELDS.index("Stem"), FIELDS.index("Options")
    for number in range(count):
        one, turn = made[number % len(made)], number // len(made)
        fields = list(one.fields)
        fields[0] = f"{one.id}-{turn}"
        fields[stem] += f"({turn * 7919 % 9973})"
        fields[options] = fields[options].replace("</li>", f" {turn * 6967 % 9901}</li>", 1)
        yield Note(
            guid("bench", fields[0]), one.note_type, tuple(fields), one.tags, TIME, one.subdeck
        )


def ours(given: Iterable[Note], out: Path) -> None:
    write(out, Box(id="bench/bench", title="Bench"), given)


def theirs(given: Iterable[Note], out: Path) -> None:
    import genanki  # each side loads its own

    decks: dict[str, genanki.Deck] = {}
    for note in given:
        name = f"Bench::{note.deck}"
        deck = decks.setdefault(note.deck, genanki.Deck(1_000_000 + len(decks), name))
        kind = model(note.note_type, "zh")
        deck.add_note(genanki.Note(kind, list(note.fields), guid=note.guid, tags=list(note.tags)))
    genanki.Package(list(decks.values())).write_to_file(out, timestamp=TIME)


SIDES: dict[str, Callable[[Iterable[Note], Path], None]] = {"genanki": theirs, "ours": ours}


def memory(side: str, count: int, out: Path) -> None:
    """Print the peak memory in MiB that one side adds, the notes streamed to it."""
    made = cards()
    SIDES[side](notes(made, 100), out)
    before = _peak()
    SIDES[side](notes(made, count), out)
    print(_peak() - before)


def _peak() -> float:
    """Peak memory of this process in MiB (Linux; getrusage would count the parent's)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def timed(side: str, ready: list[Note], out: Path) -> float:
    started = time.perf_counter()
    SIDES[side](ready, out)
    return time.perf_counter() - started


def main(counts: list[int]) -> None:
    made = cards()
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            ready = list(notes(made, count))
            seconds = {side: float("inf") for side in SIDES}
            for _ in range(max(RUNS, 100_000 // count)):
                for side in SIDES:
                    taken = timed(side, ready, Path(folder) / side)
                    seconds[side] = min(seconds[side], taken)
            sizes = {side: (Path(folder) / side).stat().st_size for side in SIDES}
            for side in SIDES:
                command = [sys.executable, __file__, side, str(count), str(Path(folder) / side)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                print(
                    f"{count:>7} notes  {side:<7} {seconds[side]:7.2f} s"
                    f"  {sizes[side] / 1e6:8.2f} MB  +{float(done.stdout):6.1f} MiB"
                )
            print(
                f"{count:>7} notes  {seconds['genanki'] / seconds['ours']:.2f} times as fast as"
                f" genanki, {sizes['ours'] / sizes['genanki']:.3f} of its size"
            )


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in SIDES:
        memory(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([int(one) for one in sys.argv[1:]] or [10_000, 100_000])
