"""Why no form can meet a blueprint: the smallest set of rules that clash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

from kaoka.errors import BlueprintError
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.pool import Pool
from kaoka.exam.rules import Bound, Rule, bounds
from kaoka.exam.solve import System, solve, system, under

_MOST_TRIES = 2_000


def clash(blueprint: Blueprint, pool: Pool, stated: Sequence[Rule]) -> BlueprintError:
    """Return the error that names the smallest set of rules that no form can meet.

    Sets of one rule, two rules … are tried in turn; when there are too many, rules are
    dropped one by one as long as the rest still clash, which leaves a set of which
    every rule is needed.
    """
    fine = _fine(pool, stated)

    def fails(kept: Sequence[Rule]) -> bool:
        return solve(under(fine, bounds(kept, blueprint.sections, pool))) is None

    found = _smallest(stated, fails)
    peace = replace(fine, pool=replace(pool, enemies={}))
    needs_enemies = (
        bool(pool.enemies)
        and solve(under(peace, bounds(found, blueprint.sections, pool))) is not None
    )
    named = [f"{rule.place}  {rule.says}" for rule in found]
    code = "blueprint_clash_enemies" if needs_enemies else "blueprint_clash"
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


def _needed(stated: Sequence[Rule], fails: Callable[[Sequence[Rule]], bool]) -> Sequence[Rule]:
    kept = list(stated)
    for rule in stated:
        rest = [other for other in kept if other is not rule]
        if fails(rest):
            kept = rest
    return kept
