"""Forms that share little, and forms of equal mix."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from exam.hands import AS_OF, BLUEPRINT, build, write_exam
from exam.samples import SEED, blueprint, question, quota, section
from kaoka.errors import BlueprintError
from kaoka.exam.assemble import assemble
from kaoka.exam.form import Form
from kaoka.exam.names import earlier, letters
from kaoka.jobs.build_exam import Order, build_exam
from kaoka.jobs.swap_exam import swap_exam
from kaoka.jobs.verify_exam import read_manifest

BANK = [
    question(
        f"i{n}",
        type_,
        level=("remember", "understand", "apply")[n % 3],
        tags=("合规",) * (n % 4 == 0),
    )
    for n in range(40)
    for type_ in ("single", "true_false")
]


def items(form: Form) -> frozenset[str]:
    """The items that a form asks."""
    return frozenset(asked.question.item for asked in form.asked())


@pytest.mark.parametrize("most", [0, 2, 6])
def test_no_two_forms_share_more(most: int) -> None:
    plan = blueprint([section("single", 6), section("true_false", 4)], overlap=most)
    forms = assemble(plan, BANK, seed=SEED, names=letters(4))
    shared = [len(items(one) & items(two)) for one, two in combinations(forms, 2)]
    assert max(shared) <= most
    free = assemble(blueprint(plan.sections), BANK, seed=SEED, names=letters(4))
    assert forms[0] == free[0]
    assert most == 6 or max(len(items(a) & items(b)) for a, b in combinations(free, 2)) > most


def test_one_more_form_moves_no_other() -> None:
    plan = blueprint(
        [section("single", 8)],
        overlap=2,
        quotas=(quota({"tag": "合规"}, 2, 4),),
        parallel=("level",),
    )
    five = assemble(plan, BANK, seed=SEED, names=letters(5))
    assert assemble(plan, BANK, seed=SEED, names=("C",)) == five[2:3]
    assert assemble(plan, BANK, seed=SEED, names=("E", "A")) == (five[4], five[0])


def test_each_is_the_first_of_what_is_left() -> None:
    plan = blueprint([section("single", 8)], overlap=0)
    one, two = assemble(plan, BANK, seed=SEED, names=("A", "B"))
    rest = [asked for asked in BANK if asked.item not in items(one)]
    (alone,) = assemble(blueprint(plan.sections), rest, seed=SEED, names=("B",))
    assert two == alone


def test_too_many_forms_name_the_forms_in_the_way() -> None:
    plan = blueprint([section("single", 15)], overlap=0, overlap_place="exam.yaml:9")
    with pytest.raises(BlueprintError, match="overlap_clash") as caught:
        assemble(plan, BANK, seed=SEED, names=letters(3))
    assert caught.value.values["form"] == "C"
    assert caught.value.values["rules"].splitlines() == [
        "  exam.yaml:7  single 题: single × 15 (40)",
        "  exam.yaml:9  overlap: max 0 (A)",
        "  exam.yaml:9  overlap: max 0 (B)",
    ]


@pytest.mark.parametrize("field", ["level", "tag", "type"])
def test_parallel_forms_have_the_mix_of_the_base_draw(field: str) -> None:
    plan = blueprint([section(("single", "true_false"), 9)], parallel=(field,))
    forms = assemble(plan, BANK, seed=SEED, names=[f"c{n}" for n in range(20)])
    mixes = {_mix(form, field) for form in forms}
    assert len(mixes) == 1
    free = assemble(blueprint(plan.sections), BANK, seed=SEED, names=[f"c{n}" for n in range(20)])
    assert len({_mix(form, field) for form in free}) > 1
    assert len({items(form) for form in forms}) == 20


def _mix(form: Form, field: str) -> tuple[tuple[str, int], ...]:
    held = (asked.question for asked in form.asked())
    values = (q.tags if field == "tag" else (str(getattr(q, field)),) for q in held)
    return tuple(sorted(Counter(value for some in values for value in some).items()))


@pytest.mark.parametrize(
    ("name", "before"),
    [("A", ()), ("C", ("A", "B")), ("AA", letters(26)), ("", None), ("a", None), ("Z001", None)],
)
def test_letters_before(name: str, before: tuple[str, ...] | None) -> None:
    assert earlier(name) == before


ONE_SECTION = BLUEPRINT[: BLUEPRINT.index("  - {title: 多项")]


def test_in_a_blueprint_file(tmp_path: Path) -> None:
    path = write_exam(tmp_path, ONE_SECTION + "overlap: {percent: 25}\nparallel: tag\n")
    built = build(path, tmp_path / "out", formats=("html",))
    text = (tmp_path / "out/private/key.csv").read_text("utf-8")
    held = [
        {line.split(",")[5] for line in text.splitlines() if line.startswith(f"{name},")}
        for name, _ in built.codes
    ]
    assert len(held[0] & held[1]) <= 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("overlap: {max: 1, percent: 10}\n", "either `max` or `percent`"),
        ("overlap: {}\n", "either `max` or `percent`"),
        ("draw: once\noverlap: {max: 1}\n", "draw: once"),
        ("overlap: {percent: 101}\n", "100"),
        ("parallel: colour\n", "colour"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, line: str, code: str) -> None:
    with pytest.raises(BlueprintError, match="blueprint_broken") as caught:
        build(write_exam(tmp_path, ONE_SECTION + line), tmp_path / "out")
    assert code in caught.value.values["reason"]


def test_candidates_have_no_order_to_keep_apart_in(tmp_path: Path) -> None:
    path = write_exam(tmp_path, ONE_SECTION + "overlap: {max: 1}\n")
    (tmp_path / "people.csv").write_text("candidate,name\nZ001,王\n", "utf-8")
    order = Order(
        path, tmp_path / "out", AS_OF, formats=("html",), candidates=tmp_path / "people.csv"
    )
    with pytest.raises(BlueprintError, match="overlap_names"):
        build_exam(order)


def test_a_swap_keeps_apart_too(tmp_path: Path) -> None:
    path = write_exam(tmp_path, ONE_SECTION + "overlap: {max: 1}\n")
    build(path, tmp_path / "out", formats=("html",))
    for number in range(1, 5):
        swap_exam(tmp_path / "out", "B", number, str(tmp_path / "bank"))
        one, two = (
            {asked["item"] for section in form["sections"] for asked in section["questions"]}
            for form in read_manifest(tmp_path / "out")["forms"]
        )
        assert len(one & two) <= 1
