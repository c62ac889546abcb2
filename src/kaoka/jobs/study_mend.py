"""Changing what a record says, by events of its own: undo, reset, a fit of FSRS."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaoka.jobs.question_cache import questions_of
from kaoka.jobs.study import Wish, with_tags
from kaoka.jobs.study_desk import Clock, draft_event, local_now
from kaoka.jobs.study_records import home, own_scheduler
from kaoka.store.log import Store
from kaoka.study import stats
from kaoka.study.event import Event
from kaoka.study.fsrs import Fsrs

if TYPE_CHECKING:
    from kaoka.study.fit import Fit


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
    chosen = {one.id for one in with_tags(asked.questions, wish.tags)}
    chosen &= set(names) or chosen
    own = own_scheduler(store, wish.learner)
    with store.transaction():
        counted = stats.counting(store.events(wish.learner, asked.bank))
        gone = [event for event in counted if event.question in chosen]
        for event in gone:
            undo = draft_event(store, wish.learner, asked.bank, event.question, now())
            store.append(replace(undo, undoes=event.id), own)
    return len(gone)


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
