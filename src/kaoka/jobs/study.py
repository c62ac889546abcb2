"""Studying: opens the bank and the store, plans the day, keeps every answer."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from kaoka.jobs.question_cache import questions_of
from kaoka.question.model import Question
from kaoka.store.log import Store
from kaoka.store.sqlite import SqliteStore
from kaoka.study import queue, stats
from kaoka.study import session as steps
from kaoka.study.day import Day, next_day, study_day
from kaoka.study.event import Event, Grade, ulid
from kaoka.study.memory import Memory, Scheduler
from kaoka.study.schedulers import DEFAULT, scheduler
from kaoka.study.session import Session

NEW_PER_DAY = 20
_DAY_MS = 86_400_000

Clock = Callable[[], datetime]
"""Returns the present moment, aware of its zone."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner asks of a session.

    `new`: at most so many new questions, now; None: what is left of twenty a day.
    `tags`: only questions with one of them. `limit`: at most so many questions in all.
    `scheduler`: a name to switch to; None keeps the learner's own.
    """

    new: int | None = None
    tags: tuple[str, ...] = ()
    limit: int | None = None
    weak: bool = False
    scheduler: str | None = None
    learner: str = "me"


def local_now() -> datetime:
    """Return the present moment in the zone of the wall clock."""
    return datetime.now(UTC).astimezone()


def home(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder of the study records: `$KAOKA_HOME`, else the user's data folder."""
    named = (os.environ if environ is None else environ).get("KAOKA_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("kaoka", appauthor=False)


def open_store(folder: Path | None = None) -> Store:
    """Open the study records of this machine's user.

    Raises:
        StoreError: when they are damaged or cannot be written.
    """
    return SqliteStore((folder or home()) / "study.db")


def own_scheduler(store: Store, learner: str, wanted: str | None = None) -> Scheduler:
    """Return the scheduler asked for, else the learner's own, else SM-2."""
    return scheduler(wanted or store.scheduler(learner) or DEFAULT)


@dataclass(slots=True)
class Desk:
    """A learner at work on one bank: the session, and the store that keeps it.

    A face reads `session`, calls these functions, and never has to think of saving:
    when one of them returns, what it did is on the disk.
    """

    title: str
    bank: str
    questions: Mapping[str, Question]
    store: Store
    scheduler: Scheduler
    learner: str
    session: Session
    now: Clock = local_now
    timer: Callable[[], float] = time.monotonic
    since: float = 0.0
    took_ms: int = 0

    def answer(self, given: Any) -> None:
        """Take an answer in option texts; None says that it is not known."""
        self.took_ms = max(int((self.timer() - self.since) * 1000), 0)
        self.session = steps.answer(self.session, given)

    def grade(self, given: Grade) -> Memory | None:
        """Save the answer with its grade, then go on; return what is now remembered."""
        ticket = self.session.waiting[0]
        event = replace(self._event(ticket.question.id), grade=given, took_ms=self.took_ms)
        memory = self.store.append(event, self.scheduler)
        self._go(steps.grade(self.session, given, event.id, self.took_ms))
        return memory

    def undo(self) -> bool:
        """Undo the latest answer of this session and ask it again; False when there is none."""
        if not self.session.done:
            return False
        last = self.session.done[-1]
        event = replace(self._event(last.ticket.question.id), undoes=last.event)
        self.store.append(event, self.scheduler)
        self._go(steps.undo(self.session))
        return True

    def take_back(self) -> None:
        """Ask the current question anew; nothing of it was saved."""
        self._go(steps.take_back(self.session))

    def go_on(self) -> None:
        """Go on to the next part of a case."""
        self.session = steps.go_on(self.session)

    def leave(self) -> None:
        """End the session; an answer that waits for its grade takes the suggested one."""
        if self.session.phase == "grading":
            self.grade(self.session.suggested)
        self.session = steps.leave(self.session)

    def _go(self, after: Session) -> None:
        self.session, self.since = after, self.timer()

    def _event(self, question: str) -> Event:
        return draft_event(self.store, self.learner, self.bank, question, self.now())


def draft_event(store: Store, learner: str, bank: str, question: str, now: datetime) -> Event:
    """Return an event of this moment, its id new and its study day fixed."""
    latest = store.latest(learner)
    at = int(now.timestamp() * 1000)
    if latest and 0 <= latest[0] - at < _DAY_MS:  # the clock was set back a little
        at = latest[0] + 1
    day = next_day(study_day(now), latest[1] if latest else None)
    name = ulid(at, secrets.token_bytes(10))
    return Event(name, learner, bank, question, at, day, None, device=store.device)


def sit_down(where: str | None, wish: Wish, *, store: Store, now: Clock = local_now) -> Desk:
    """Open a bank and plan the session: due first, then new, then what went wrong today.

    Raises:
        BankError: when there is no bank, or it has errors.
        StoreError: when the records cannot be read.
    """
    moment = now()
    asked = questions_of(where, moment.date(), home())
    chosen = scheduler(wish.scheduler) if wish.scheduler else own_scheduler(store, wish.learner)
    store.use(wish.learner, chosen)
    latest = store.latest(wish.learner)
    today = next_day(study_day(moment), latest[1] if latest else None)
    tickets = plan_day(
        store, asked.bank, queue.chosen(asked.questions, wish.tags), wish, today, chosen
    )
    return Desk(
        title=asked.title,
        bank=asked.bank,
        questions=queue.by_id(asked.questions),
        store=store,
        scheduler=chosen,
        learner=wish.learner,
        session=steps.begin(tickets, chosen.repeat_below),
        now=now,
        since=time.monotonic(),
    )


def plan_day(
    store: Store,
    bank: str,
    questions: tuple[Question, ...],
    wish: Wish,
    today: Day,
    chosen: Scheduler,
) -> tuple[queue.Ticket, ...]:
    """Return the questions of the session in their order."""
    known = queue.by_id(questions)

    def ours(found: Iterator[tuple[str, Memory]]) -> Iterator[tuple[Question, Memory]]:
        return ((known[name], memory) for name, memory in found if name in known)

    weak = _weak(store, wish.learner, bank, known) if wish.weak else None
    ready = ours(store.due(wish.learner, bank, today))
    due = queue.due(ready if weak or wish.limit is None else islice(ready, wish.limit), today, weak)
    room = _new_today(store, bank, wish, today)
    unseen = (known[name] for name in store.unseen(wish.learner, bank, known)) if room else ()
    new = islice(queue.new(unseen, weak), room)
    again = queue.again(ours(store.today(wish.learner, bank, today)), today, chosen)
    return queue.plan(due, new, again, limit=wish.limit)


def _new_today(store: Store, bank: str, wish: Wish, today: Day) -> int:
    if wish.new is not None:
        return max(wish.new, 0)
    return max(NEW_PER_DAY - store.introduced(wish.learner, bank, today), 0)


def _weak(store: Store, learner: str, bank: str, known: Mapping[str, Question]) -> dict[str, float]:
    counted = stats.counting(store.events(learner, bank))
    return {tag: one.share or 0.0 for tag, one in stats.topics(counted, known).items()}


def undo_last(store: Store, learner: str, *, now: Clock = local_now) -> Event | None:
    """Undo the learner's latest answer, in whatever session it was given; return it."""
    last = store.last(learner)
    if last is None:
        return None
    event = draft_event(store, learner, last.bank, last.question, now())
    store.append(replace(event, undoes=last.id), own_scheduler(store, learner))
    return last


def look_back(
    where: str | None, learner: str, *, store: Store, now: Clock = local_now
) -> tuple[str, stats.Stats, Mapping[str, Question]]:
    """Return the bank's title, what the learner's log adds up to, and the questions."""
    asked = questions_of(where, now().date(), home())
    store.use(learner, own_scheduler(store, learner))
    known = queue.by_id(asked.questions)
    found = stats.stats(
        store.events(learner, asked.bank),
        store.memories(learner, asked.bank),
        known,
        study_day(now()),
    )
    return asked.title, found, known


def look_ahead(
    where: str | None, learner: str, days: int, *, store: Store, now: Clock = local_now
) -> dict[Day, int]:
    """Return how many of the bank's questions fall due on each of the next days."""
    asked = questions_of(where, now().date(), home())
    store.use(learner, own_scheduler(store, learner))
    known = queue.by_id(asked.questions)
    memories = store.memories(learner, asked.bank)
    return stats.forecast(
        (memory for name, memory in memories.items() if name in known), study_day(now()), days
    )
