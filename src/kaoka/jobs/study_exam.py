"""The way to an exam day: what to do today, what to expect on the day, what must be left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from kaoka.jobs.question_cache import Asked
from kaoka.question.model import Question
from kaoka.store.log import Store
from kaoka.study import queue
from kaoka.study.day import Day, written
from kaoka.study.event import Event
from kaoka.study.exam_plan import Known, choose, expected
from kaoka.study.fsrs import Fsrs, State
from kaoka.study.memory import Memory, Scheduler
from kaoka.study.outlook import Outlook
from kaoka.study.replay import replay
from kaoka.study.simulate import Learner, Setting, planned

BUDGET = 60
"""Answers a day when the learner names no number."""

_WORK = 60_000
"""Card-days that are simulated one by one; of more, every second, third … card is."""


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """What lies between today and the exam.

    `now` and `then` are the mean recall on the exam day if nothing more is learned, and
    if the plan is followed; `days` the new questions and reviews of each day; `unmet`
    questions never answered; `missed` those that the budget cannot reach, and `missed_items`
    how many facts that leaves without any question; `needed` the answers a day that
    would reach them all; `tickets` today's.
    """

    today: Day
    exam: Day
    budget: int
    questions: int
    unmet: int
    now: float
    then: float
    days: Mapping[Day, tuple[int, int]]
    missed: int
    missed_items: int
    missed_tags: tuple[str, ...]
    needed: int
    tickets: tuple[queue.Ticket, ...]

    def plain(self) -> dict[str, Any]:
        """Return the plan as JSON values."""
        return {
            "day": written(self.today),
            "exam": written(self.exam),
            "budget": self.budget,
            "questions": self.questions,
            "unmet": self.unmet,
            "recall_now": round(self.now, 4),
            "recall_then": round(self.then, 4),
            "days": [
                {"day": written(day), "new": new, "review": review}
                for day, (new, review) in self.days.items()
            ],
            "missed": self.missed,
            "missed_items": self.missed_items,
            "missed_tags": list(self.missed_tags),
            "needed_a_day": self.needed,
        }


def plan_exam(
    asked: Asked, events: list[Event], own: Scheduler, today: Day, exam: Day, budget: int
) -> ExamPlan:
    """Plan the days from `today` to `exam` for one learner's log of one bank.

    Questions that no exam may ask are left out; of several ways to ask for one fact, the
    one answered last is planned, else the first. The learner's own FSRS parameters are
    used where FSRS is the learner's scheduler, else the defaults.

    Raises:
        StoreError: when the extra `fsrs` is not installed.
    """
    fsrs = own if isinstance(own, Fsrs) else Fsrs()
    outlook = Outlook(fsrs.parameters)
    memories = {key[2]: one for key, one in replay(events, fsrs).items()}
    asking = {one.id: one for one in _one_a_fact(asked.questions, memories)}
    met = {name: memories[name] for name in asking if name in memories}
    unmet = [one.question for one in queue.new(q for q in asking.values() if q.id not in met)]
    cards: dict[str, Known | None] = {name: _known(one) for name, one in met.items()}
    cards |= dict.fromkeys(one.id for one in unmet)
    room = max(budget - sum(one.last == today for one in memories.values()), 0)
    names = choose(cards, outlook, today, exam, room)
    learner = _imagine(cards, outlook, today, exam, budget)
    reached = room + budget * (exam - today - 1)
    missed = unmet[reached:]
    return ExamPlan(
        today=today,
        exam=exam,
        budget=budget,
        questions=len(cards),
        unmet=len(unmet),
        now=expected(cards.values(), outlook, exam),
        then=expected(learner.cards.values(), outlook, exam - today),
        days=_days(learner, today, exam, len(cards)),
        missed=len(missed),
        missed_items=len({one.item for one in missed} - _items(asking, met, unmet[:reached])),
        missed_tags=_tags(missed),
        needed=-(-len(unmet) // (exam - today)),
        tickets=_tickets(names, asking, met),
    )


def _one_a_fact(
    questions: Iterable[Question], memories: Mapping[str, Memory]
) -> Iterator[Question]:
    """Yield one question a fact: a paper asks for it once, in whatever way."""
    ways: dict[tuple[str, str], list[Question]] = {}
    for question in questions:
        if question.examable:
            ways.setdefault((question.item, question.fact), []).append(question)
    for several in ways.values():
        met = [one for one in several if one.id in memories]
        yield max(met, key=lambda one: memories[one.id].last) if met else several[0]


def look_at_exam(
    asked: Asked, own: Scheduler, learner: str, today: Day, exam: Day, budget: int, *, store: Store
) -> ExamPlan:
    """Plan with what the store knows of the learner."""
    return plan_exam(asked, list(store.events(learner, asked.bank)), own, today, exam, budget)


def _known(memory: Memory) -> Known:
    return Known(cast("State", memory.state), memory.last)


def _imagine(
    cards: Mapping[str, Known | None], outlook: Outlook, today: Day, exam: Day, budget: int
) -> Learner:
    """Send a learner with this memory through the plan, day 0 being today."""
    step = max(-(-len(cards) * (exam - today) // _WORK), 1)
    some = dict(list(cards.items())[::step])
    shifted = {
        name: None if one is None else Known(one.state, one.last - today)
        for name, one in some.items()
    }
    learner = Learner(outlook, 1, shifted)
    setting = Setting(len(some), exam - today, max(round(budget / step), 1))
    planned()(learner, outlook, setting)
    return learner


def _days(learner: Learner, today: Day, exam: Day, cards: int) -> dict[Day, tuple[int, int]]:
    scale = cards / max(len(learner.cards), 1)
    found = {}
    for day in range(exam - today):
        new, review = learner.days.get(day, (0, 0))
        found[today + day] = round(new * scale), round(review * scale)
    return found


def _items(
    asking: Mapping[str, Question], met: Mapping[str, Memory], reached: list[Question]
) -> set[str]:
    return {asking[name].item for name in met} | {one.item for one in reached}


def _tags(missed: list[Question]) -> tuple[str, ...]:
    """The topics that lose most questions, most first."""
    counts: dict[str, int] = {}
    for one in missed:
        for tag in one.tags:
            counts[tag] = counts.get(tag, 0) + 1
    return tuple(sorted(counts, key=lambda tag: (-counts[tag], tag))[:5])


def _tickets(
    names: list[str], asking: Mapping[str, Question], met: Mapping[str, Memory]
) -> tuple[queue.Ticket, ...]:
    """Reviews first, then what is new."""
    reviews = [
        queue.Ticket(asking[name], "due", met[name].answers) for name in names if name in met
    ]
    return (*reviews, *(queue.Ticket(asking[name], "new") for name in names if name not in met))
