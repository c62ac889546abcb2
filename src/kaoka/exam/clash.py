"""Why no form can meet a blueprint: the smallest set of rules that clash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TypeVar

from kaoka.errors import BlueprintError
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.pool import Pool, enemies
from kaoka.exam.rules import Bound, Rule, bounds
from kaoka.exam.solve import System, solve, system, under

T = TypeVar("T")

_MOST_TRIES = 2_000


def clash(blueprint: Blueprint, pool: Pool, stated: Sequence[Rule]) -> BlueprintError:
    """Return the error that names the smallest set of rules that no form can meet.

    Sets of one rule, two rules … are tried in turn; when there are too many, rules are
    dropped as long as the rest still clash, which leaves a set of which every rule is
    needed. Pairs of items that never share a paper are named where they are needed.
    """
    fine = _fine(pool, stated)

    def fails(kept: Sequence[Rule]) -> bool:
        return solve(under(fine, bounds(kept, blueprint.sections, pool))) is None

    found = _smallest(stated, fails)
    bound = under(fine, bounds(found, blueprint.sections, pool))

    def keeps_apart(pairs: Sequence[frozenset[int]]) -> bool:
        return solve(replace(bound, pool=replace(pool, enemies=enemies(pairs)))) is None

    pairs = () if keeps_apart(()) else _needed(tuple(pool.reasons), keeps_apart)
    named = [f"{rule.place}  {rule.says}" for rule in found]
    named += [pool.reasons[pair] for pair in pairs]
    code = "blueprint_clash_enemies" if pairs else "blueprint_clash"
    return BlueprintError(code, rules="\n".join(f"  {line}" for line in named))


def _fine(pool: Pool, stated: Sequence[Rule]) -> System:
    """Return a system whose cells no set of the rules cuts through."""
    held: dict[tuple[int, ...], set[int]] = {}
    for question, sections in enumerate(pool.sections):
        held.setdefault(sections, set()).add(question)
    cuts = [Bound(frozenset(members), 0, len(members)) for members in held.values()]
    return system(pool, (*(rule.bound for rule in stated if rule.bound is not None), *cuts))


def _smallest(stated: Sequence[Rule], fails: Callable[[Sequence[Rule]], bool]) -> Sequence[Rule]:
    kept = _needed(stated, fails)
    tries = 0
    for size in range(1, len(kept) + 1):
        for chosen in combinations(stated, size):
            tries += 1
            if tries > _MOST_TRIES:
                return kept
            if fails(chosen):
                return chosen
    return kept


def _needed(stated: Sequence[T], fails: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """Drop half, a quarter, … at last single ones, as long as the rest still fails."""
    kept = tuple(stated)
    size = len(kept)
    while size:
        at = 0
        while at < len(kept):
            rest = kept[:at] + kept[at + size :]
            kept, at = (rest, at) if fails(rest) else (kept, at + size)
        size //= 2
    return kept
