"""The draw is exact: against trying every set, and against twelve impossible blueprints."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam.samples import SEED, blueprint, question, quota, section
from kaoka.bank.select import matches
from kaoka.errors import BlueprintError
from kaoka.exam.assemble import Drawing, assemble
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.pool import Pool, pool
from kaoka.exam.rank import VERSION, ranker
from kaoka.question.model import Question
from kaoka.text import keyed_rank

TAGS = ("合规", "理赔", "电话")


@st.composite
def problems(draw: st.DrawFn) -> tuple[Blueprint, tuple[Question, ...]]:
    """A small bank and a blueprint that may or may not be met."""
    questions = []
    for n in range(draw(st.integers(3, 9))):
        enemies = draw(st.sets(st.integers(0, 8), max_size=1))
        for type_ in draw(st.sets(st.sampled_from(("single", "true_false")), min_size=1)):
            tags = tuple(sorted(draw(st.sets(st.sampled_from(TAGS)))))
            level = draw(st.sampled_from(("remember", "apply")))
            hostile = tuple(f"i{other}" for other in enemies if other != n)
            questions.append(question(f"i{n}", type_, tags=tags, level=level, enemies=hostile))
    sections = [section("single", draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        sections.append(section(("single", "true_false"), draw(st.integers(1, 2))))
    if draw(st.booleans()):
        among = {"tag": draw(st.sampled_from(TAGS))}
        sections.append(section("single", 1, among=among))
    quotas = []
    for _ in range(draw(st.integers(0, 3))):
        least = draw(st.integers(0, 2))
        most = draw(st.none() | st.integers(least, 3))
        where: dict[str, Any] = draw(
            st.sampled_from(({"tag": "合规"}, {"tag": "理赔"}, {"level": "apply"}))
        )
        quotas.append(quota(where, least, most))
    must = (("i1", "exam.yaml:20"),) if draw(st.booleans()) else ()
    return blueprint(sections, quotas=tuple(quotas), must=must), tuple(questions)


def meets(plan: Blueprint, made: Pool, chosen: tuple[int, ...]) -> bool:
    """Whether a set meets the blueprint, by its words alone."""
    questions = [made.questions[n] for n in chosen]
    items = [asked.item for asked in questions]
    if len(set(items)) < len(items):
        return False
    if any(enemy in items for asked in questions for enemy in asked.enemies):
        return False
    for rule in plan.quotas:
        count = sum(matches(asked, rule.where) for asked in questions)
        if count < rule.least or (rule.most is not None and count > rule.most):
            return False
    if any(item not in items for item, _ in plan.must):
        return False
    return spread([made.sections[n] for n in chosen], [part.count for part in plan.sections])


def spread(held: list[tuple[int, ...]], places: list[int]) -> bool:
    """Whether the questions can be seated, by trying."""
    if not held:
        return True
    return any(
        places[at] and spread(held[1:], [*places[:at], places[at] - 1, *places[at + 1 :]])
        for at in held[0]
    )


@settings(max_examples=150, deadline=None)
@given(problems())
def test_the_form_is_the_first_of_all_sets(problem: tuple[Blueprint, tuple[Question, ...]]) -> None:
    plan, questions = problem
    made = pool(plan, questions)
    size = sum(part.count for part in plan.sections)
    rank = ranker(SEED, "cert", "A")
    ranks = [rank("draw", asked.id, "") for asked in made.questions]
    valid = [
        sorted(ranks[n] for n in chosen)
        for chosen in combinations(range(len(ranks)), size)
        if meets(plan, made, chosen)
    ]
    if not valid:
        with pytest.raises(BlueprintError, match="blueprint_clash"):
            assemble(plan, questions, seed=SEED)
        return
    (form,) = assemble(plan, questions, seed=SEED)
    drawn = sorted(rank("draw", asked.question.id, "") for asked in form.asked())
    assert drawn == min(valid)


def test_the_clash_is_the_smallest_set_of_rules() -> None:
    questions = [question(f"i{n}", tags=("合规",) if n < 3 else ()) for n in range(12)]
    plan = blueprint(
        [section("single", 5, place="exam.yaml:5"), section("true_false", 1, place="exam.yaml:6")],
        quotas=(quota({"tag": "合规"}, 4),),
    )
    with pytest.raises(BlueprintError) as caught:
        assemble(plan, questions, seed=SEED)
    assert caught.value.values["rules"] == "  exam.yaml:6  true_false 题: true_false × 1 (0)"


IMPOSSIBLE: list[tuple[dict[str, Any], int, str]] = [
    ({"sections": [section("single", 13)]}, 1, "single × 13 (12)"),
    ({"sections": [section("fill", 1)]}, 1, "fill × 1 (0)"),
    ({"sections": [section("single", 2, among={"tag": "没有"})]}, 1, "{tag: 没有} (0)"),
    ({"quotas": (quota({"tag": "合规"}, 4),)}, 1, "min 4 (3)"),
    ({"quotas": (quota({"level": "apply"}, 6),)}, 2, "{level: apply} min 6 (8)"),
    ({"quotas": (quota({"level": "remember"}, 0, 0), quota({"tag": "合规"}, 1))}, 2, "max 0"),
    ({"quotas": (quota({"level": "apply"}, 3), quota({"level": "remember"}, 3))}, 3, "min 3"),
    ({"must": (("i99", "exam.yaml:30"),)}, 1, "exam.yaml:30  must: i99 (0)"),
    ({"must": tuple((f"i{n}", "exam.yaml:30") for n in range(6))}, 7, "must: i5 (1)"),
    ({"must": (("i0", "exam.yaml:30"),), "quotas": (quota({"tag": "合规"}, 0, 0),)}, 2, "i0"),
    ({"veto": {"tag": ("红线",)}, "veto_place": "exam.yaml:40"}, 1, "exam.yaml:40  veto"),
    ({"must": (("i10", "exam.yaml:30"), ("i11", "exam.yaml:31"))}, 3, "bank  enemies: i10, i11"),
]


@pytest.mark.parametrize(("fields", "count", "named"), IMPOSSIBLE)
def test_impossible_blueprints_name_their_clash(
    fields: dict[str, Any], count: int, named: str
) -> None:
    questions = [
        question(
            f"i{n}",
            tags=("合规",) if n < 3 else (),
            level="remember" if n < 4 else "apply",
            enemies=("i11",) if n == 10 else (),
        )
        for n in range(12)
    ]
    given: dict[str, Any] = {"sections": [section("single", 5)]} | fields
    plan = blueprint(given.pop("sections"), **given)
    with pytest.raises(BlueprintError, match="blueprint_clash") as caught:
        assemble(plan, questions, seed=SEED)
    rules = caught.value.values["rules"]
    assert len(rules.splitlines()) == count
    assert named in rules
    assert ("enemies" in caught.value.code) == ("i10" in rules)


def test_ranks_are_the_documented_hmac() -> None:
    rank = ranker(SEED, "证", 'A"甲')
    expected = keyed_rank(SEED, VERSION, "证", 'A"甲', "draw", "i#f:单", "选\\项\n")
    assert rank("draw", "i#f:单", "选\\项\n") == expected


def test_one_more_form_moves_no_other() -> None:
    questions = [question(f"i{n}", tags=("红线",) if n % 5 == 0 else ()) for n in range(40)]
    plan = blueprint([section("single", 10)], veto={"tag": ("红线",)})
    two = assemble(plan, questions, seed=SEED, names=("A", "B"))
    three = assemble(plan, questions, seed=SEED, names=("C", "B", "A"))
    assert (two[0], two[1]) == (three[2], three[1])
    assert len({sum(asked.veto for asked in form.asked()) for form in three}) == 1
    assert [asked.veto for asked in three[0].asked()].count(True) >= 1


def test_draw_once_gives_all_forms_the_same_questions() -> None:
    questions = [question(f"i{n}") for n in range(40)]
    plan = blueprint([section("single", 10)], draw="once")
    forms = assemble(plan, questions, seed=SEED, names=("A", "B"))
    chosen = [{asked.question.id for asked in form.asked()} for form in forms]
    orders = [[asked.question.id for asked in form.asked()] for form in forms]
    assert chosen[0] == chosen[1]
    assert orders[0] != orders[1]


def test_named_questions_stand_in_the_section_that_names_them() -> None:
    questions = [question(f"i{n}") for n in range(20)]
    plan = blueprint([section("single", 5), section("single", 3, named=("i7", "i8#f:single"))])
    for form in assemble(plan, questions, seed=SEED, names=tuple("ABCDEFGH")):
        first, second = ({asked.question.item for asked in part.asked} for part in form.sections)
        assert {"i7", "i8"} <= second
        assert not {"i7", "i8"} & first


def test_the_draw_is_uniform_where_nothing_binds() -> None:
    questions = [question(f"i{n}") for n in range(10)]
    drawing = Drawing(
        blueprint([section("single", 3)]), pool(blueprint([section("single", 3)]), questions), SEED
    )
    counts = dict.fromkeys((asked.item for asked in questions), 0)
    for n in range(2_000):
        for asked in drawing.form(f"c{n}").asked():
            counts[asked.question.item] += 1
    expected = 2_000 * 3 / 10
    chi2 = sum((count - expected) ** 2 / expected for count in counts.values())
    assert chi2 < 27.9  # 9 degrees of freedom, one seed in a thousand
