"""What a release brings: notes for trainees between two locks, and between two packages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from kaoka.deck import lock as locks
from kaoka.deck.changes import ORDER, Change, Sent, compare, counts, sent
from kaoka.deck.edition import edition
from kaoka.deck.words import Words, words_of
from kaoka.errors import DeckError
from kaoka.formats.anki.unpack import notes as unpacked
from kaoka.jobs.bank import open_questions
from kaoka.jobs.open_deck import LOCK
from kaoka.question.model import Question


@dataclass(frozen=True, slots=True)
class News:
    """The changes of a release, and the stem of each card where it is known."""

    changes: list[Change]
    stems: dict[str, str]
    words: Words
    title: str

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield one JSON object a change."""
        for change in self.changes:
            yield {
                "what": change.what,
                "card": change.card,
                "stem": self.stems.get(change.card, ""),
            }

    def text(self) -> Iterator[str]:
        """Yield the lines of the notes, in Markdown and the bank's language."""
        yield f"# {self.title}"
        said = counts(self.changes)
        if not self.changes:
            yield f"\n{self.words.news['nothing']}"
        for what in ORDER:
            if said[what]:
                yield f"\n## {self.words.news[what].format(count=said[what])}\n"
                yield from (self._line(change) for change in self.changes if change.what == what)

    def _line(self, change: Change) -> str:
        stem = self.stems.get(change.card, "").replace("\n", " ")
        return f"- {stem} `{change.card}`" if stem else f"- `{change.card}`"


def deck_notes(
    old: Path, new: Path | None, *, bank: str | None, as_of: date, deck: str | None = None
) -> News:
    """Return what changed from one lock to another (the bank's own when left out).

    Raises:
        DeckError: a lock is missing or cannot be read.
        BankError: there is no bank, or it has errors.
    """
    before = _lock(old)
    opened, questions = open_questions(bank, as_of)
    after = _lock(new or opened.folder / LOCK)
    changes = compare(sent(before, deck), sent(after, deck))
    title = f"{opened.title} {edition(locks.newest(after))}"
    return News(changes, _stems(questions), words_of(opened.lang), title)


def deck_diff(old: Path, new: Path, lang: str) -> News:
    """Return what changed from one package to another.

    Raises:
        DeckError: a file is no package that kaoka wrote.
        OSError: a file cannot be read.
    """
    stems: dict[str, str] = {}
    before, after = _package(old, stems), _package(new, stems)
    return News(compare(before, after), stems, words_of(lang), f"{old.name} → {new.name}")


def _package(path: Path, stems: dict[str, str]) -> dict[str, Sent]:
    found: dict[str, Sent] = {}
    for note in unpacked(path):
        found[note.id] = Sent(note.time, "retired" if note.retired else "live")
        stems[note.id] = unescape(re.sub("<[^>]*>", "", note.stem.replace("<br>", " ")))
    return found


def _lock(path: Path) -> locks.Lock:
    if not path.is_file():
        raise DeckError("lock_missing", file=path)
    return locks.read(path.read_text(encoding="utf-8"), str(path))


def _stems(questions: tuple[Question, ...]) -> dict[str, str]:
    every = (one for question in questions for one in (question, *question.parts))
    return {question.id: question.stem for question in every}
