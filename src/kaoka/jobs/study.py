"""Planning a session: opens the bank and the store, and lays out the day's questions."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from kaoka.errors import AnswerError
from kaoka.jobs.question_cache import questions_of
from kaoka.jobs.study_desk import Clock, Desk, local_now
from kaoka.jobs.study_exam import BUDGET, look_at_exam
from kaoka.jobs.study_records import home, own_scheduler
from kaoka.question.model import Question
from kaoka.store.log import Store
from kaoka.study import queue, stats
from kaoka.study import session as steps
from kaoka.study.day import Day, next_day, study_day
from kaoka.study.memory import Memory, Scheduler
from kaoka.study.mistakes import Mistake, mistakes

NEW_PER_DAY = 20
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
    questions = with_tags(asked.questions, wish.tags)
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


def with_tags(questions: tuple[Question, ...], tags: tuple[str, ...]) -> tuple[Question, ...]:
    """Return the questions with one of `tags`; a tag that none of them has is refused."""
    known = Counter(tag for question in questions for tag in question.tags)
    for tag in tags:
        if tag not in known:
            some = "、".join(name for name, _count in known.most_common(_TAGS))
            raise AnswerError("tag_unknown", tag=tag, tags=some or "-")
    return queue.chosen(questions, tags)


def exam_day(exam: date, today: Day) -> Day:
    """Return the day of an exam.

    Raises:
        AnswerError: when it is not ahead.
    """
    if exam.toordinal() <= today:
        raise AnswerError("exam_over", exam=exam)
    return exam.toordinal()


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


def mistakes_of(store: Store, learner: str, bank: str) -> dict[str, Mistake]:
    """Return what the learner answered wrong and has not made good yet."""
    return mistakes(stats.counting(store.events(learner, bank)))


def _new_today(store: Store, bank: str, wish: Wish, today: Day) -> int:
    if wish.new is not None:
        return max(wish.new, 0)
    return max(NEW_PER_DAY - store.introduced(wish.learner, bank, today), 0)


def _weak(store: Store, learner: str, bank: str, known: Mapping[str, Question]) -> dict[str, float]:
    counted = stats.counting(store.events(learner, bank))
    return {tag: one.share or 0.0 for tag, one in stats.topics(counted, known).items()}
