"""The review log in and out: export, import, merge, salvage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kaoka.errors import KaokaError, Problem
from kaoka.jobs.files import write_beside
from kaoka.jobs.study_records import open_store, own_scheduler
from kaoka.store.foreign import read_anki, read_py_fsrs
from kaoka.store.log import Lines, Missing, Store, merged_lines, read_lines, to_line
from kaoka.store.salvage import events_in
from kaoka.study.day import Day, study_day
from kaoka.study.schedulers import DEFAULT, scheduler

_ANKI = frozenset((".anki2", ".anki21", ".apkg", ".colpkg"))


def export(store: Store, learner: str | None = None) -> Iterator[str]:
    """Yield the log as JSON lines in the order of a replay."""
    return map(to_line, store.events(learner))


def read_log(path: Path, missing: Missing) -> Lines:
    """Read a log file; lines that are no UTF-8 are bad lines like others.

    Raises:
        OSError: when there is no such file.
    """
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    return read_lines(text.split("\n"), str(path), missing)


def take_in(
    store: Store, path: Path, missing: Missing, where: str | None = None
) -> tuple[int, int, list[Problem]]:
    """Import a log; return how many events it has, how many were new, and its bad lines.

    By the file's name: JSON lines, py-fsrs's CSV (.csv), or an Anki collection or package
    with reviews of cards that kaoka made.

    Raises:
        OSError: when there is no such file.
        StoreError: when it is no such collection.
    """
    lines = read_any(path, missing, where)
    new = store.add(lines.events.values(), own_scheduler(store, missing.learner))
    return len(lines.events), new, lines.problems


def read_any(path: Path, missing: Missing, where: str | None) -> Lines:
    """Read a log of any tool that we know."""
    if path.suffix.lower() == ".csv":
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
        return read_py_fsrs(text, str(path), _bank(where), missing)
    if path.suffix.lower() in _ANKI:
        path.stat()
        return read_anki(path, _guids(where), missing)
    return read_log(path, missing)


def _bank(where: str | None) -> str:
    return next((bank for _question, bank in _questions(where)), "py-fsrs") if where else "py-fsrs"


def _guids(where: str | None) -> dict[str, tuple[str, str]]:
    from kaoka.deck.card import guid

    return {guid(bank, name): (bank, name) for name, bank in _questions(where)}


def merge(paths: Iterable[Path], out: Path, missing: Missing) -> tuple[int, list[Problem]]:
    """Merge logs into one file, the same in whatever order they come."""
    merged = merged_lines((str(path), read_log(path, missing)) for path in paths)
    text = "".join(to_line(event) + "\n" for event in merged.events.values())
    write_beside(out, text.encode(), private=True)
    return len(merged.events), merged.problems


def derive(store: Store) -> tuple[int, int]:
    """Derive every learner's memories anew from the log.

    Returns:
        How many memories there are, and how many had been different: none, unless the
        table was damaged or changed by hand.
    """
    found = [store.rebuild(name, own_scheduler(store, name)) for name in store.learners()]
    return sum(count for count, _changed in found), sum(changed for _count, changed in found)


def fill_in(learner: str, where: str | None) -> Missing:
    """Return what stands in for missing fields on this machine: the zone, the bank here."""
    return Missing(learner, local_day, _bank_of(where))


def local_day(at: int) -> Day:
    """Return the study day of a moment (milliseconds since 1970) on this machine's wall."""
    try:
        return study_day(datetime.fromtimestamp(at / 1000, UTC).astimezone())
    except (OverflowError, ValueError, OSError):
        return study_day(datetime.fromtimestamp(0, UTC))


def _bank_of(where: str | None) -> Callable[[str], str | None]:
    known: dict[str, str] = {}
    opened: list[bool] = []

    def bank_of(question: str) -> str | None:
        if not opened:
            opened.append(True)
            known.update(_questions(where))
        return known.get(question)

    return bank_of


def _questions(where: str | None) -> Iterator[tuple[str, str]]:
    from kaoka.jobs.bank import open_questions

    try:
        bank, questions = open_questions(where, datetime.now(UTC).astimezone().date())
    except KaokaError:
        return
    for question in questions:
        yield question.id, bank.id


def salvage(folder: Path, now: datetime) -> tuple[Path, int]:
    """Move damaged records aside and start new ones with every event that can be read.

    Returns:
        Where the damaged file is now, and how many events were saved.

    Raises:
        OSError: when there is no such file, or it cannot be moved.
    """
    path = folder / "study.db"
    wal = path.with_name(path.name + "-wal")
    events = events_in(path.read_bytes(), wal.read_bytes() if wal.exists() else b"")
    aside = path.with_name(f"study-damaged-{now:%Y%m%d-%H%M%S}.db")
    for end in ("-wal", "-shm", ""):
        part = path.with_name(path.name + end)
        if part.exists():
            part.replace(aside.with_name(aside.name + end))
    with closing(open_store(folder)) as store:
        store.add(sorted(events.values(), key=lambda one: one.order), scheduler(DEFAULT))
    return aside, len(events)
