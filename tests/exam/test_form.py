"""Forms: letters that mean what the key says, balanced positions, options of their own."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam.samples import SEED, blueprint, every_type, question, section
from kaoka.exam.assemble import assemble
from kaoka.exam.check import check_code
from kaoka.exam.form import LETTERS, Asked, Form
from kaoka.exam.key import key_rows
from kaoka.exam.names import letters
from kaoka.exam.positions import lead, positions
from kaoka.exam.rank import ranker

NAMES = tuple("ABCDEFGHIJ")


@pytest.fixture(scope="module")
def forms() -> tuple[Form, ...]:
    plan, questions = every_type()
    return assemble(plan, questions, seed=SEED, names=NAMES)


def lettered(asked: Asked) -> list[str]:
    """The options that the key's letters name."""
    return [asked.options[LETTERS.index(letter)] for letter in asked.answer]


def test_the_key_survives_shuffling(forms: tuple[Form, ...]) -> None:
    for form in forms:
        for asked in form.numbered():
            question_ = asked.question
            match question_.type:
                case "single" | "multiple":
                    assert set(lettered(asked)) == set(question_.key)
                    assert "".join(sorted(asked.answer)) == asked.answer
                    assert len(set(asked.options)) == {"single": 4, "multiple": 5}[question_.type]
                case "true_false":
                    assert (asked.options, asked.answer) == (("对", "错"), "A")
                case "ordering":
                    assert tuple(lettered(asked)) == question_.sequence
                    assert asked.options != question_.sequence
                case "matching":
                    pairs = zip(asked.answer[::2], asked.answer[1::2], strict=True)
                    found = {
                        (asked.left[int(number) - 1], asked.options[LETTERS.index(letter)])
                        for number, letter in pairs
                    }
                    assert found == set(question_.pairs)
                case "fill":
                    assert asked.answer == "30日|10日"
                case "numeric":
                    assert asked.answer == "2小时"
                case _:
                    assert asked.answer == "说明进度;给出时限"


def test_numbers_run_through_the_paper_and_points_add_up(forms: tuple[Form, ...]) -> None:
    for form in forms:
        assert [asked.number for asked in form.numbered()] == list(range(1, 23))
        assert sum(asked.points for asked in form.numbered()) == form.total == 54
        parts = [asked.points for asked in form.numbered() if asked.number > 16]
        assert set(parts) == {Fraction(1)}


def test_points_of_a_case_are_shared_exactly() -> None:
    plan = blueprint([section("case", 1, 10)])
    (form,) = assemble(plan, [question("c", "case")], seed=SEED)
    assert [asked.points for asked in form.numbered()] == [Fraction(10, 3)] * 3
    assert [row[4] for row in key_rows([form])] == ["3.33"] * 3


def test_forms_differ(forms: tuple[Form, ...]) -> None:
    keys = ["".join(asked.answer for asked in form.numbered()) for form in forms]
    assert len(set(keys)) == len(keys)
    assert len({check_code(form, SEED) for form in forms}) == len(forms)


def test_check_code_binds_the_key_and_needs_the_seed(forms: tuple[Form, ...]) -> None:
    code = check_code(forms[0], SEED)
    assert code == check_code(forms[0], SEED)
    assert code != check_code(forms[0], bytes(16))
    assert len(code) == 9
    assert not set(code) & set("ILOU")


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, 60),
    st.integers(2, 6),
    st.binary(min_size=16, max_size=16),
    st.none() | st.integers(0, 30),
)
def test_positions_are_balanced_without_long_runs(
    count: int, options: int, seed: bytes, number: int | None
) -> None:
    questions = [f"q{n}" for n in range(count)]
    first = lead(number, options, ranker(seed, "cert", ""))
    places = positions(questions, options, ranker(seed, "cert", "A"), first)
    assert first is None or not places or places[0] == first
    counts = [Counter(places)[place] for place in range(options)]
    assert sum(counts) == count
    assert max(counts) - min(counts) <= 1
    assert max((len(list(run)) for _, run in groupby(places)), default=0) <= 3


def test_ten_thousand_seeds_of_twenty_questions_stay_balanced() -> None:
    questions = [f"q{n}" for n in range(20)]
    first: Counter[int] = Counter()
    for number in range(10_000):
        places = positions(questions, 4, ranker(number.to_bytes(16, "big"), "cert", "A"))
        assert sorted(Counter(places).values()) == [5, 5, 5, 5]
        assert max(len(list(run)) for _, run in groupby(places)) <= 3
        first[places[0]] += 1
    assert all(2_300 < count < 2_700 for count in first.values())


@pytest.mark.parametrize(("count", "options"), [(1, 4), (3, 4), (10, 4), (20, 4), (7, 3), (5, 2)])
def test_the_letters_of_neighbouring_forms_differ(count: int, options: int) -> None:
    questions = [f"q{n}" for n in range(count)]
    first: Counter[int] = Counter()
    for number in range(10_000 // count):
        seed = number.to_bytes(16, "big")
        shared = ranker(seed, "cert", "")
        made = [
            positions(questions, options, ranker(seed, "cert", name), lead(n, options, shared))
            for n, name in enumerate(letters(options))
        ]
        assert len({places[0] for places in made}) == options
        first[made[0][0]] += 1
    even = sum(first.values()) / options
    assert all(abs(times - even) < 6 * even**0.5 for times in first.values())


def test_a_multiple_with_more_right_answers_than_room_still_has_a_wrong_one() -> None:
    many = question("m", "multiple", key=tuple(f"正{n}" for n in range(7)))
    for name in NAMES:
        (form,) = assemble(blueprint([section("multiple", 1)]), [many], seed=SEED, names=(name,))
        (asked,) = form.asked()
        right = set(lettered(asked))
        assert right <= set(many.key)
        assert 2 <= len(right) < len(asked.options) == 5


def test_options_and_pools() -> None:
    thin = [question("i", distractors=("一", "二"))]
    three = blueprint([section("single", 1, options=3)])
    (form,) = assemble(three, thin, seed=SEED)
    assert len(next(form.asked()).options) == 3
