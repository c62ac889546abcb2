"""Which questions may stand in which section of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from kaoka.bank.select import matches
from kaoka.exam.blueprint import Blueprint, Section
from kaoka.exam.hint import hints
from kaoka.question.model import Question

SHOWN = {"single": 4, "multiple": 5}
"""How many options a form shows when the blueprint does not say."""

_FEWEST_OF_MULTIPLE = 4


@dataclass(frozen=True, slots=True)
class Pool:
    """The questions that a blueprint can use, numbered in the order of their ids.

    For each question: the number of its item, the sections that may hold it. For each
    item: the items that never share a paper with it; `reasons` tells why two do not.
    """

    questions: tuple[Question, ...]
    items: tuple[int, ...]
    sections: tuple[tuple[int, ...], ...]
    enemies: Mapping[int, frozenset[int]]
    reasons: Mapping[frozenset[int], str] = field(default_factory=dict)


def pool(blueprint: Blueprint, questions: Iterable[Question]) -> Pool:
    """Return the questions that some section of the blueprint may hold."""
    asked = sorted(questions, key=lambda question: question.id)
    usable = tuple(eligible(blueprint, asked))
    numbers: dict[str, int] = {}
    for question, _ in usable:
        numbers.setdefault(question.item, len(numbers))
    reasons = _reasons(blueprint, [question for question, _ in usable], asked, numbers)
    return Pool(
        questions=tuple(question for question, _ in usable),
        items=tuple(numbers[question.item] for question, _ in usable),
        sections=tuple(places for _, places in usable),
        enemies=enemies(reasons),
        reasons=reasons,
    )


def eligible(
    blueprint: Blueprint, questions: Iterable[Question]
) -> Iterator[tuple[Question, tuple[int, ...]]]:
    """Yield the questions that some section may hold, each with the numbers of such sections."""
    named = {name for section in blueprint.sections for name in section.named}
    for question in questions:
        if may_be_examined(question, blueprint.date):
            places = _sections(question, blueprint.sections, named)
            if places:
                yield question, places


def may_be_examined(question: Question, as_of: date | None) -> bool:
    """Whether the question may stand on a paper of the day `as_of`."""
    if not question.examable:
        return False
    if as_of is None:
        return True
    begun = question.effective_from is None or question.effective_from <= as_of
    return begun and (question.repealed_on is None or as_of < question.repealed_on)


def shown(question: Question, section: Section) -> int:
    """How many options a form shows of a single or multiple question in a section.

    A multiple question with a pool one short of what was asked shows that many, but
    never fewer than four.
    """
    wanted = section.options or SHOWN[question.type]
    if question.type == "single":
        return wanted
    return min(wanted, len(question.key) + len(question.distractors))


def _sections(question: Question, sections: Sequence[Section], named: set[str]) -> tuple[int, ...]:
    names = {question.id, question.item}
    by_name = not names.isdisjoint(named)
    return tuple(
        number
        for number, section in enumerate(sections)
        if question.type in section.types
        and _has_options(question, section)
        and (
            not names.isdisjoint(section.named)
            if by_name
            else section.drawn and matches(question, section.among)
        )
    )


def _has_options(question: Question, section: Section) -> bool:
    match question.type:
        case "single":
            return len(question.distractors) >= shown(question, section) - 1
        case "multiple":
            wanted = section.options or SHOWN["multiple"]
            available = len(question.key) + len(question.distractors)
            return bool(question.distractors) and available >= min(wanted, _FEWEST_OF_MULTIPLE)
        case _:
            return True


def enemies(pairs: Iterable[frozenset[int]]) -> dict[int, frozenset[int]]:
    """Return, for each item of a pair, the others that never share a paper with it."""
    apart: dict[int, set[int]] = {}
    for pair in pairs:
        for item in pair:
            apart.setdefault(item, set()).update(pair - {item})
    return {item: frozenset(others) for item, others in sorted(apart.items())}


def _reasons(
    blueprint: Blueprint,
    usable: Sequence[Question],
    asked: Sequence[Question],
    numbers: Mapping[str, int],
) -> dict[frozenset[int], str]:
    """Return the pairs of items that never share a paper, each with a reason."""
    found: dict[frozenset[int], str] = {}
    for one, two, reason in (
        *_named_apart(blueprint),
        *((question.item, other, "") for question in usable for other in question.enemies),
        *_hinted(blueprint, usable, asked),
    ):
        first, second = numbers.get(_item(one)), numbers.get(_item(two))
        if first is not None and second is not None and first != second:
            found.setdefault(frozenset((first, second)), reason or f"bank  enemies: {one}, {two}")
    return found


def _named_apart(blueprint: Blueprint) -> Iterator[tuple[str, str, str]]:
    for group, place in blueprint.enemies:
        for one, two in combinations(group, 2):
            yield one, two, f"{place}  enemies: {one}, {two}"


def _hinted(
    blueprint: Blueprint, usable: Sequence[Question], asked: Sequence[Question]
) -> Iterator[tuple[str, str, str]]:
    """Yield two items when a question of one hints at an answer of the other.

    Not two that `must` names both: whoever wrote the blueprint wants them together.
    """
    names = {question.id for question in usable}
    wanted = {_item(name) for name, _ in blueprint.must}
    for hint in hints(asked):
        one, two = _item(hint.of), _item(hint.by)
        if names >= {hint.of, hint.by} and not wanted >= {one, two}:
            yield one, two, f"bank  hint: {hint.by} → {hint.of} ({hint.answer})"


def _item(name: str) -> str:
    return name.partition("#")[0]
