"""A form: the questions of one paper in order, the options as printed, the key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kaoka.exam.blueprint import Scoring
from kaoka.question.model import Answers, Question, number

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question as a form asks it.

    `options` are printed under A, B, C …: the choices of a single or multiple, 对 and
    错, the steps of an ordering, the right-hand side of a matching (`left` is the other
    side). `answer` is the key as DESIGN and `key.csv` write it: `ACD`, `CABD`, `1C2A`,
    texts with `|` between blanks. A case holds `parts` and has no number of its own:
    `number` is that of its first part, `points` is their sum. `origins` runs parallel
    to `options`: the id of the question that the option would have answered, or "".
    """

    number: int
    question: Question
    points: Fraction
    scoring: Scoring = "all_or_nothing"
    veto: bool = False
    options: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    answer: str = ""
    parts: tuple[Asked, ...] = ()

    def numbered(self) -> Iterator[Asked]:
        """Every question that has a number: this one, or the parts of a case."""
        yield from self.parts or (self,)

    def plain(self) -> dict[str, Any]:
        """Return the question as the manifest holds it."""
        question = self.question
        answers: Answers = question.answers
        fields: dict[str, Any] = {
            "number": self.number,
            "question": question.id,
            "item": question.item,
            "type": question.type,
            "points": str(self.points),
            "scoring": self.scoring,
            "veto": self.veto,
            "stem": question.stem,
            "options": list(self.options),
            "origins": list(self.origins) if any(self.origins) else [],
            "left": list(self.left),
            "answer": self.answer,
            "accepted": [list(texts) for texts in answers],
            "value": number(question.value),
            "unit": question.unit,
            "tolerance": number(question.tolerance),
            "synonyms": list(question.synonyms),
            "parts": [part.plain() for part in self.parts],
        }
        return {name: value for name, value in fields.items() if value not in ([], "", None)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """One section of a form; `points` are those of one question."""

    title: str
    types: tuple[str, ...]
    points: Fraction
    scoring: Scoring
    instructions: str
    asked: tuple[Asked, ...]

    @property
    def total(self) -> Fraction:
        """The points of the section."""
        return sum((asked.points for asked in self.asked), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of a paper. `passing` is a percentage, `minutes` the time allowed."""

    exam: str
    name: str
    title: str
    minutes: int
    passing: Fraction
    sections: tuple[FormSection, ...]

    @property
    def total(self) -> Fraction:
        """All points of the form."""
        return sum((section.total for section in self.sections), Fraction(0))

    def asked(self) -> Iterator[Asked]:
        """Every question in order, cases whole."""
        for section in self.sections:
            yield from section.asked

    def numbered(self) -> Iterator[Asked]:
        """Every numbered question in order, the parts of cases each by itself."""
        for asked in self.asked():
            yield from asked.numbered()

    def plain(self) -> dict[str, Any]:
        """Return the form as the manifest holds it: all that marking needs."""
        return {
            "name": self.name,
            "exam": self.exam,
            "title": self.title,
            "minutes": self.minutes,
            "pass": str(self.passing),
            "sections": [
                {
                    "title": section.title,
                    "points": str(section.points),
                    "questions": [asked.plain() for asked in section.asked],
                }
                for section in self.sections
            ],
        }
