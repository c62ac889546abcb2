"""Questions with the facility that past exams showed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from kaoka.question.model import Question


def measured(questions: Iterable[Question], known: Mapping[str, Decimal]) -> Iterator[Question]:
    """Yield each question with its facility, by id in `known`; a case with its parts' mean.

    What is not known is None, whatever the question said before.
    """
    for question in questions:
        parts = tuple(measured(question.parts, known))
        facility = _mean(parts) if parts else known.get(question.id)
        if (facility, parts) == (question.facility, question.parts):
            yield question
        else:
            yield replace(question, facility=facility, parts=parts)


def told(questions: Iterable[Question]) -> dict[str, str]:
    """Return the facility of every question, or part, of which it is known, as text."""
    single = (one for question in questions for one in question.parts or (question,))
    return {one.id: str(one.facility) for one in single if one.facility is not None}


def _mean(parts: tuple[Question, ...]) -> Decimal | None:
    found = [part.facility for part in parts if part.facility is not None]
    return sum(found, Decimal(0)) / len(found) if len(found) == len(parts) else None
