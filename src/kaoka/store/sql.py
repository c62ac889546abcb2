"""The store in portable SQL: what SQLite and PostgreSQL have in common, which is nearly all."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields
from itertools import islice
from typing import Any
from zlib import crc32

from kaoka.errors import StoreError
from kaoka.store.log import same_id
from kaoka.study import schedulers
from kaoka.study.day import Day
from kaoka.study.event import Event, Key, void
from kaoka.study.memory import Memory, Scheduler, State, remember
from kaoka.study.replay import replay

TABLES = (
    """CREATE TABLE IF NOT EXISTS event (
        {n}, id {text} NOT NULL UNIQUE, learner {text} NOT NULL, bank {text} NOT NULL,
        question {text} NOT NULL, at BIGINT NOT NULL, day BIGINT NOT NULL, grade SMALLINT,
        took_ms BIGINT, device {text} NOT NULL, undoes {text}, crc BIGINT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS event_key ON event (learner, bank, question, at, id)",
    "CREATE INDEX IF NOT EXISTS event_order ON event (learner, at, id)",
    "CREATE INDEX IF NOT EXISTS event_undoes ON event (undoes) WHERE undoes IS NOT NULL",
    """CREATE TABLE IF NOT EXISTS memory (
        learner {text} NOT NULL, bank {text} NOT NULL, question {text} NOT NULL,
        first BIGINT NOT NULL, last BIGINT NOT NULL, due BIGINT NOT NULL,
        grade SMALLINT NOT NULL, answers BIGINT NOT NULL, lapses BIGINT NOT NULL,
        state {text} NOT NULL, PRIMARY KEY (learner, bank, question))""",
    "CREATE INDEX IF NOT EXISTS memory_due ON memory (learner, bank, due, question)",
    "CREATE INDEX IF NOT EXISTS memory_last ON memory (learner, bank, last)",
    "CREATE INDEX IF NOT EXISTS memory_first ON memory (learner, bank, first)",
    "CREATE TABLE IF NOT EXISTS scheduler (learner {text} PRIMARY KEY, name {text} NOT NULL)",
    "CREATE TABLE IF NOT EXISTS setting (name {text} PRIMARY KEY, value {text} NOT NULL)",
)
"""The schema; `{n}` is each database's own way to number rows, `{text}` its text that sorts
by code points, as replays do."""

_EVENT = "id, learner, bank, question, at, day, grade, took_ms, device, undoes"
_MEMORY = "first, last, due, grade, answers, lapses, state"
_MINE = "learner = ? AND bank = ?"
_FEW = 500
"""Up to so many memories are derived one by one; more by one replay of the learner's log."""

Row = Sequence[Any]


def _row(thing: Event | Memory) -> list[Any]:
    """Return the fields in the order of the columns."""
    return [getattr(thing, one.name) for one in fields(thing)]


def checksum(row: Row) -> int:
    """Return a checksum of an event's columns, so that a flipped bit cannot pass for a grade."""
    return crc32("\x1f".join(map(str, row)).encode())


def _recalled(numbers: Sequence[Any], state: State) -> Memory:
    first, last, due, grade, answers, lapses = numbers
    return Memory(first, last, due, grade, answers, lapses, state)


class SqlStore(ABC):
    """A store over one connection; subclasses open it and say how a transaction begins."""

    def __init__(self) -> None:
        self._depth = 0

    @abstractmethod
    def run(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Run one statement (`?` for values) and yield its rows."""

    @abstractmethod
    def _begin(self) -> None: ...

    @abstractmethod
    def _end(self, *, commit: bool) -> None: ...

    @abstractmethod
    def close(self) -> None:
        """Let go of the store."""

    @property
    def device(self) -> str:
        """The name of this store among a learner's devices."""
        return str(self._one("SELECT value FROM setting WHERE name = 'device'") or "")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._depth:
            self._begin()
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if not self._depth:
                self._end(commit=False)
            raise
        self._depth -= 1
        if not self._depth:
            self._end(commit=True)

    def transaction(self) -> AbstractContextManager[None]:
        """Do several things as one; nested ones belong to the outermost."""
        return self._writing()

    @abstractmethod
    def damaged(self) -> StoreError:
        """Return the error that says which records are damaged."""

    def _whole(self, row: Row) -> Event:
        *values, crc = row
        if crc != checksum(values):
            raise self.damaged()
        return Event(*values)

    def _one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        rows = list(self.run(sql, values))
        return rows[0][0] if rows else None

    # -- the log

    def hold(self, learner: str) -> None:  # noqa: B027 - one writer at a time holds all there is
        """Let no other writer change this learner's record until the transaction ends."""

    def append(self, event: Event, scheduler: Scheduler) -> Memory | None:
        """Keep one event; return what the learner now remembers of its question."""
        with self._writing():
            self.hold(event.learner)
            self.use(event.learner, scheduler)
            before = self.memory(event.key)
            newest = self._newest(event)
            if not self._insert(event):
                return before
            if event.grade is None or not newest:
                self._derive(self._touched([event]), scheduler)
                return self.memory(event.key)
            memory = remember(before, event.day, event.grade, scheduler, event.seed)
            self._keep(event.key, memory)
            return memory

    def add(self, events: Iterable[Event], scheduler: Scheduler) -> int:
        """Keep the events that are not known yet and return how many those were."""
        events = list(events)
        with self._writing():
            for learner in sorted({event.learner for event in events}):
                self.hold(learner)
            new = [event for event in events if self._insert(event) or self._settle(event)]
            for learner in {event.learner for event in new}:
                own = [event for event in new if event.learner == learner]
                self._catch_up(learner, own, scheduler)
            return len(new)

    def events(self, learner: str | None = None, bank: str | None = None) -> Iterator[Event]:
        """Yield the log in the order of a replay."""
        asked = (("learner", learner), ("bank", bank))
        wanted = [(f"{name} = ?", value) for name, value in asked if value is not None]
        where = " AND ".join(part for part, _ in wanted) or "1 = 1"
        sql = f"SELECT {_EVENT}, crc FROM event WHERE {where} ORDER BY at, id"  # noqa: S608 - our own words
        for row in self.run(sql, [value for _, value in wanted]):
            yield self._whole(row)

    def latest(self, learner: str) -> tuple[int, Day] | None:
        """Return time and study day of the learner's newest event of any kind."""
        sql = "SELECT at, day FROM event WHERE learner = ? ORDER BY at DESC, id DESC LIMIT 1"
        return next(((int(at), int(day)) for at, day in self.run(sql, [learner])), None)

    def last(self, learner: str, bank: str | None = None) -> Event | None:
        """Return the learner's latest answer that counts."""
        sql = f"SELECT {_EVENT}, crc FROM event WHERE learner = ? AND grade IS NOT NULL{{}} ORDER BY at DESC, id DESC"  # noqa: S608 - our own words
        values = [learner] if bank is None else [learner, bank]
        for row in self.run(sql.format("" if bank is None else " AND bank = ?"), values):
            event = self._whole(row)
            if not self._void(event):
                return event
        return None

    # -- what is derived

    def scheduler(self, learner: str) -> str | None:
        """Return the name of the scheduler that the learner's memories are derived with."""
        name = self._one("SELECT name FROM scheduler WHERE learner = ?", [learner])
        return None if name is None else str(name)

    def use(self, learner: str, scheduler: Scheduler) -> bool:
        """Derive the learner's memories with `scheduler`; return whether that was a switch."""
        if self.scheduler(learner) == scheduler.name:
            return False
        with self._writing():
            self.hold(learner)
            self.run(
                "INSERT INTO scheduler (learner, name) VALUES (?, ?)"
                " ON CONFLICT (learner) DO UPDATE SET name = excluded.name",
                [learner, scheduler.name],
            )
            self._derive_all(learner, scheduler)
        return True

    def learners(self) -> list[str]:
        """Return everyone who has a record, sorted."""
        return [str(row[0]) for row in self.run("SELECT DISTINCT learner FROM event ORDER BY 1")]

    def rebuild(self, learner: str, scheduler: Scheduler) -> tuple[int, int]:
        """Derive all the learner's memories anew from the log.

        Returns:
            How many there are, and how many rows had been different.
        """
        sql = f"SELECT bank, question, {_MEMORY} FROM memory WHERE learner = ?"  # noqa: S608 - our own words
        with self._writing():
            self.hold(learner)
            before = set(map(tuple, self.run(sql, [learner])))
            self._derive_all(learner, scheduler)
            after = set(map(tuple, self.run(sql, [learner])))
        return len(after), len({row[:2] for row in before ^ after})

    def _derive_all(self, learner: str, scheduler: Scheduler) -> None:
        self.run("DELETE FROM memory WHERE learner = ?", [learner])
        found = replay(self.events(learner), scheduler)
        for key in sorted(found):
            self._keep(key, found[key])

    def due(self, learner: str, bank: str, today: Day) -> Iterator[tuple[str, Memory]]:
        """Yield what is due by `today`, longest overdue first."""
        return self._find(f"{_MINE} AND due <= ? ORDER BY due, question", [learner, bank, today])

    def today(self, learner: str, bank: str, today: Day) -> Iterator[tuple[str, Memory]]:
        """Yield what was answered last on `today`."""
        return self._find(f"{_MINE} AND last = ? ORDER BY question", [learner, bank, today])

    def introduced(self, learner: str, bank: str, today: Day) -> int:
        """Return how many questions were answered for the first time on `today`."""
        sql = f"SELECT count(*) FROM memory WHERE {_MINE} AND first = ?"  # noqa: S608 - our own words
        return int(self._one(sql, [learner, bank, today]))

    def memories(self, learner: str, bank: str) -> dict[str, Memory]:
        """Return everything the learner remembers of a bank."""
        return dict(self._find(f"{_MINE} ORDER BY question", [learner, bank]))

    def memory(self, key: Key) -> Memory | None:
        """Return what is remembered of one question."""
        return dict(self._find(f"{_MINE} AND question = ?", key)).get(key[2])

    def load(self, learner: str, bank: str, first: Day, last: Day) -> dict[Day, int]:
        """Return how many questions fall due on each day from `first` to `last`."""
        sql = f"SELECT due, count(*) FROM memory WHERE {_MINE} AND due BETWEEN ? AND ? GROUP BY due"  # noqa: S608 - our own words
        return {int(day): int(n) for day, n in self.run(sql, [learner, bank, first, last])}

    def unseen(self, learner: str, bank: str, questions: Iterable[str]) -> Iterator[str]:
        """Yield those of `questions` that the learner never answered, in their order."""
        waiting = iter(questions)
        while some := list(islice(waiting, _FEW)):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT question FROM memory WHERE {_MINE} AND question IN ({marks})"  # noqa: S608 - our own words
            seen = {row[0] for row in self.run(sql, [learner, bank, *some])}
            yield from (name for name in some if name not in seen)

    # -- the small steps

    def _find(self, where: str, values: Sequence[Any]) -> Iterator[tuple[str, Memory]]:
        owner = self.scheduler(str(values[0])) or schedulers.DEFAULT
        state = schedulers.scheduler(owner).state
        sql = f"SELECT question, {_MEMORY} FROM memory WHERE {where}"  # noqa: S608 - our own words
        for question, *numbers, kept in self.run(sql, values):
            yield question, _recalled(numbers, state(json.loads(kept)))

    def _keep(self, key: Key, memory: Memory) -> None:
        self.run(
            "INSERT INTO memory (learner, bank, question, first, last, due, grade, answers,"
            " lapses, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (learner, bank, question) DO UPDATE SET first = excluded.first,"
            " last = excluded.last, due = excluded.due, grade = excluded.grade,"
            " answers = excluded.answers, lapses = excluded.lapses, state = excluded.state",
            [*key, *_row(memory)[:-1], json.dumps(memory.state)],
        )

    def _insert(self, event: Event) -> bool:
        found = self.run(
            f"INSERT INTO event ({_EVENT}, crc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own words
            " ON CONFLICT (id) DO NOTHING RETURNING id",
            [*_row(event), checksum(_row(event))],
        )
        return bool(list(found))

    def _settle(self, event: Event) -> bool:
        """Two unlike events bear one id: keep the one that every device would keep."""
        rows = self.run(f"SELECT {_EVENT}, crc FROM event WHERE id = ?", [event.id])  # noqa: S608 - our own words
        known = self._whole(next(iter(rows)))
        if same_id(known, event) == known:
            return False
        self.run("DELETE FROM event WHERE id = ?", [event.id])
        self._insert(event)
        for learner in {known.learner, event.learner}:  # its memories may all be other ones
            self.run("DELETE FROM scheduler WHERE learner = ?", [learner])
        return True

    def _newest(self, event: Event) -> bool:
        """Whether `event` comes after all that is known of its question, and stands."""
        top = "SELECT at, id FROM event WHERE learner = ? AND bank = ? AND question = ? ORDER BY at DESC, id DESC LIMIT 1"
        found = [(at, name) for at, name in self.run(top, event.key)]
        undone = self._one("SELECT id FROM event WHERE undoes = ? LIMIT 1", [event.id])
        return undone is None and (not found or found[0] < event.order)

    def _catch_up(self, learner: str, new: list[Event], default: Scheduler) -> None:
        name = self.scheduler(learner)
        scheduler = schedulers.scheduler(name) if name else default
        if self.use(learner, scheduler):
            return
        touched = self._touched(new)
        if len(touched) > _FEW:
            self._derive_all(learner, scheduler)
        else:
            self._derive(touched, scheduler)

    def _touched(self, events: Iterable[Event]) -> set[Key]:
        """Return the keys whose memory the events change: their own, and what undos reach."""
        keys: set[Key] = set()
        for event in events:
            keys.add(event.key)
            target = event.undoes
            passed = {event.id}
            while target is not None and target not in passed:
                passed.add(target)
                named = next(self._by_id(target), None)
                if named is not None:
                    keys.add(named.key)
                target = named.undoes if named else None
        return keys

    def _by_id(self, name: str) -> Iterator[Event]:
        sql = f"SELECT {_EVENT}, crc FROM event WHERE id = ?"  # noqa: S608 - our own words
        return (self._whole(row) for row in self.run(sql, [name]))

    def _derive(self, keys: Iterable[Key], scheduler: Scheduler) -> None:
        sql = f"SELECT {_EVENT}, crc FROM event WHERE learner = ? AND bank = ? AND question = ?"  # noqa: S608 - our own words
        for key in keys:
            events = [self._whole(row) for row in self.run(sql, key)]
            memory = replay([*events, *self._undoers(events)], scheduler).get(key)
            if memory is None:
                self.run("DELETE FROM memory WHERE learner = ? AND bank = ? AND question = ?", key)
            else:
                self._keep(key, memory)

    def _undoers(self, events: Iterable[Event]) -> list[Event]:
        """Return the undos that name one of the events, and those that name such an undo."""
        sql = f"SELECT {_EVENT}, crc FROM event WHERE undoes = ?"  # noqa: S608 - our own words
        found: dict[str, Event] = {}
        waiting = [event.id for event in events]
        while waiting:
            rows = [self._whole(row) for row in self.run(sql, [waiting.pop()])]
            fresh = [event for event in rows if event.id not in found]
            found.update((event.id, event) for event in fresh)
            waiting += [event.id for event in fresh]
        return list(found.values())

    def _void(self, event: Event) -> bool:
        return event.id in void([event, *self._undoers([event])])
