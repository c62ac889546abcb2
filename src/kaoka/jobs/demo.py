"""The main job in one go: the shipped bank as a deck, and papers with keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kaoka import shipped
from kaoka.jobs.bank import today
from kaoka.jobs.build_deck import LOCK, build_deck
from kaoka.jobs.build_exam import FORMATS, Order, build_exam
from kaoka.jobs.files import write_beside

BLUEPRINT = "cert-basic.yaml"


def demo(out: Path, say: Callable[[str], None]) -> Iterator[tuple[Path, str]]:
    """Write a deck and an exam of three forms below `out`.

    Args:
        out: the folder; an earlier demo in it is written anew.
        say: told what is being done, before each step.

    Yields:
        What was made: a path, and what it is (a message id).

    Raises:
        FormatError: the extra `pdf` is not installed.
        OSError: the disk is full or read-only.
    """
    bank = shipped.folder() / "decks" / shipped.DEFAULT
    say("building the deck")
    yield _deck(bank, out), "the Anki deck"
    say("assembling and printing the papers")
    blueprint = shipped.folder() / "exams" / BLUEPRINT
    built = build_exam(Order(blueprint, out / "exam", today(), forms=3, formats=FORMATS))
    yield built.folder / "papers", "papers and answer sheets to hand out"
    yield built.folder / "private", "keys and solutions, for the trainer alone"


def _deck(bank: Path, out: Path) -> Path:
    """Build the deck with a lock of its own, begun from the one that ships."""
    lock = out / LOCK
    if (bank / LOCK).is_file() and not lock.exists():
        write_beside(lock, (bank / LOCK).read_bytes())
    package = out / f"{shipped.DEFAULT}.apkg"
    return build_deck(bank, package, as_of=today(), lock=lock).path
