"""Blueprints that our own search gives up: HiGHS decides them, and the draw stays the same."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings

from exam.samples import SEED, blueprint, question, section
from exam.test_draw import TAGS, problems
from kaoka.errors import BlueprintError
from kaoka.exam import highs, solve
from kaoka.exam.assemble import assemble
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.pool import pool
from kaoka.exam.rules import bounds, rules
from kaoka.exam.solve import Wanted, system
from kaoka.question.model import Question


def web(count: int) -> tuple[Question, ...]:
    """Singles of which each shares no paper with the next two, in a ring."""
    return tuple(
        question(f"i{n:02}", enemies=(f"i{(n + 1) % count:02}", f"i{(n + 2) % count:02}"))
        for n in range(count)
    )


@settings(max_examples=150, deadline=None)
@given(problems())
def test_both_searches_agree(problem: tuple[Blueprint, tuple[Question, ...]]) -> None:
    plan, questions = problem
    made = pool(plan, questions)
    bound = system(made, bounds(rules(plan, made), plan.sections, made))
    ours, theirs = solve.solve(bound), highs.solve(bound, Wanted())
    assert (ours is None) == (theirs is None)
    if theirs is None:
        return
    for cell in range(len(bound.members)):
        wanted = Wanted(fixed=frozenset(list(theirs)[:1]), more=cell)
        assert (solve.solve(bound, wanted) is None) == (highs.solve(bound, wanted) is None)
        shut = Wanted(closed=frozenset((cell,)))
        assert (solve.solve(bound, shut) is None) == (highs.solve(bound, shut) is None)


@pytest.mark.parametrize(("count", "most"), [(60, 20), (61, 20)])
def test_what_is_given_up_is_decided(
    count: int, most: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(solve, "_STEPS", 50)
    (form,) = assemble(blueprint([section("single", most)]), web(count), seed=SEED)
    numbers = sorted(int(asked.question.item[1:]) for asked in form.asked())
    gaps = [b - a for a, b in zip(numbers, [*numbers[1:], numbers[0] + count], strict=True)]
    assert min(gaps) >= 3
    with pytest.raises(BlueprintError, match="blueprint_clash_enemies"):
        assemble(blueprint([section("single", most + 1)]), web(count), seed=SEED)
    assert capfd.readouterr() == ("", "")


def test_without_the_extra_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve, "_STEPS", 0)
    monkeypatch.setitem(sys.modules, "kaoka.exam.highs", None)
    monkeypatch.delattr("kaoka.exam.highs")
    with pytest.raises(BlueprintError, match="draw_too_hard"):
        assemble(blueprint([section("single", 2)]), web(9), seed=SEED)


def test_a_form_does_not_depend_on_who_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = tuple(
        question(f"i{n}", tags=(TAGS[n % 3],), enemies=(f"i{n + 7}",)) for n in range(30)
    )
    plan = blueprint([section("single", 6, among={"tag": TAGS[0]}), section("single", 8)])
    ours = assemble(plan, questions, seed=SEED, names=("A", "B"))
    monkeypatch.setattr(solve, "_STEPS", 0)
    assert assemble(plan, questions, seed=SEED, names=("A", "B")) == ours
