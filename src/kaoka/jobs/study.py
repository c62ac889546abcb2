"""Studying: opens the bank and the store, plans the day, keeps every answer."""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kaoka.errors import AnswerError
from kaoka.jobs.files import write_beside
from kaoka.jobs.question_cache import questions_of
from kaoka.jobs.study_desk import Clock, Desk, draft_event, local_now
from kaoka.jobs.study_exam import BUDGET, ExamPlan, look_at_exam
from kaoka.question.model import Question
from kaoka.store.log import Store
from kaoka.store.sqlite import SqliteStore
from kaoka.study import queue, stats
from kaoka.study import session as steps
from kaoka.study.day import Day, next_day, study_day
from kaoka.study.event import Event
from kaoka.study.fsrs import Fsrs
from kaoka.study.memory import Memory, Scheduler
from kaoka.study.mistakes import Mistake, mistakes
from kaoka.study.schedulers import DEFAULT, balance, scheduler

if TYPE_CHECKING:
    from kaoka.study.fit import Fit

NEW_PER_DAY = 20
_AHEAD = 30
_TAGS = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner asks of a session.

    `new`: at most so many new questions, now; None: what is left of twenty a day.
    `tags`: only questions with one of them. `limit`: at most so many questions in all.
    `weak`: weak topics first. `mistakes`: what was answered wrong and is not yet made
    good, due or not. `cram`: everything, and nothing is saved. `minutes`: when to stop.
    `exam`: plan for this day, with at most `budget` answers a day.
    `scheduler`: a name to switch to; None keeps the learner's own. `balance`: whether due
    days are balanced from now on; None keeps it as it was.
    """

    new: int | None = None
    tags: tuple[str, ...] = ()
    limit: int | None = None
    weak: bool = False
    mistakes: bool = False
    cram: bool = False
    minutes: int | None = None
    exam: date | None = None
    budget: int = BUDGET
    scheduler: str | None = None
    balance: bool | None = None
    learner: str = "me"


def home(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder of the study records: `$KAOKA_HOME`, else the user's data folder."""
    named = (os.environ if environ is None else environ).get("KAOKA_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("kaoka", appauthor=False)


def open_store(folder: Path | None = None, url: str | None = None) -> Store:
    """Open the study records: `$KAOKA_STORE` (a PostgreSQL URL), else this user's own file.

    Raises:
        StoreError: when they are damaged, cannot be reached or cannot be written.
    """
    place = folder or home()
    url = url or (os.environ.get("KAOKA_STORE") if folder is None else None)
    if url:
        from kaoka.store.postgres import PostgresStore

        return PostgresStore(url, device=_device(place))
    return SqliteStore(place / "study.db")


def _device(place: Path) -> str:
    """Return the name of this machine among a learner's devices; a new one the first time."""
    file = place / "device"
    with suppress(OSError):
        return file.read_text("utf-8").strip()
    name = secrets.token_hex(4)
    write_beside(file, name.encode(), private=True)
    return name


def own_scheduler(
    store: Store, learner: str, wanted: str | None = None, *, balanced: bool | None = None
) -> Scheduler:
    """Return the scheduler asked for, else the learner's own, else SM-2.

    Load balancing stays as the learner has it unless `balanced` says otherwise.
    """
    own = scheduler(store.scheduler(learner) or DEFAULT)
    chosen = scheduler(wanted) if wanted else own
    keep = own.balanced or chosen.balanced
    return balance(chosen, wanted=keep if balanced is None else balanced)


def sit_down(where: str | None, wish: Wish, *, store: Store, now: Clock = local_now) -> Desk:
    """Open a bank and plan the session: due first, then new, then what went wrong today.

    Raises:
        BankError: when there is no bank, or it has errors.
        AnswerError: when no question bears a tag that was asked for.
        StoreError: when the records cannot be read.
    """
    moment = now()
    asked = questions_of(where, moment.date(), home())
    chosen = own_scheduler(store, wish.learner, wish.scheduler, balanced=wish.balance)
    store.use(wish.learner, chosen)
    latest = store.latest(wish.learner)
    today = next_day(study_day(moment), latest[1] if latest else None)
    questions = _chosen(asked.questions, wish.tags)
    plan = None
    if wish.exam is not None:
        part = replace(asked, questions=questions)
        day = exam_day(wish.exam, today)
        plan = look_at_exam(part, chosen, wish.learner, today, day, wish.budget, store=store)
        again = plan_again(store, asked.bank, questions, wish.learner, today, chosen)
        tickets = queue.plan(plan.tickets, again, limit=wish.limit)
    else:
        tickets = _tickets(store, asked.bank, questions, wish, today, chosen)
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
        ends=None if wish.minutes is None else time.monotonic() + 60 * wish.minutes,
        kept=not wish.cram,
        plan=plan,
    )


def _chosen(questions: tuple[Question, ...], tags: tuple[str, ...]) -> tuple[Question, ...]:
    """Return the questions with one of `tags`; a tag that none of them has is refused."""
    known = Counter(tag for question in questions for tag in question.tags)
    for tag in tags:
        if tag not in known:
            some = "、".join(name for name, _count in known.most_common(_TAGS))
            raise AnswerError("tag_unknown", tag=tag, tags=some or "-")
    return queue.chosen(questions, tags)


def _tickets(
    store: Store,
    bank: str,
    questions: tuple[Question, ...],
    wish: Wish,
    today: Day,
    chosen: Scheduler,
) -> tuple[queue.Ticket, ...]:
    if wish.cram:
        return queue.plan(queue.cram(questions, today), limit=wish.limit)
    if wish.mistakes:
        found = mistakes_of(store, wish.learner, bank)
        known = queue.by_id(questions)
        return queue.plan(queue.mistaken(found, known), limit=wish.limit)
    return plan_day(store, bank, questions, wish, today, chosen)


def mistakes_of(store: Store, learner: str, bank: str) -> dict[str, Mistake]:
    """Return what the learner answered wrong and has not made good yet."""
    return mistakes(stats.counting(store.events(learner, bank)))


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
    again = plan_again(store, bank, questions, wish.learner, today, chosen)
    return queue.plan(due, new, again, limit=wish.limit)


def plan_again(
    store: Store,
    bank: str,
    questions: tuple[Question, ...],
    learner: str,
    today: Day,
    chosen: Scheduler,
) -> tuple[queue.Ticket, ...]:
    """Return what went wrong today and was not made good."""
    known = queue.by_id(questions)
    found = store.today(learner, bank, today)
    ours = ((known[name], memory) for name, memory in found if name in known)
    return queue.again(ours, today, chosen)


def exam_day(exam: date, today: Day) -> Day:
    """Return the day of an exam.

    Raises:
        AnswerError: when it is not ahead.
    """
    if exam.toordinal() <= today:
        raise AnswerError("exam_over", exam=exam)
    return exam.toordinal()


def look_at_plan(
    where: str | None, wish: Wish, exam: date, *, store: Store, now: Clock = local_now
) -> tuple[str, ExamPlan]:
    """Return the bank's title and the way to an exam day."""
    moment = now()
    asked = questions_of(where, moment.date(), home())
    chosen = own_scheduler(store, wish.learner, wish.scheduler, balanced=wish.balance)
    today = study_day(moment)
    part = replace(asked, questions=_chosen(asked.questions, wish.tags))
    day = exam_day(exam, today)
    plan = look_at_exam(part, chosen, wish.learner, today, day, wish.budget, store=store)
    return asked.title, plan


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


def reset(
    where: str | None,
    wish: Wish,
    names: tuple[str, ...],
    *,
    store: Store,
    now: Clock = local_now,
) -> int:
    """Undo every answer to some questions of a bank, so that they are new again.

    Args:
        where: the bank.
        wish: the learner, and tags: only questions with one of them.
        names: only these questions; all of the bank's when empty.
        store: the records.
        now: the clock.

    Returns:
        How many answers were undone, each by an event of its own.
    """
    asked = questions_of(where, now().date(), home())
    chosen = {one.id for one in _chosen(asked.questions, wish.tags)}
    chosen &= set(names) or chosen
    own = own_scheduler(store, wish.learner)
    with store.transaction():
        counted = stats.counting(store.events(wish.learner, asked.bank))
        gone = [event for event in counted if event.question in chosen]
        for event in gone:
            undo = draft_event(store, wish.learner, asked.bank, event.question, now())
            store.append(replace(undo, undoes=event.id), own)
    return len(gone)


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


def look_at_mistakes(
    where: str | None, learner: str, *, store: Store, now: Clock = local_now
) -> list[tuple[Question, Mistake]]:
    """Return the mistakes notebook (错题本), what was wrong most often first."""
    asked = questions_of(where, now().date(), home())
    known = queue.by_id(asked.questions)
    found = mistakes_of(store, learner, asked.bank)
    return [(known[name], one) for name, one in found.items() if name in known]


def write_page(
    where: str | None, learner: str, file: Path, *, store: Store, now: Clock = local_now
) -> None:
    """Write the learner's figures as one HTML page.

    Raises:
        OSError: when the file cannot be written.
    """
    from kaoka.jobs.study_page import page

    title, found, known = look_back(where, learner, store=store, now=now)
    ahead = look_ahead(where, learner, _AHEAD, store=store, now=now)
    write_beside(file, page(title, found, ahead, known).encode())


def optimize(learner: str, retention: float, *, store: Store) -> tuple[Fit, bool]:
    """Fit FSRS to the learner's own log, and use it if it foretells better than the defaults.

    Returns:
        The fit, and whether it was taken up; if not, FSRS with its defaults was.

    Raises:
        StoreError: when the log is too short, or the extra `fsrs` is missing.
    """
    from kaoka.study.fit import fit, histories

    found = fit(histories(stats.counting(store.events(learner))))
    better = found.fitted < found.default
    balanced = own_scheduler(store, learner).balanced
    store.use(learner, Fsrs(retention, found.parameters if better else (), balanced))
    return found, better


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
