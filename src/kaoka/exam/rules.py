"""The rules of a blueprint, as bounds on how many of a group of questions a form holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from kaoka.bank.select import Selector, matches
from kaoka.exam.blueprint import Blueprint, Section
from kaoka.exam.pool import Pool
from kaoka.question.model import Question

Members = frozenset[int]


@dataclass(frozen=True, slots=True)
class Bound:
    """A form holds at least `least` and at most `most` of `members` (question numbers)."""

    members: Members
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a blueprint. A section is a rule with its number; others are a bound.

    `says` is the rule in the words of the file, with how many items it can choose from.
    """

    place: str
    says: str
    section: int | None = None
    bound: Bound | None = None


def rules(blueprint: Blueprint, pool: Pool) -> tuple[Rule, ...]:
    """Return every rule that the blueprint states, in the order of the file."""
    return (
        *_section_rules(blueprint, pool),
        *_quota_rules(blueprint, pool),
        *_must_rules(blueprint, pool),
        *_veto_rules(blueprint, pool),
    )


def bounds(kept: Iterable[Rule], sections: Sequence[Section], pool: Pool) -> tuple[Bound, ...]:
    """Return the bounds that the rules in `kept` set; sections not kept hold any number.

    Sections may compete for the same questions. By Hall's theorem a set of questions can
    be spread over them exactly when, for every group of sections, no more questions fit
    that group alone than it has places, and no fewer fit it at all.
    """
    kept = tuple(kept)
    counts = {
        rule.section: sections[rule.section].count for rule in kept if rule.section is not None
    }
    found = list(_spread(counts, pool))
    found.extend(rule.bound for rule in kept if rule.bound is not None)
    if len(counts) == len(sections):
        total = sum(counts.values())
        found.append(Bound(frozenset(range(len(pool.questions))), total, total))
    return tuple(found)


def _spread(counts: dict[int, int], pool: Pool) -> Iterator[Bound]:
    for group in _competing(sorted(counts), pool):
        for size in range(1, len(group) + 1):
            for chosen in combinations(group, size):
                places = sum(counts[number] for number in chosen)
                inside = set(chosen)
                alone = frozenset(
                    q for q, held in enumerate(pool.sections) if inside.issuperset(held)
                )
                touched = frozenset(
                    q for q, held in enumerate(pool.sections) if not inside.isdisjoint(held)
                )
                yield Bound(alone, 0, places)
                yield Bound(touched, places, len(pool.questions))


def _competing(numbers: Sequence[int], pool: Pool) -> list[list[int]]:
    """Group the sections that are linked by questions which more than one may hold."""
    group = {number: {number} for number in numbers}
    for held in set(pool.sections):
        linked = [number for number in held if number in group]
        for one, two in pairwise(linked):
            if group[one] is not group[two]:
                group[one] |= group[two]
                for number in group[two]:
                    group[number] = group[one]
    return [
        sorted(members) for members in {id(members): members for members in group.values()}.values()
    ]


def selected(pool: Pool, where: Selector) -> Members:
    """Return the numbers of the questions that a selector selects."""
    return frozenset(n for n, question in enumerate(pool.questions) if matches(question, where))


def parallel(blueprint: Blueprint, pool: Pool, base: Sequence[int]) -> Iterator[Rule]:
    """Yield, for each value of what is `parallel`, that a form holds as many as `base`."""
    for name in blueprint.parallel:
        for value in sorted({value for one in pool.questions for value in _values(one, name)}):
            members = selected(pool, {name: (value,)})
            count = len(members.intersection(base))
            says = f"parallel: {name}: {value} × {count} {_supply(pool, members)}"
            yield Rule(blueprint.parallel_place, says, bound=Bound(members, count, count))


def _values(question: Question, name: str) -> tuple[str, ...]:
    return question.tags if name == "tag" else (str(getattr(question, name)),)


def _written(where: Selector) -> str:
    inside = ", ".join(
        f"{name}: {values[0] if len(values) == 1 else '[' + ', '.join(values) + ']'}"
        for name, values in where.items()
    )
    return "{" + inside + "}"


def _supply(pool: Pool, members: Iterable[int]) -> str:
    return f"({len({pool.items[number] for number in members})})"


def _section_rules(blueprint: Blueprint, pool: Pool) -> Iterator[Rule]:
    for number, section in enumerate(blueprint.sections):
        held = [q for q, places in enumerate(pool.sections) if number in places]
        for name in section.named:
            members = frozenset(
                q for q in held if name in {pool.questions[q].id, pool.questions[q].item}
            )
            bound = Bound(members, 1, len(pool.questions))
            says = f"{section.title}: questions: {name} {_supply(pool, members)}"
            yield Rule(section.place, says, bound=bound)
        among = f" from {_written(section.among)}" if section.among else ""
        options = f" options {section.options}" if section.options else ""
        says = f"{section.title}: {'/'.join(section.types)} × {section.count}{options}{among} {_supply(pool, held)}"
        yield Rule(section.place, says, section=number)


def _quota_rules(blueprint: Blueprint, pool: Pool) -> Iterator[Rule]:
    for quota in blueprint.quotas:
        members = selected(pool, quota.where)
        most = len(pool.questions) if quota.most is None else quota.most
        least = f" min {quota.least}" if quota.least else ""
        ends = least + ("" if quota.most is None else f" max {quota.most}")
        says = f"where {_written(quota.where)}{ends} {_supply(pool, members)}"
        yield Rule(quota.place, says, bound=Bound(members, quota.least, most))


def _must_rules(blueprint: Blueprint, pool: Pool) -> Iterator[Rule]:
    for item, place in blueprint.must:
        members = frozenset(
            q for q, question in enumerate(pool.questions) if item in {question.item, question.id}
        )
        bound = Bound(members, 1, len(pool.questions))
        yield Rule(place, f"must: {item} {_supply(pool, members)}", bound=bound)


def _veto_rules(blueprint: Blueprint, pool: Pool) -> Iterator[Rule]:
    if blueprint.veto is not None:
        members = selected(pool, blueprint.veto)
        says = f"veto: {_written(blueprint.veto)} min 1 {_supply(pool, members)}"
        yield Rule(blueprint.veto_place, says, bound=Bound(members, 1, len(pool.questions)))
