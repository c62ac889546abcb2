"""The session as a pure state machine: a face shows it, reads keys, and saves what it says.

    asking ── answer ──► told ── go_on ──► asking (the next part of a case)
                 │
                 └─────► grading ── grade ──► asking (the next question) … over

Every function takes a session and returns the next one. A face saves the graded answer
(`session.done[-1]`) before it shows what comes next; nothing here touches disk or clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from kaoka.question.grade import Result
from kaoka.question.grade import grade as mark
from kaoka.question.model import Question
from kaoka.question.present import Shown, present
from kaoka.study.event import Grade
from kaoka.study.queue import Ticket
from kaoka.study.suggest import suggest
from kaoka.text import digest

Phase = Literal["asking", "told", "grading", "over"]


@dataclass(frozen=True, slots=True)
class Done:
    """One graded answer: the ticket, the grade, the event that holds it, the time it took."""

    ticket: Ticket
    grade: Grade
    event: str
    took_ms: int
    correct: bool


@dataclass(frozen=True, slots=True)
class Session:
    """Where a learner stands in today's questions.

    `waiting` are the tickets still to come, the current one first; `results` what the
    answers to the current question were worth, one a part; `blank` whether all of those were
    left open; `took_ms` the time that they took; `hinted` whether the source was looked at
    before; `done` what was graded, oldest first.
    """

    waiting: tuple[Ticket, ...]
    repeat_below: Grade
    phase: Phase = "asking"
    results: tuple[Result, ...] = ()
    blank: bool = False
    took_ms: int = 0
    hinted: bool = False
    done: tuple[Done, ...] = ()

    @property
    def current(self) -> Ticket | None:
        """The ticket whose turn it is."""
        return self.waiting[0] if self.waiting else None

    @property
    def part(self) -> int:
        """Which part of a case is asked or told about, from 0; 0 where there are none."""
        return max(len(self.results) - (self.phase != "asking"), 0)

    @property
    def right(self) -> bool:
        """Whether everything answered of the current question is right."""
        return bool(self.results) and all(result.correct for result in self.results)

    @property
    def suggested(self) -> Grade:
        """The grade that Enter takes (`kaoka.study.suggest`)."""
        return suggest(
            self.waiting[0].question,
            right=self.right,
            blank=self.blank,
            took_ms=self.took_ms,
            hinted=self.hinted,
        )

    @property
    def failures(self) -> int:
        """How many of the last answers in a row were wrong."""
        right = [n for n, one in enumerate(reversed(self.done)) if one.correct]
        return right[0] if right else len(self.done)


def begin(tickets: Sequence[Ticket], repeat_below: Grade) -> Session:
    """Begin a session with the questions of a day."""
    return Session(tuple(tickets), repeat_below, "asking" if tickets else "over")


def show(ticket: Ticket) -> Shown:
    """Return a ticket's question as the learner sees it: another order at every turn."""

    def rank(purpose: str, question: str, text: str) -> str:
        return digest("kaoka-study-1", purpose, question, str(ticket.turn), text)

    return present(ticket.question, rank)


def asked(session: Session) -> Shown:
    """Return what is on the screen: the current question, or the current part of a case."""
    shown = show(session.waiting[0])
    return shown.parts[session.part] if shown.parts else shown


def hint(session: Session) -> Session:
    """Remember that the source of the current question was looked at before the answer."""
    return replace(session, hinted=True)


def answer(session: Session, given: Any, took_ms: int = 0) -> Session:
    """Take an answer in option texts (None: not known) and tell what it is worth.

    `took_ms` are the milliseconds since the question was shown.
    """
    question = asked(session).question
    results = (*session.results, mark(question, given))
    parts = max(len(session.waiting[0].question.parts), 1)
    return replace(
        session,
        results=results,
        blank=given is None and (session.blank or len(results) == 1),
        took_ms=took_ms,
        phase="grading" if len(results) == parts else "told",
    )


def go_on(session: Session) -> Session:
    """Go on to the next part of a case."""
    return replace(session, phase="asking")


def take_back(session: Session) -> Session:
    """Ask the current question once more from the start; nothing of it was saved."""
    return replace(session, phase="asking", results=(), blank=False, took_ms=0)


def grade(session: Session, given: Grade, event: str, took_ms: int) -> Session:
    """Grade the current question and go on to the next; too low a grade asks it again today."""
    ticket, *waiting = session.waiting
    if given < session.repeat_below:
        waiting.append(Ticket(ticket.question, "again", ticket.turn + 1))
    done = (*session.done, Done(ticket, given, event, took_ms, session.right))
    return Session(tuple(waiting), session.repeat_below, "asking" if waiting else "over", done=done)


def undo(session: Session) -> Session:
    """Ask the last graded question again as if it had not been answered.

    The face saves the undoing of `session.done[-1].event` first.
    """
    *done, last = session.done
    waiting = list(session.waiting)
    if last.grade < session.repeat_below:
        waiting.remove(Ticket(last.ticket.question, "again", last.ticket.turn + 1))
    return Session((last.ticket, *waiting), session.repeat_below, done=tuple(done))


def leave(session: Session) -> Session:
    """End the session; what waits, waits for the next one."""
    return replace(session, phase="over", results=(), blank=False)


def would_answer(question: Question, option: str, known: Mapping[str, Question]) -> Question | None:
    """Return the question that a wrong option would have answered, where it is known."""
    pairs = zip(question.distractors, question.distractor_items, strict=False)
    name = next((item for text, item in pairs if text == option and item), "")
    if name in known or not name:
        return known.get(name)
    item = name.partition("#")[0]
    return next((one for one in known.values() if one.item == item and option in one.key), None)
