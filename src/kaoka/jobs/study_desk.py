"""A learner at work: the session, and every answer on the disk before the next question."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from kaoka.jobs.study_exam import ExamPlan
from kaoka.question.model import Question
from kaoka.store.log import Store
from kaoka.study import balance
from kaoka.study import session as steps
from kaoka.study.day import next_day, study_day
from kaoka.study.event import Event, Grade, ulid
from kaoka.study.memory import Memory, Scheduler
from kaoka.study.session import Session

_DAY_MS = 86_400_000
_TRIES = 64

Clock = Callable[[], datetime]
"""Returns the present moment, aware of its zone."""


def local_now() -> datetime:
    """Return the present moment in the zone of the wall clock."""
    return datetime.now(UTC).astimezone()


@dataclass(slots=True)
class Desk:
    """A learner at work on one bank: the session, and the store that keeps it.

    A face reads `session`, calls these functions, and never has to think of saving:
    when one of them returns, what it did is on the disk. Unless `kept` is false: then
    nothing is. `ends` is the moment of `timer` when the time is up.
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
    ends: float | None = None
    kept: bool = True
    plan: ExamPlan | None = None

    def answer(self, given: Any) -> None:
        """Take an answer in option texts; None says that it is not known."""
        self.took_ms = max(int((self.timer() - self.since) * 1000), 0)
        self.session = steps.answer(self.session, given, self.took_ms)

    def look_up(self) -> None:
        """Note that the source was looked at before the answer."""
        self.session = steps.hint(self.session)

    def grade(self, given: Grade) -> Memory | None:
        """Save the answer with its grade, then go on; return what is now remembered."""
        ticket = self.session.waiting[0]
        event = replace(self._event(ticket.question.id), grade=given, took_ms=self.took_ms)
        memory = None
        if self.kept:
            event = lighter(event, given, self.store, self.scheduler)
            memory = self.store.append(event, self.scheduler)
        self._go(steps.grade(self.session, given, event.id, self.took_ms))
        return memory

    def undo(self) -> bool:
        """Undo the latest answer of this session and ask it again; False when there is none."""
        if not self.session.done:
            return False
        last = self.session.done[-1]
        event = replace(self._event(last.ticket.question.id), undoes=last.event)
        if self.kept:
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

    @property
    def time_is_up(self) -> bool:
        """Whether the minutes that were asked for are over."""
        return self.ends is not None and self.timer() >= self.ends

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


def lighter(event: Event, grade: Grade, store: Store, scheduler: Scheduler) -> Event:
    """Return the event with an id under which its question falls on the lightest day near.

    The event stays as it is when the scheduler does not balance, when there is no choice,
    or when the day is so far ahead that its load says nothing yet.
    """
    if not scheduler.balanced:
        return event
    before = store.memory(event.key)
    days = scheduler.after(before, event.day, grade)[1] - event.day
    near = balance.span(days)
    if len(near) == 1 or days > balance.FAR:
        return event
    found = store.load(event.learner, event.bank, event.day + near[0], event.day + near[-1])
    load = {day - event.day: count for day, count in found.items()}
    if before is not None and before.due in found:  # where it stands now it will not be
        load[before.due - event.day] -= 1
    best = balance.lightest(days, load)
    for _ in range(_TRIES * len(near)):
        if balance.given(days, *event.seed) == best:
            break
        event = replace(event, id=ulid(event.at, secrets.token_bytes(10)))
    return event
