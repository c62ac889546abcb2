"""Looking at a learner's record: figures, days ahead, mistakes, the way to an exam."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from kaoka.jobs.files import write_beside
from kaoka.jobs.question_cache import questions_of
from kaoka.jobs.study import Wish, exam_day, mistakes_of, with_tags
from kaoka.jobs.study_desk import Clock, local_now
from kaoka.jobs.study_exam import ExamPlan, look_at_exam
from kaoka.jobs.study_records import home, own_scheduler
from kaoka.question.model import Question
from kaoka.store.log import Store
from kaoka.study import queue, stats
from kaoka.study.day import Day, study_day
from kaoka.study.mistakes import Mistake

_AHEAD = 30


def look_at_plan(
    where: str | None, wish: Wish, exam: date, *, store: Store, now: Clock = local_now
) -> tuple[str, ExamPlan]:
    """Return the bank's title and the way to an exam day."""
    moment = now()
    asked = questions_of(where, moment.date(), home())
    chosen = own_scheduler(store, wish.learner, wish.scheduler, balanced=wish.balance)
    today = study_day(moment)
    part = replace(asked, questions=with_tags(asked.questions, wish.tags))
    day = exam_day(exam, today)
    plan = look_at_exam(part, chosen, wish.learner, today, day, wish.budget, store=store)
    return asked.title, plan


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
