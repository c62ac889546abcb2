"""Another question in the place of one: the next, by rank, that keeps every rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kaoka.errors import ExamError
from kaoka.exam.arrange import in_place
from kaoka.exam.assemble import Drawing
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.form import Asked, Form, FormSection
from kaoka.exam.rank import Rank
from kaoka.exam.rules import Bound
from kaoka.question.model import Question


@dataclass(frozen=True, slots=True)
class Swap:
    """One swap as the manifest holds it: form, number on the paper, question ids."""

    form: str
    number: int
    old: str
    new: str


def form_of(
    entry: Mapping[str, Any], blueprint: Blueprint, questions: Mapping[str, Question], leaving: int
) -> Form:
    """Return a form of the manifest with the bank's questions in it.

    Args:
        entry: the form in the manifest.
        blueprint: the blueprint that the form was made from.
        questions: the bank's questions, by id.
        leaving: the number whose question need not be in the bank any more.

    Raises:
        ExamError: `question_changed`; the bank no longer has a question as the form prints it.
    """
    sections = []
    for section, held in zip(blueprint.sections, entry["sections"], strict=True):
        asked = tuple(_asked(one, questions, leaving) for one in held["questions"])
        sections.append(
            FormSection(
                title=section.title,
                types=section.types,
                points=section.points,
                scoring=section.scoring,
                instructions=section.instructions,
                asked=asked,
            )
        )
    return Form(
        exam=entry["exam"],
        name=entry["name"],
        title=entry["title"],
        minutes=entry["minutes"],
        passing=Fraction(entry["pass"]),
        sections=tuple(sections),
    )


def swapped(blueprint: Blueprint, form: Form, swap: Swap, new: Question, rank: Rank) -> Form:
    """Return the form with `new` where the question of that number stood."""
    at, old = locate(form, swap.number)
    section = form.sections[at]
    asked = in_place(blueprint, at, old, new, rank)
    changed = replace(section, asked=tuple(asked if o is old else o for o in section.asked))
    return replace(form, sections=(*form.sections[:at], changed, *form.sections[at + 1 :]))


def locate(form: Form, number: int) -> tuple[int, Asked]:
    """Return the section (from 0) and the question, a case whole, that bears a number.

    Raises:
        ExamError: `number_unknown`.
    """
    for at, section in enumerate(form.sections):
        for asked in section.asked:
            if any(one.number == number for one in asked.numbered()):
                return at, asked
    raise ExamError("number_unknown", form=form.name, number=number)


def next_question(
    drawing: Drawing,
    form: Form,
    number: int,
    gone: Collection[str],
    others: Iterable[frozenset[str]],
) -> Question:
    """Return the question of lowest draw rank that may stand in a question's place.

    It is of the same type (a case: the same types in its parts), its section may hold
    it, and no rule of the blueprint is kept less well than before.

    Args:
        drawing: the draw of the exam.
        form: the form as it stands.
        number: the number on the paper.
        gone: questions that were swapped out of this form before.
        others: for each other form, the set of its items, for the bound on overlap.

    Raises:
        ExamError: `number_unknown`, or `swap_none`: the rules allow no other question.
    """
    at, old = locate(form, number)
    pool = drawing.pool
    rest = [asked.question for asked in form.asked() if asked is not old]
    numbers = {question.id: n for n, question in enumerate(pool.questions)}
    before = [numbers[q.id] for q in (*rest, old.question) if q.id in numbers]
    kept = [numbers[q.id] for q in rest if q.id in numbers]
    barred = {pool.items[n] for n in kept}
    barred |= {enemy for item in barred for enemy in pool.enemies.get(item, frozenset())}
    items = {question.item for question in rest}
    shared = tuple(others)
    bounds = drawing.system.bounds
    missed = _missed(bounds, before)
    for place in drawing.order(form.name):
        new = pool.questions[place]
        if (
            new.id == old.question.id
            or new.id in gone
            or pool.items[place] in barred
            or at not in pool.sections[place]
            or _shape(new) != _shape(old.question)
        ):
            continue
        if any(b > a for a, b in zip(missed, _missed(bounds, [*kept, place]), strict=True)):
            continue
        if _too_much(
            drawing.blueprint.overlap, {*items, old.question.item}, {*items, new.item}, shared
        ):
            continue
        return new
    raise ExamError("swap_none", form=form.name, number=number)


def _too_much(
    most: int | None, before: set[str], after: set[str], others: Iterable[frozenset[str]]
) -> bool:
    """Whether the form now shares more with some other than the blueprint allows."""
    if most is None:
        return False
    return any(len(after & other) > max(most, len(before & other)) for other in others)


def _missed(bounds: Iterable[Bound], held: Collection[int]) -> list[int]:
    """Return by how many questions each bound is missed."""
    counts = Counter(held)
    found = []
    for bound in bounds:
        count = sum(counts[n] for n in bound.members.intersection(counts))
        found.append(max(bound.least - count, count - bound.most, 0))
    return found


def _shape(question: Question) -> tuple[str, ...]:
    return (question.type, *(part.type for part in question.parts))


def _asked(entry: Mapping[str, Any], questions: Mapping[str, Question], leaving: int) -> Asked:
    parts = entry.get("parts") or ()
    question = questions.get(entry["question"])
    leaves = leaving in {one["number"] for one in parts or (entry,)}
    if question is None:
        if not leaves:
            raise ExamError("question_changed", question=entry["question"], number=entry["number"])
        question = _remembered(entry)
    asked = _with_parts(entry, question)
    if not leaves and asked.plain() != entry:
        raise ExamError("question_changed", question=entry["question"], number=entry["number"])
    return asked


def _with_parts(entry: Mapping[str, Any], question: Question) -> Asked:
    held = {part.id: part for part in question.parts}
    return Asked(
        number=entry["number"],
        question=question,
        points=Fraction(entry["points"]),
        scoring=entry["scoring"],
        veto=bool(entry.get("veto")),
        options=tuple(entry.get("options", ())),
        origins=tuple(entry.get("origins", ())),
        left=tuple(entry.get("left", ())),
        answer=entry.get("answer", ""),
        parts=tuple(
            _with_parts(part, held.get(part["question"], _remembered(part)))
            for part in entry.get("parts", ())
        ),
    )


def _remembered(entry: Mapping[str, Any]) -> Question:
    """Return as much of a question as the manifest tells."""
    return Question(
        id=entry["question"],
        item=entry["item"],
        kind="",
        type=entry["type"],
        stem=entry["stem"],
        parts=tuple(_remembered(part) for part in entry.get("parts", ())),
    )
