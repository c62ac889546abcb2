"""The review log as JSON lines, and what a store of it must do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from kaoka.errors import Problem
from kaoka.study import day as days
from kaoka.study.day import Day
from kaoka.study.event import GRADES, Event, Key
from kaoka.study.memory import Memory, Scheduler

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_LONGEST = 500


class Store(Protocol):
    """One place that keeps events for good and memories for quick reading.

    Whatever changes the log is committed, and on the disk, before the call returns.
    """

    @property
    def device(self) -> str:
        """The name of this store among a learner's devices."""

    def append(self, event: Event, scheduler: Scheduler) -> Memory | None:
        """Keep one event; return what the learner now remembers of its question."""

    def add(self, events: Iterable[Event], scheduler: Scheduler) -> int:
        """Keep the events that are not known yet and return how many those were."""

    def use(self, learner: str, scheduler: Scheduler) -> bool:
        """Derive the learner's memories with `scheduler`; return whether that was a switch."""

    def learners(self) -> list[str]:
        """Return everyone who has a record, sorted."""

    def rebuild(self, learner: str, scheduler: Scheduler) -> tuple[int, int]:
        """Derive all the learner's memories anew from the log.

        Returns:
            How many there are, and how many rows had been different.
        """

    def scheduler(self, learner: str) -> str | None:
        """Return the name of the scheduler that the learner's memories are derived with."""

    def events(self, learner: str | None = None, bank: str | None = None) -> Iterator[Event]:
        """Yield the log in the order of a replay."""

    def latest(self, learner: str) -> tuple[int, Day] | None:
        """Return time and study day of the learner's newest event of any kind."""

    def last(self, learner: str, bank: str | None = None) -> Event | None:
        """Return the learner's latest answer that counts."""

    def due(self, learner: str, bank: str, today: Day) -> Iterator[tuple[str, Memory]]:
        """Yield what is due by `today`, longest overdue first."""

    def today(self, learner: str, bank: str, today: Day) -> Iterator[tuple[str, Memory]]:
        """Yield what was answered last on `today`."""

    def introduced(self, learner: str, bank: str, today: Day) -> int:
        """Return how many questions were answered for the first time on `today`."""

    def memories(self, learner: str, bank: str) -> dict[str, Memory]:
        """Return everything the learner remembers of a bank."""

    def memory(self, key: Key) -> Memory | None:
        """Return what is remembered of one question."""

    def load(self, learner: str, bank: str, first: Day, last: Day) -> dict[Day, int]:
        """Return how many questions fall due on each day from `first` to `last`."""

    def unseen(self, learner: str, bank: str, questions: Iterable[str]) -> Iterator[str]:
        """Yield those of `questions` that the learner never answered, in their order."""

    def transaction(self) -> AbstractContextManager[None]:
        """Do several things as one."""

    def close(self) -> None:
        """Let go of the store."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What stands in for fields that a line leaves out.

    `day_of` gives the study day of a moment in milliseconds; `bank_of` the bank of a
    question id, or None.
    """

    learner: str
    day_of: Callable[[int], Day]
    bank_of: Callable[[str], str | None]


@dataclass(slots=True)
class Lines:
    """What was read of a log: its events, and what is wrong with the other lines."""

    events: dict[str, Event] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def to_line(event: Event) -> str:
    """Return one event as a line of JSON, without the line's end."""
    values = {
        "id": event.id,
        "learner": event.learner,
        "bank": event.bank,
        "question": event.question,
        "at": when(event.at),
        "day": days.written(event.day),
        "grade": event.grade,
        "took_ms": event.took_ms,
        "device": event.device,
        "undoes": event.undoes,
    }
    return json.dumps(values, ensure_ascii=False)


def when(at: int) -> str:
    """Return a moment as the log writes it: 2026-11-24T08:15:30.123Z."""
    moment = _EPOCH + at * _MS
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z"


def read_lines(lines: Iterable[str], file: str, missing: Missing) -> Lines:
    """Read a log: the good lines as events, a problem for each of the others.

    Blank lines do not count. Of two unlike events with one id, the one whose line
    sorts first is kept whatever the order, and a problem says so.
    """
    out = Lines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            event = _event(json.loads(line), missing)
        except _BadLineError as bad:
            out.problems.append(Problem(bad.code, file, number, values={"field": bad.field}))
        except (ValueError, RecursionError):
            out.problems.append(Problem("log_no_json", file, number))
        else:
            _keep(out, event, file, number)
    return out


def merged_lines(logs: Iterable[tuple[str, Lines]]) -> Lines:
    """Merge logs, each with its file's name: the same events in whatever order they come."""
    out = Lines()
    for file, lines in logs:
        out.problems += lines.problems
        for event in lines.events.values():
            _keep(out, event, file, 1)
    out.events = {one.id: one for one in sorted(out.events.values(), key=lambda one: one.order)}
    return out


def same_id(one: Event, other: Event) -> Event:
    """Return which of two events with one id is kept: an order nobody chose, but one."""
    return min(one, other, key=to_line)


def _keep(out: Lines, event: Event, file: str, number: int) -> None:
    known = out.events.get(event.id)
    if known is not None and known != event:
        out.problems.append(Problem("log_same_id", file, number, values={"id": event.id}))
        event = same_id(known, event)
    out.events[event.id] = event


class _BadLineError(Exception):
    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code, name)
        self.code, self.field = code, name


def _event(line: Any, missing: Missing) -> Event:
    if not isinstance(line, dict):
        raise _BadLineError("log_no_object")
    at = _moment(line)
    question = _text(line, "question")
    undoes = _text(line, "undoes") if line.get("undoes") is not None else None
    return Event(
        id=_text(line, "id"),
        learner=_text(line, "learner", missing.learner),
        bank=_text(line, "bank", missing.bank_of(question)),
        question=question,
        at=at,
        day=_day(line, at, missing),
        grade=_grade(line, undoes),
        took_ms=_took(line),
        device=_text(line, "device", " ").strip(),
        undoes=undoes,
    )


def _text(line: dict[str, Any], name: str, default: str | None = None) -> str:
    value = line.get(name)
    if value is None or value == "":
        value = default
    if value is None:
        raise _BadLineError("log_missing", name)
    if not isinstance(value, str) or len(value) > _LONGEST or not value.isprintable():
        raise _BadLineError("log_value", name)
    return value


def _moment(line: dict[str, Any]) -> int:
    try:
        moment = datetime.fromisoformat(_text(line, "at"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return (moment - _EPOCH) // _MS
    except (ValueError, OverflowError):
        raise _BadLineError("log_value", "at") from None


def _day(line: dict[str, Any], at: int, missing: Missing) -> Day:
    if line.get("day") is None:
        return missing.day_of(at)
    try:
        return days.read(_text(line, "day"))
    except ValueError:
        raise _BadLineError("log_value", "day") from None


def _grade(line: dict[str, Any], undoes: str | None) -> int | None:
    grade = line.get("grade")
    if undoes is not None and grade is None:
        return None
    if type(grade) is not int or grade not in GRADES or undoes is not None:
        raise _BadLineError("log_value" if "grade" in line else "log_missing", "grade")
    return grade


def _took(line: dict[str, Any]) -> int | None:
    took = line.get("took_ms")
    if took is None or (type(took) is int and 0 <= took < 1 << 53):
        return took
    raise _BadLineError("log_value", "took_ms")
