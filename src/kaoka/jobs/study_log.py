"""The review log in and out: export, import, merge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from kaoka.errors import KaokaError, Problem
from kaoka.jobs.files import write_beside
from kaoka.jobs.study import own_scheduler
from kaoka.store.log import Lines, Missing, Store, read_lines, same_id, to_line
from kaoka.study.day import Day, study_day
from kaoka.study.event import Event


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


def take_in(store: Store, path: Path, missing: Missing) -> tuple[int, int, list[Problem]]:
    """Import a log; return how many events it has, how many were new, and its bad lines."""
    lines = read_log(path, missing)
    new = store.add(lines.events.values(), own_scheduler(store, missing.learner))
    return len(lines.events), new, lines.problems


def merge(paths: Iterable[Path], out: Path, missing: Missing) -> tuple[int, list[Problem]]:
    """Merge logs into one file, the same in whatever order they come."""
    events: dict[str, Event] = {}
    problems: list[Problem] = []
    for path in paths:
        lines = read_log(path, missing)
        problems += lines.problems
        for name, event in lines.events.items():
            if name in events and events[name] != event:
                values = {"id": name}
                problems.append(Problem("log_same_id", str(path), values=values))
                event = same_id(events[name], event)  # noqa: PLW2901 - the one that stays
            events[name] = event
    lines_out = [to_line(event) + "\n" for event in sorted(events.values(), key=_order)]
    write_beside(out, "".join(lines_out).encode(), private=True)
    return len(events), problems


def _order(event: Event) -> tuple[int, str]:
    return event.order


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
