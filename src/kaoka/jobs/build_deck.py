"""Building a deck: deck.yaml, bank and lock to a package and the next lock."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kaoka.bank.bank import Bank
from kaoka.bank.select import FIELDS, Selector
from kaoka.deck import lock as locks
from kaoka.deck.card import About, card, guid
from kaoka.deck.check import blank, too_much
from kaoka.deck.choose import choose, taught
from kaoka.deck.edition import edited, edition
from kaoka.deck.model import DeckFile
from kaoka.deck.plain import html
from kaoka.deck.release import Release
from kaoka.errors import DeckError, Problem
from kaoka.formats.anki.collection import Box
from kaoka.formats.anki.package import Note, write
from kaoka.jobs.files import write_beside
from kaoka.jobs.open_deck import (
    LOCK,
    about_bank,
    find_deck,
    open_deck,
    open_lock,
    retired_questions,
)
from kaoka.question.model import Question

__all__ = ["LOCK", "Built", "build_deck", "build_time"]

_SOURCES_NAMED = 6
_STEP = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made, and what learners will see change.

    `content` is the hash of all that the package says, the same on every platform;
    `edition` the day of its newest card (UTC); `lock_changed` tells whether the lock
    was written.
    """

    path: Path
    lock: Path
    cards: int
    new: int
    changed: int
    retired: int
    gone: int
    content: str
    edition: date
    lock_changed: bool
    problems: tuple[Problem, ...]


@dataclass(kw_only=True)
class _Run:
    """One build under way."""

    deck: DeckFile
    bank: Bank
    chosen: list[Question]
    about: About
    release: Release
    progress: Callable[[int, int], None]
    problems: list[Problem] = field(default_factory=list)
    sources: Counter[str] = field(default_factory=Counter)


def build_deck(
    where: str | Path | None,
    out: Path | None = None,
    *,
    as_of: date,
    now: Callable[[], int] | None = None,
    locked: bool = False,
    restamp: Selector | None = None,
    lock: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Build one deck into an Anki package.

    Args:
        where: a deck.yaml, or a folder or shipped bank that has one.
        out: the package; its name is the deck's id when left out, or in a folder.
        as_of: the day that decides what is in force.
        now: the time of the build in Unix seconds, asked only when a card changed;
            `SOURCE_DATE_EPOCH`, else the clock.
        locked: fail rather than change the lock.
        restamp: cards that are sent again though nothing in them changed.
        lock: the lock's file; the bank's `deck.lock` when left out (for a bank that
            was installed with kaoka: one beside the package).
        progress: told how many cards are done, and of how many.

    Raises:
        BankError: there is no bank, or it has errors.
        DeckError: the deck cannot be built; lock and earlier package are as they were.
        OSError: a file cannot be written; as above.
    """
    deck, bank, questions = open_deck(find_deck(where), as_of)
    _refuse_unknown(restamp or {}, bank)
    out = _package(out, deck)
    lock_file, text = open_lock(lock, bank, out)
    before = locks.read(text, str(lock_file))
    _refuse_lost(before, bank, lock_file)
    questions += tuple(retired_questions(bank, questions, before, as_of))
    chosen = choose(questions, deck, as_of)
    clock = locks.Clock(now or build_time)
    run = _Run(
        deck=deck,
        bank=bank,
        chosen=chosen,
        about=about_bank(bank, questions, chosen, as_of, speech=deck.speech),
        release=Release(deck=deck.id, before=before, clock=clock, restamp=restamp),
        progress=progress or (lambda _done, _all: None),
    )
    return _write(run, out, lock_file, text, locked=locked)


def build_time() -> int:
    """Return the time of the build: `SOURCE_DATE_EPOCH` where it is set, else the clock's.

    Raises:
        DeckError: `epoch` when SOURCE_DATE_EPOCH is no number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return int(time.time())
    if not given.isdecimal():
        raise DeckError("epoch", given=given)
    return int(given)


def _write(run: _Run, out: Path, lock_file: Path, before: str, *, locked: bool) -> Built:
    """Package beside, lock, package: a build that fails changes neither."""
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        written = write(beside, _box(run), _notes(run))
        if not written.notes:
            raise DeckError("deck_empty", deck=run.deck.id)
        text = locks.write(run.release.after())
        if locked and text != before:
            raise DeckError("lock_stale", file=lock_file, **run.release.counts())
        if text != before:
            write_beside(lock_file, text.encode())
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return Built(
        path=out,
        lock=lock_file,
        cards=written.notes,
        content=written.content,
        edition=date.fromisoformat(edition(locks.newest(run.release.lines))),
        lock_changed=text != before,
        problems=tuple(run.problems),
        **run.release.counts(),
    )


def _notes(run: _Run) -> Iterator[Note]:
    words = run.about.words
    in_order = taught(run.chosen, run.deck, run.bank.docs, words)
    for done, (subdeck, question) in enumerate(in_order, 1):
        if done % _STEP == 0:
            run.progress(done, len(run.chosen))
        made = card(question, subdeck, run.about)
        line = run.release.take(made, question)
        if line is not None:
            _look_at(question, run)
            fields, tags = edited(made, line.time, words)
            home = words.retired if made.retired else subdeck
            yield Note(guid(run.bank.id, made.id), made.note_type, fields, tags, line.time, home)


def _look_at(question: Question, run: _Run) -> None:
    nothing = blank(question, run.bank)
    if nothing is not None:
        raise DeckError("card_blank", file=nothing.file, line=nothing.line, **nothing.values)
    problem = too_much(question, run.bank)
    if problem is not None:
        run.problems.append(problem)
    run.sources.update(source.doc for source in question.source)


def _refuse_unknown(restamp: Selector, bank: Bank) -> None:
    known = (*FIELDS, *bank.scope)
    for name in restamp:
        if name not in known:
            raise DeckError("selector_field", field=name, known=", ".join(known))


def _refuse_lost(before: locks.Lock, bank: Bank, lock_file: Path) -> None:
    lost = locks.lost(before, bank.by_id)
    if lost:
        raise DeckError("item_lost", item=lost[0], count=len(lost), file=lock_file)


def _box(run: _Run) -> Box:
    deck = run.deck
    return Box(
        id=f"{run.bank.id}/{deck.id}",
        title=deck.title,
        lang=run.bank.lang,
        description=lambda count, newest: _description(run, count, newest),
        new_per_day=deck.preset.new_per_day,
        reviews_per_day=deck.preset.reviews_per_day,
        retention=deck.preset.retention,
        media={name: run.bank.folder / file for file, name in run.about.media.items()},
    )


def _description(run: _Run, count: int, newest: int) -> str:
    words, docs = run.about.words, run.bank.docs
    titles = [docs[doc].title for doc, _ in run.sources.most_common() if doc in docs]
    more = "…" if len(titles) > _SOURCES_NAMED else ""
    lines = words.description.format(
        title=run.deck.title,
        edition=edition(newest),
        count=count,
        sources=words.join.join(titles[:_SOURCES_NAMED]) + more,
        tag=words.tag_edition,
    )
    return html(f"{run.deck.description}\n{lines}" if run.deck.description else lines)


def _package(out: Path | None, deck: DeckFile) -> Path:
    name = f"{deck.id}.apkg"
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out
