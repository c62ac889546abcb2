"""The queue of a day: what is due first, then what is new, then what went wrong today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kaoka.question.course import in_course_order, one_of_each_first
from kaoka.question.model import Question
from kaoka.study.day import Day
from kaoka.study.memory import Memory, Scheduler
from kaoka.study.mistakes import Mistake
from kaoka.text import digest

Why = Literal["due", "new", "again", "mistake", "cram"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question whose turn will come, and why; `turn` counts the times it was asked before."""

    question: Question
    why: Why
    turn: int = 0


def chosen(questions: Iterable[Question], tags: Iterable[str]) -> tuple[Question, ...]:
    """Return the questions that bear one of `tags`; all of them when there are none."""
    wanted = frozenset(tags)
    return tuple(one for one in questions if not wanted or not wanted.isdisjoint(one.tags))


def due(
    found: Iterable[tuple[Question, Memory]], today: Day, weak: Mapping[str, float] | None = None
) -> tuple[Ticket, ...]:
    """Return what is due on `today`: longest overdue first, the rest in no order of the bank.

    With `weak` (recall by tag, from 0 to 1) the worst topics come first.
    """
    ready = [(question, memory) for question, memory in found if memory.due <= today]

    def place(pair: tuple[Question, Memory]) -> tuple[float, Day, str]:
        question, memory = pair
        return _weakness(question, weak or {}), memory.due, digest(str(today), question.id)

    return tuple(Ticket(one, "due", memory.answers) for one, memory in sorted(ready, key=place))


def again(
    found: Iterable[tuple[Question, Memory]], today: Day, scheduler: Scheduler
) -> tuple[Ticket, ...]:
    """Return what was graded too low on `today` and not well enough since."""
    return tuple(
        Ticket(question, "again", memory.answers)
        for question, memory in found
        if memory.last == today and memory.grade < scheduler.repeat_below
    )


def new(unseen: Iterable[Question], weak: Mapping[str, float] | None = None) -> Iterator[Ticket]:
    """Yield new questions section by section: first one of every item, then the second ones.

    Two questions about one fact thus never follow each other while others wait.
    """
    found = one_of_each_first(in_course_order(unseen))
    for question in sorted(found, key=lambda one: _weakness(one, weak or {})):
        yield Ticket(question, "new")


def mistaken(found: Mapping[str, Mistake], known: Mapping[str, Question]) -> Iterator[Ticket]:
    """Yield the questions of the mistakes notebook in its order."""
    for name, one in found.items():
        if name in known:
            yield Ticket(known[name], "mistake", one.wrong + one.right_days)


def cram(questions: Iterable[Question], today: Day) -> Iterator[Ticket]:
    """Yield every question, in an order nobody chose and another one each day."""
    for question in sorted(questions, key=lambda one: digest("cram", str(today), one.id)):
        yield Ticket(question, "cram", today)


def plan(*parts: Iterable[Ticket], limit: int | None = None) -> tuple[Ticket, ...]:
    """Put the parts of the queue one after another, at most `limit` questions of them."""
    whole = [ticket for part in parts for ticket in part]
    return tuple(whole if limit is None else whole[: max(limit, 0)])


def _weakness(question: Question, weak: Mapping[str, float]) -> float:
    return min((weak[tag] for tag in question.tags if tag in weak), default=1.0)


def by_id(questions: Sequence[Question]) -> dict[str, Question]:
    """Return the questions by their ids."""
    return {question.id: question for question in questions}
