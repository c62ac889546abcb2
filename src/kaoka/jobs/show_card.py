"""One question as a card, for a browser: both faces, light and dark."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from mimetypes import guess_type
from pathlib import Path

from kaoka.bank.bank import Bank
from kaoka.deck.card import card
from kaoka.deck.choose import choose
from kaoka.deck.edition import edited
from kaoka.deck.model import DeckFile
from kaoka.errors import DeckError
from kaoka.formats.anki.preview import page
from kaoka.jobs.bank import open_questions
from kaoka.jobs.files import write_beside
from kaoka.jobs.open_deck import about_bank
from kaoka.question.model import Question

_UNSAFE = re.compile(r"[^\w.-]+")


def show_card(id_: str, bank: str | None, out: Path | None, *, as_of: date, now: int) -> list[Path]:
    """Write one HTML file for each question of that id, or of the item of that id.

    Args:
        id_: the id of a question, or of an item.
        bank: the bank's folder or id; None as everywhere.
        out: the file, or the folder for several; `<id>.html` here when left out.
        as_of: the day that decides what is in force.
        now: the edition that the back shows, in Unix seconds.

    Raises:
        DeckError: `no_question`: the bank has none of that id.
    """
    opened, questions = open_questions(bank, as_of)
    every = choose(questions, DeckFile(id="all", title="all"), as_of)
    found = [question for question in every if id_ in {question.id, question.item}]
    if not found:
        raise DeckError("no_question", id=id_)
    about = replace(about_bank(opened, questions, (), as_of), media=dict(_inside(opened, found)))
    written = []
    for question in found:
        made = card(question, "", about)
        fields, _ = edited(made, now, about.words)
        path = _path(out, question.id, alone=len(found) == 1)
        write_beside(path, page(made.note_type, opened.lang, fields, question.id).encode())
        written.append(path)
    return written


def _inside(bank: Bank, questions: Iterable[Question]) -> Iterator[tuple[str, str]]:
    """Yield (file, address) for media: pictures lie in the page itself, sounds go by name."""
    for file in sorted({file for question in questions for file, _ in question.media}):
        kind = guess_type(file)[0] or ""
        if kind.startswith("image/"):
            data = base64.b64encode((bank.folder / file).read_bytes()).decode()
            yield file, f"data:{kind};base64,{data}"
        else:
            yield file, file


def _path(out: Path | None, id_: str, *, alone: bool) -> Path:
    name = f"{_UNSAFE.sub('-', id_)}.html"
    if out is None:
        return Path(name)
    return out if alone and not out.is_dir() else out / name
