"""Packaging notes: our writer against genanki's, the same notes in one run.

    python benchmarks/anki.py [10000 100000]

Prints seconds (best of three), bytes and added peak memory of each, and the ratios. The
notes are the cards of the shipped bank, repeated with other numbers in stem and options.
Each side runs in a process of its own.
"""

from __future__ import annotations

import json
import resource
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


def one(side: str, count: int, out: Path) -> None:
    """Print what one side took: memory with the notes streamed, time with them at hand."""
    run = ours if side == "ours" else theirs
    made = cards()
    run(notes(made, 100), out)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run(notes(made, count), out)
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    ready = list(notes(made, count))
    times = [_timed(run, ready, out) for _ in range(RUNS)]
    found = {"seconds": min(times), "bytes": out.stat().st_size, "mib": added / 1024}
    print(json.dumps(found))


def _timed(run: Callable[[Iterable[Note], Path], None], ready: list[Note], out: Path) -> float:
    started = time.perf_counter()
    run(ready, out)
    return time.perf_counter() - started


def main(counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            found = {}
            for side in ("theirs", "ours"):
                out = Path(folder) / f"{side}.apkg"
                command = [sys.executable, __file__, side, str(count), str(out)]
                text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                found[side] = json.loads(text)
                print(
                    f"{count:>7} notes  {side:<7} {found[side]['seconds']:7.2f} s"
                    f"  {found[side]['bytes'] / 1e6:8.2f} MB  +{found[side]['mib']:6.1f} MiB"
                )
            us, them = found["ours"], found["theirs"]
            print(
                f"{count:>7} notes  {them['seconds'] / us['seconds']:.2f} times as fast as genanki,"
                f" {us['bytes'] / them['bytes']:.3f} of its size"
            )


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in {"ours", "theirs"}:
        one(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([int(one) for one in sys.argv[1:]] or [10_000, 100_000])
