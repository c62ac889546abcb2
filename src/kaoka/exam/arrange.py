"""From drawn questions to a form: order, options, letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaoka.bank.select import Selector, matches
from kaoka.exam.blueprint import Blueprint, Section
from kaoka.exam.form import LETTERS, Asked, Form, FormSection
from kaoka.exam.pool import shown
from kaoka.exam.positions import positions
from kaoka.exam.rank import Rank
from kaoka.question.amount import plain
from kaoka.question.model import RIGHT, WRONG, Question

_FEWEST_RIGHT = 2


Lead = Callable[[int], int | None]
"""Where the first right answer stands among so many options; None: anywhere."""


def arrange(
    blueprint: Blueprint, name: str, chosen: Sequence[Sequence[Question]], rank: Rank, lead: Lead
) -> Form:
    """Return the form `name` over the questions chosen for each section.

    Questions of a section stand in the order of their ranks (purpose `order`); numbers
    run through the whole paper, each part of a case having its own.
    """
    ordered = [
        sorted(questions, key=lambda question: rank("order", question.id, ""))
        for questions in chosen
    ]
    places = _right_places(blueprint.sections, ordered, rank, lead)
    number = 1
    sections = []
    for section, questions in zip(blueprint.sections, ordered, strict=True):
        setting = _Setting(section, blueprint.veto, places, rank)
        asked = []
        for question in questions:
            asked.append(_asked(question, number, section.points, setting))
            number += max(1, len(question.parts))
        sections.append(_section(section, tuple(asked)))
    return Form(
        exam=blueprint.id,
        name=name,
        title=blueprint.title,
        minutes=blueprint.minutes,
        passing=blueprint.passing,
        sections=tuple(sections),
    )


def in_place(blueprint: Blueprint, section: int, old: Asked, new: Question, rank: Rank) -> Asked:
    """Return `new` as a form asks it where `old` stood.

    It keeps the number, the points and the letter of the right answer of a single, so
    nothing else on the form moves. Both are of one type, cases part by part.
    """
    part = blueprint.sections[section]
    places = {
        one.id: min(LETTERS.index(was.answer), _size(one, part) - 1)
        for was, one in zip(old.numbered(), new.parts or (new,), strict=True)
        if one.type == "single"
    }
    return _asked(new, old.number, old.points, _Setting(part, blueprint.veto, places, rank))


@dataclass(frozen=True, slots=True)
class _Setting:
    section: Section
    veto: Selector | None
    places: Mapping[str, int]
    rank: Rank


def _section(section: Section, asked: tuple[Asked, ...]) -> FormSection:
    return FormSection(
        title=section.title,
        types=section.types,
        points=section.points,
        scoring=section.scoring,
        instructions=section.instructions,
        asked=asked,
    )


def _right_places(
    sections: Sequence[Section],
    ordered: Sequence[Sequence[Question]],
    rank: Rank,
    lead: Lead,
) -> dict[str, int]:
    """Place the right answers of all single-choice questions that show equally many options."""
    by_size: dict[int, list[str]] = {}
    for section, questions in zip(sections, ordered, strict=True):
        for question in _singles(questions):
            by_size.setdefault(_size(question, section), []).append(question.id)
    return {
        question: place
        for size, ids in sorted(by_size.items())
        for question, place in zip(ids, positions(ids, size, rank, lead(size)), strict=True)
    }


def _singles(questions: Sequence[Question]) -> Iterator[Question]:
    for question in questions:
        for part in question.parts or (question,):
            if part.type == "single":
                yield part


def _size(question: Question, section: Section) -> int:
    return min(shown(question, section), 1 + len(question.distractors))


def _asked(question: Question, number: int, points: Fraction, setting: _Setting) -> Asked:
    section = setting.section
    asked = Asked(
        number=number,
        question=question,
        points=points,
        scoring=section.scoring,
        veto=setting.veto is not None and matches(question, setting.veto),
    )
    match question.type:
        case "single":
            return _single(asked, _size(question, section), setting)
        case "multiple":
            return _multiple(asked, shown(question, section), setting.rank)
        case "true_false":
            answer = "A" if question.key[0] == RIGHT else "B"
            return replace(asked, options=(RIGHT, WRONG), answer=answer)
        case "ordering":
            return _ordering(asked, setting.rank)
        case "matching":
            return _matching(asked, setting.rank)
        case "case":
            return _case(asked, setting)
        case _:
            return replace(asked, answer=_in_words(question))


def _drawn(asked: Asked, count: int, rank: Rank) -> list[tuple[str, str]]:
    """Return the distractors that this form shows, each with where it came from."""
    question = asked.question
    origins = question.distractor_items or ("",) * len(question.distractors)
    pairs = sorted(
        zip(question.distractors, origins, strict=True),
        key=lambda pair: rank("distractor", question.id, pair[0]),
    )
    return sorted(pairs[:count], key=lambda pair: rank("option", question.id, pair[0]))


def _single(asked: Asked, size: int, setting: _Setting) -> Asked:
    question = asked.question
    options = _drawn(asked, size - 1, setting.rank)
    place = setting.places[question.id]
    options.insert(place, (question.key[0], ""))
    return _with(asked, options, LETTERS[place])


def _multiple(asked: Asked, size: int, rank: Rank) -> Asked:
    """Show all right answers where they leave room for a wrong one, else some of them."""
    question = asked.question
    count = _right_count(question, size, rank)
    right = sorted(question.key, key=lambda text: rank("key", question.id, text))[:count]
    options = [*((text, "") for text in right), *_drawn(asked, size - count, rank)]
    options.sort(key=lambda pair: rank("option", question.id, pair[0]))
    letters = "".join(
        letter for letter, (text, _) in zip(LETTERS, options, strict=False) if text in right
    )
    return _with(asked, options, letters)


def _right_count(question: Question, size: int, rank: Rank) -> int:
    most = min(len(question.key), size - 1)
    if len(question.key) <= most:
        return len(question.key)
    least = max(min(_FEWEST_RIGHT, most), size - len(question.distractors))
    return min(range(least, most + 1), key=lambda count: rank("count", question.id, str(count)))


def _with(asked: Asked, options: Sequence[tuple[str, str]], answer: str) -> Asked:
    texts, origins = zip(*options, strict=True)
    return replace(asked, options=texts, origins=origins, answer=answer)


def _shuffled(asked: Asked, texts: Sequence[str], purpose: str, rank: Rank) -> list[int]:
    """Return the order in which to print `texts`, as places; equal texts keep their order."""
    ranks = [rank(purpose, asked.question.id, text) for text in texts]
    return sorted(range(len(texts)), key=lambda place: (ranks[place], place))


def _ordering(asked: Asked, rank: Rank) -> Asked:
    steps = asked.question.sequence
    order = _shuffled(asked, steps, "option", rank)
    if order == sorted(order):
        order = [*order[1:], order[0]]
    answer = "".join(LETTERS[order.index(place)] for place in range(len(steps)))
    return replace(asked, options=tuple(steps[place] for place in order), answer=answer)


def _matching(asked: Asked, rank: Rank) -> Asked:
    pairs = asked.question.pairs
    lefts = _shuffled(asked, [left for left, _ in pairs], "left", rank)
    rights = _shuffled(asked, [right for _, right in pairs], "option", rank)
    answer = "".join(
        f"{number}{LETTERS[rights.index(place)]}" for number, place in enumerate(lefts, 1)
    )
    return replace(
        asked,
        left=tuple(pairs[place][0] for place in lefts),
        options=tuple(pairs[place][1] for place in rights),
        answer=answer,
    )


def _case(asked: Asked, setting: _Setting) -> Asked:
    """Share the points equally among the parts; a veto on the case is one on each part."""
    parts = asked.question.parts
    share = asked.points / len(parts)
    shared = tuple(
        _asked(part, asked.number + place, share, setting) for place, part in enumerate(parts)
    )
    if asked.veto:
        shared = tuple(replace(part, veto=True) for part in shared)
    return replace(asked, parts=shared)


def _in_words(question: Question) -> str:
    if question.type == "numeric":
        return "" if question.value is None else f"{plain(question.value)}{question.unit}"
    if question.type == "short":
        return ";".join(text for texts in question.answers for text in texts)
    return "|".join(texts[0] for texts in question.answers)
