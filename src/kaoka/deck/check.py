"""What is wrong with a deck.yaml, and which cards ask for too much at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from yaml import Node

from kaoka.bank.bank import Bank
from kaoka.bank.source import model, read
from kaoka.deck.model import DeckFile
from kaoka.errors import Problem, Severity
from kaoka.kinds.selectors import child, misread
from kaoka.question.model import Question

MOST_BLANKS = 2
MOST_POINTS = 3
MOST_STEPS = 7


def read_deck(text: str, file: str) -> tuple[DeckFile | None, list[Problem], Node | None]:
    """Read a deck.yaml: the record, what is wrong with it, and where its fields stand."""
    node, problems = read(text, file)
    if node is None:
        return None, problems or [Problem("deck_empty_file", file)], None
    deck, wrong = model(node, DeckFile, file)
    return deck, problems + wrong, node


def selectors(node: Node, bank: Bank, file: str) -> Iterator[Problem]:
    """Yield what is wrong with `choose` and `leave_out`: fields and values that are none."""
    found = (child(node, name) for name in ("choose", "leave_out"))
    yield from misread((one for one in found if one is not None), bank, file)


def blank(question: Question, bank: Bank) -> Problem | None:
    """Return an error for a card whose front would show nothing: signs without a shape."""
    if any(unicodedata.category(sign)[0] not in "CZ" for sign in question.stem):
        return None
    return _at_item(question, bank, "card_blank", "error", {"card": question.id})


def too_much(question: Question, bank: Bank) -> Problem | None:
    """Return a warning for a card that asks for several things: such cards are not kept in mind.

    After the minimum information principle (P. Wozniak, Twenty rules of formulating
    knowledge, rule 4).
    """
    count, most = _asked(question)
    if count <= most:
        return None
    values = {"card": question.id, "count": str(count), "most": str(most)}
    return _at_item(question, bank, "card_too_much", "warning", values)


def _at_item(
    question: Question, bank: Bank, code: str, severity: Severity, values: dict[str, str]
) -> Problem:
    place = bank.places.get(question.item)
    file, line, column = (place.file, place.line, place.column) if place else ("", 1, 1)
    return Problem(code, file, line, column, severity, values)


def _asked(question: Question) -> tuple[int, int]:
    match question.type:
        case "fill":
            return len(question.answers), MOST_BLANKS
        case "short":
            return len(question.answers), MOST_POINTS
        case "ordering":
            return len(question.sequence), MOST_STEPS
        case "matching":
            return len(question.pairs), MOST_STEPS
        case _:
            return 1, 1
