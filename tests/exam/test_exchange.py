"""Exchanges keep a set within its bounds, and spare the draw most searches."""

from __future__ import annotations

import random

import pytest

from exam.samples import blueprint, question, quota, section
from kaoka.exam.exchange import Exchange
from kaoka.exam.pool import pool
from kaoka.exam.rules import bounds, rules
from kaoka.exam.solve import System, solve, system
from kaoka.question.model import Question

TAGS = ("甲", "乙", "丙")


def small(questions: list[Question]) -> System:
    """A system of six questions under three quotas that bind."""
    plan = blueprint(
        [section("single", 4), section("true_false", 2)],
        quotas=(quota({"tag": "甲"}, 2, 2), quota({"tag": "乙"}, 1, 3), quota({"tag": "丙"}, 2)),
        enemies=((("i0", "i1"), "exam.yaml:30"),),
    )
    among = pool(plan, questions)
    return system(among, bounds(rules(plan, among), plan.sections, among))


def bank(chance: random.Random) -> list[Question]:
    """Questions with tags by chance; some items have two."""
    tags = [tuple(tag for tag in TAGS if chance.random() < 0.5) for _ in range(24)]
    return [
        question(
            f"i{n // 2 if n % 3 else n}", chance.choice(("single", "true_false")), tags=tags[n]
        )
        for n in range(24)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_exchanged_meets_every_bound(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a bank by chance
    questions = list({one.id: one for one in bank(chance)}.values())
    under = small(questions)
    start = solve(under)
    assert start is not None
    of, fixed, found = under.pool, set(chance.sample(sorted(start), 2)), 0
    for wanted in set(range(len(of.questions))) - start:
        made = Exchange(under).find(start, fixed, wanted)
        if made is None:
            continue
        found += 1
        items = {of.items[one] for one in made}
        assert made >= fixed | {wanted}
        assert len(made) == len(items) == len(start)
        assert not any(items & of.enemies.get(item, frozenset()) for item in items)
        assert all(bound.least <= len(bound.members & made) <= bound.most for bound in under.bounds)
    assert found


def test_two_leave_where_one_is_not_enough() -> None:
    questions = [
        question("a", tags=("甲", "丙")),
        question("b", tags=("甲", "丙")),
        question("c", tags=("乙",)),
        question("d"),
        question("e", tags=("甲",)),
        question("f", tags=("丙",)),
        question("g", "true_false"),
        question("h", "true_false"),
    ]
    under = small(questions)
    number = {one.item: n for n, one in enumerate(under.pool.questions)}
    start = {number[item] for item in "abcdgh"}
    made = Exchange(under).find(start, set(), number["e"])
    assert made in [{number[item] for item in "becfgh"}, {number[item] for item in "aecfgh"}]
