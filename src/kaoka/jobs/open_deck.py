"""Opening a deck: its file, its bank and questions, its lock, and what its cards refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import file_digest
from pathlib import Path

from kaoka import shipped
from kaoka.bank.bank import Bank
from kaoka.deck.card import About
from kaoka.deck.check import read_deck, selectors
from kaoka.deck.lock import Lock
from kaoka.deck.model import DeckFile
from kaoka.deck.retire import among, missing, tombstone
from kaoka.deck.words import words_of
from kaoka.errors import DeckError, Problem
from kaoka.jobs.bank import open_questions
from kaoka.jobs.find_bank import find_bank
from kaoka.kinds.ask import questions as derive
from kaoka.lang import say
from kaoka.question.model import Question

LOCK = "deck.lock"
DECK = "deck.yaml"


def find_deck(where: str | Path | None) -> Path:
    """Return the deck.yaml that is meant: a file, or the one of a folder or shipped bank.

    Raises:
        DeckError: `deck_missing`: there is none.
    """
    if where is None:
        where = find_bank(None)
    path = Path(where)
    if path.is_dir():
        path /= DECK
    folder = None if path.is_file() else shipped.bank(str(where))
    found = folder / DECK if folder else path
    if not found.is_file():
        raise DeckError("deck_missing", file=where)
    return found


def open_deck(path: Path, as_of: date) -> tuple[DeckFile, Bank, tuple[Question, ...]]:
    """Read a deck.yaml and its bank.

    Raises:
        DeckError: `deck_broken`: the file has errors; the first is named.
        BankError: there is no bank, or it has errors.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DeckError("deck_broken", file=path, line=1, column=1, reason="UTF-8") from None
    deck, problems, node = read_deck(text, str(path))
    if deck is None or node is None or problems:
        raise _broken(problems[0])
    bank, questions = open_questions(str(path.parent / deck.bank), as_of)
    for problem in selectors(node, bank, str(path)):
        raise _broken(problem)
    return deck, bank, questions


def about_bank(
    bank: Bank,
    questions: Iterable[Question],
    chosen: Iterable[Question],
    as_of: date,
    *,
    speech: bool = False,
) -> About:
    """Return what the cards of the `chosen` need to know beyond their question."""
    questions = tuple(questions)
    parts = [part for question in questions for part in question.parts]
    first: dict[str, Question] = {}
    for question in questions:
        first.setdefault(question.item, question)
    return About(
        words=words_of(bank.lang),
        as_of=as_of,
        docs=bank.docs,
        questions={question.id: question for question in (*questions, *parts)},
        first=first,
        media=dict(_media_names(bank, chosen)),
        speech=speech,
    )


def retired_questions(
    bank: Bank, questions: tuple[Question, ...], before: Lock, as_of: date
) -> Iterator[Question]:
    """Yield the questions of retired items that learners have cards of and none derives today."""
    words = words_of(bank.lang)
    for last_day, ids in sorted(missing(before, questions, bank.by_id, as_of).items()):
        found = among(derive(bank, as_of=last_day), ids)
        yield from found
        for id_ in sorted(ids - {one.id for asked in found for one in (asked, *asked.parts)}):
            yield tombstone(before[id_], bank.by_id[id_.partition("#")[0]], words)


def open_lock(given: Path | None, bank: Bank, out: Path) -> tuple[Path, str]:
    """Return the lock to write, and the text of the lock that is known."""
    own = bank.folder / LOCK
    installed = shipped.folder() == Path(shipped.__file__).parent
    inside = installed and bank.folder.resolve().is_relative_to(shipped.folder().resolve())
    path = given or (out.with_name(LOCK) if inside else own)
    source = path if path.is_file() else own
    try:
        return path, source.read_text(encoding="utf-8") if source.is_file() else ""
    except UnicodeDecodeError:
        raise DeckError("lock_line", file=source, line=1, text="UTF-8") from None


def _media_names(bank: Bank, questions: Iterable[Question]) -> Iterator[tuple[str, str]]:
    """Yield (file, name in the package): named by content, so that no two files clash in Anki."""
    for file in sorted({file for question in questions for file, _ in question.media}):
        path = bank.folder / file
        with path.open("rb") as data:
            sum_ = file_digest(data, "sha256").hexdigest()[:16]
        yield file, f"kaoka-{sum_}{path.suffix.lower()}"


def _broken(problem: Problem) -> DeckError:
    return DeckError(
        "deck_broken",
        file=problem.file,
        line=problem.line,
        column=problem.column,
        reason=say(problem),
    )
