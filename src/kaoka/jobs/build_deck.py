"""Building a deck: deck.yaml, bank and lock to a package and the next lock."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import file_digest
from pathlib import Path

from kaoka import shipped
from kaoka.bank.bank import Bank
from kaoka.bank.select import FIELDS, Selector, matches
from kaoka.deck import lock as locks
from kaoka.deck.card import EDITION, About, Card, card, guid
from kaoka.deck.check import blank, read_deck, selectors, too_much
from kaoka.deck.choose import choose, taught
from kaoka.deck.model import DeckFile
from kaoka.deck.plain import html, tag
from kaoka.deck.retire import among, missing, tombstone
from kaoka.deck.words import Words, words_of
from kaoka.errors import DeckError, Problem
from kaoka.formats.anki.package import Box, Note, write
from kaoka.jobs.bank import find_bank, open_questions
from kaoka.jobs.files import write_beside
from kaoka.kinds.ask import questions as derive
from kaoka.lang import say
from kaoka.question.model import Question

LOCK = "deck.lock"
DECK = "deck.yaml"
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
    """One build under way: what is known before, and the lines that come of it."""

    deck: DeckFile
    bank: Bank
    before: locks.Lock
    clock: locks.Clock
    about: About
    restamp: Selector | None
    progress: Callable[[int, int], None]
    lines: dict[str, locks.Line] = field(default_factory=dict)
    changes: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    sources: Counter[str] = field(default_factory=Counter)


def build_deck(  # each is a choice of the caller
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
    path = find_deck(where)
    deck, bank, questions = open_deck(path, as_of)
    _refuse_unknown(restamp or {}, bank)
    out = _package(out, deck)
    lock_file, before_text = _lock(lock, bank, out)
    before = locks.read(before_text, str(lock_file))
    questions += tuple(_retired(bank, questions, before, as_of))
    run = _Run(
        deck=deck,
        bank=bank,
        before=before,
        clock=locks.Clock(now or build_time),
        about=about_bank(bank, questions, as_of, speech=deck.speech),
        restamp=restamp,
        progress=progress or (lambda _done, _all: None),
    )
    _refuse_lost(run, lock_file)
    return _write(run, choose(questions, deck, as_of), out, lock_file, before_text, locked=locked)


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
    for problem in selectors(deck, node, bank, str(path)):
        raise _broken(problem)
    return deck, bank, questions


def about_bank(
    bank: Bank, questions: tuple[Question, ...], as_of: date, *, speech: bool = False
) -> About:
    """Return what cards need to know beyond their question."""
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
        media=dict(_media_names(bank, questions)),
        speech=speech,
    )


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


def edition(seconds: int) -> str:
    """Return the day of a card's time as it is printed (UTC)."""
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def edited(one: Card, seconds: int, words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return fields and tags of a card with its edition in them."""
    day = edition(seconds)
    fields = (*one.fields[:EDITION], day, *one.fields[EDITION + 1 :])
    return fields, tuple(sorted((*one.tags, tag(words.tag_edition, day))))


def _write(  # the last step holds all threads
    run: _Run,
    chosen: list[Question],
    out: Path,
    lock_file: Path,
    before: str,
    *,
    locked: bool,
) -> Built:
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        written = write(beside, _box(run), _notes(run, chosen))
        after = _after(run)
        text = locks.write(after)
        if not written.notes:
            raise DeckError("deck_empty", deck=run.deck.id)
        if locked and text != before:
            raise DeckError("lock_stale", file=lock_file, **_counts(run))
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
        edition=date.fromisoformat(edition(locks.newest(run.lines))),
        lock_changed=text != before,
        problems=tuple(run.problems),
        **_counts(run),
    )


def _notes(run: _Run, chosen: list[Question]) -> Iterator[Note]:
    in_order = taught(chosen, run.deck, run.bank.docs, run.about.words)
    for done, (subdeck, question) in enumerate(in_order, 1):
        if done % _STEP == 0:
            run.progress(done, len(chosen))
        made = card(question, subdeck, run.about)
        line = _next(run, made, question)
        if line is not None:
            _look_at(question, run)
            run.sources.update(source.doc for source in question.source)
            fields, tags = edited(made, line.time, run.about.words)
            home = run.about.words.retired if made.retired else subdeck
            yield Note(guid(run.bank.id, made.id), made.note_type, fields, tags, line.time, home)


def _look_at(question: Question, run: _Run) -> None:
    nothing = blank(question, run.bank)
    if nothing is not None:
        raise DeckError("card_blank", file=nothing.file, line=nothing.line, **nothing.values)
    problem = too_much(question, run.bank)
    if problem is not None:
        run.problems.append(problem)


def _next(run: _Run, made: Card, question: Question) -> locks.Line | None:
    if made.id in run.lines:
        raise DeckError("card_twice", card=made.id)
    known = run.before.get(made.id)
    again = run.restamp is not None and matches(question, run.restamp)
    line = locks.next_line(made, known, run.deck.id, run.clock, restamp=again)
    if line is None:
        return None
    run.lines[made.id] = line
    if known is None:
        run.changes["new"] += 1
    elif line.state == "retired" and known.state != "retired":
        run.changes["retired"] += 1
    elif line.time != known.time:
        run.changes["changed"] += 1
    return line


def _after(run: _Run) -> locks.Lock:
    left = {line.id: line for line in locks.left(run.before, run.lines, run.deck.id)}
    run.changes["gone"] = sum(
        line.state == "gone" and run.before[id_].state != "gone" for id_, line in left.items()
    )
    return {**left, **run.lines}


def _counts(run: _Run) -> dict[str, int]:
    return {name: run.changes[name] for name in ("new", "changed", "retired", "gone")}


def _retired(
    bank: Bank, questions: tuple[Question, ...], before: locks.Lock, as_of: date
) -> Iterator[Question]:
    """The questions of retired items that learners have cards of and none derives today."""
    words = words_of(bank.lang)
    for last_day, ids in sorted(missing(before, questions, bank.by_id, as_of).items()):
        found = among(derive(bank, as_of=last_day), ids)
        yield from found
        for id_ in sorted(ids - {one.id for asked in found for one in (asked, *asked.parts)}):
            yield tombstone(before[id_], bank.by_id[id_.partition("#")[0]], words)


def _refuse_unknown(restamp: Selector, bank: Bank) -> None:
    known = (*FIELDS, *bank.scope)
    for name in restamp:
        if name not in known:
            raise DeckError("selector_field", field=name, known=", ".join(known))


def _refuse_lost(run: _Run, lock_file: Path) -> None:
    lost = locks.lost(run.before, run.bank.by_id)
    if lost:
        raise DeckError("item_lost", item=lost[0], count=len(lost), file=lock_file)


def _box(run: _Run) -> Box:
    deck = run.deck
    files = {name: run.bank.folder / file for file, name in run.about.media.items()}
    return Box(
        id=f"{run.bank.id}/{deck.id}",
        title=deck.title,
        lang=run.bank.lang,
        description=lambda count, newest: _description(run, count, newest),
        new_per_day=deck.preset.new_per_day,
        reviews_per_day=deck.preset.reviews_per_day,
        retention=deck.preset.retention,
        media=files,
    )


def _description(run: _Run, count: int, newest: int) -> str:
    words = run.about.words
    docs = [
        run.bank.docs[doc].title for doc, _ in run.sources.most_common() if doc in run.bank.docs
    ]
    more = "…" if len(docs) > _SOURCES_NAMED else ""
    lines = words.description.format(
        title=run.deck.title,
        edition=edition(newest),
        count=count,
        sources=words.join.join(docs[:_SOURCES_NAMED]) + more,
        tag=words.tag_edition,
    )
    return html(f"{run.deck.description}\n{lines}" if run.deck.description else lines)


def _lock(given: Path | None, bank: Bank, out: Path) -> tuple[Path, str]:
    """The lock to write, and the text of the lock that is known."""
    own = bank.folder / LOCK
    installed = shipped.folder() == Path(shipped.__file__).parent
    inside = installed and bank.folder.resolve().is_relative_to(shipped.folder().resolve())
    path = given or (out.with_name(LOCK) if inside else own)
    source = path if path.is_file() else own
    try:
        return path, source.read_text(encoding="utf-8") if source.is_file() else ""
    except UnicodeDecodeError:
        raise DeckError("lock_line", file=source, line=1, text="UTF-8") from None


def _package(out: Path | None, deck: DeckFile) -> Path:
    name = f"{deck.id}.apkg"
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out


def _media_names(bank: Bank, questions: tuple[Question, ...]) -> Iterator[tuple[str, str]]:
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
