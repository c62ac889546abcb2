"""Every problem of a deck.yaml that a build would meet, beside its bank and lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kaoka.bank.bank import Bank
from kaoka.deck import lock as locks
from kaoka.deck.check import blank, read_deck, selectors, too_much
from kaoka.deck.choose import choose
from kaoka.errors import DeckError, Problem
from kaoka.jobs.open_deck import LOCK
from kaoka.question.model import Question


def check_deck(
    path: Path, text: str, bank: Bank, questions: tuple[Question, ...]
) -> Iterator[Problem]:
    """Yield what is wrong with a deck of an opened bank.

    Args:
        path: the deck.yaml.
        text: what it holds.
        bank: its bank.
        questions: the bank's questions on the day.
    """
    deck, problems, node = read_deck(text, str(path))
    yield from problems
    if deck is None or node is None or problems:
        return
    yield from selectors(node, bank, str(path))
    chosen = choose(questions, deck, None)
    if not chosen:
        yield Problem("deck_empty", str(path), values={"deck": deck.id})
    for question in chosen:
        yield from filter(None, (blank(question, bank), too_much(question, bank)))


def check_lock(bank: Bank) -> Iterator[Problem]:
    """Yield what is wrong with a bank's lock: unreadable, or items that the bank lost."""
    path = bank.folder / LOCK
    if not path.is_file():
        return
    try:
        lock = locks.read(path.read_text("utf-8"), str(path))
    except (DeckError, UnicodeDecodeError) as error:
        values = error.values if isinstance(error, DeckError) else {"line": "1", "text": "UTF-8"}
        code = error.code if isinstance(error, DeckError) else "lock_line"
        yield Problem(code, str(path), int(values["line"]), values={"file": str(path), **values})
        return
    lost = locks.lost(lock, bank.by_id)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        item = line.partition("#")[0]
        if item and item in lost:
            lost.remove(item)
            values = {"item": item, "count": "1", "file": str(path)}
            yield Problem("item_lost", str(path), number, values=values)
