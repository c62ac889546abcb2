"""SM-2 against an independent exact model, and the laws that the session relies on."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoka.errors import AnswerError
from kaoka.study import sm2
from kaoka.study.memory import Memory, remember
from kaoka.study.schedulers import scheduler

if TYPE_CHECKING:
    from collections.abc import Sequence


Model = tuple[Fraction, Fraction, int]


def model(before: Model, q: int, profile: str) -> Model:
    """The published formulas, written again in fractions: interval, E-Factor, repetitions."""
    interval, ease, streak = before
    change = Fraction(1, 10) - (5 - q) * (Fraction(8, 100) + (5 - q) * Fraction(2, 100))
    changed = max(ease + change, Fraction(13, 10))
    if q < 3:
        return Fraction(1), ease if profile == "text" else changed, 0
    exact = {0: Fraction(1), 1: Fraction(6)}.get(streak, interval * ease)
    # Python's round goes to the even neighbour at one half, as Delphi's does.
    return Fraction(ceil(exact) if profile == "text" else round(exact)), changed, streak + 1


def walk(grades: Sequence[int], length: int, profile: sm2.Profile) -> tuple[int, int]:
    """Walk through every sequence of `grades`; return how many there were and how many differ."""
    leaves = wrong = 0
    waiting: list[tuple[int, sm2.State, Model]] = [
        (length, sm2.NEW, (Fraction(0), Fraction(5, 2), 0))
    ]
    while waiting:
        left, state, wanted = waiting.pop()
        leaves += not left
        wrong += (Fraction(state.interval), Fraction(state.ease, 100), state.streak) != wanted
        if left:
            waiting += [
                (left - 1, sm2.review(state, grade, profile=profile), model(wanted, grade, profile))
                for grade in grades
            ]
    return leaves, wrong


@pytest.mark.parametrize("profile", sm2.PROFILES)
def test_every_sequence_of_six_grades(profile: sm2.Profile) -> None:
    assert walk(range(6), 6, profile) == (46_656, 0)


@pytest.mark.parametrize("profile", sm2.PROFILES)
def test_every_sequence_of_nine_passes(profile: sm2.Profile) -> None:
    assert walk((3, 4, 5), 9, profile) == (19_683, 0)


def test_front_door_example() -> None:
    assert sm2.review(sm2.NEW, 4, profile="text") == sm2.State(1, 250, 1)


def test_the_two_profiles_differ_where_their_sources_do() -> None:
    half = sm2.State(5, 250, 2)  # 12.5 days: up, or to the even neighbour
    assert sm2.review(half, 4, profile="text").interval == 13
    assert sm2.review(half, 4, profile="delphi").interval == 12
    assert sm2.review(half, 1, profile="text").ease == 250
    assert sm2.review(half, 1, profile="delphi").ease == 196


@pytest.mark.parametrize("grade", [-1, 6])
def test_no_other_grades(grade: int) -> None:
    with pytest.raises(AnswerError, match="grade_range"):
        sm2.review(sm2.NEW, grade)


def test_no_other_profiles() -> None:
    with pytest.raises(AnswerError, match="unknown_scheduler"):
        sm2.review(sm2.NEW, 4, profile="anki")  # type: ignore[arg-type]


states = st.builds(sm2.State, st.integers(0, 400), st.integers(130, 400), st.integers(0, 9))


@given(states, st.sampled_from(sm2.PROFILES))
def test_a_better_grade_never_brings_the_question_back_sooner(
    state: sm2.State, profile: sm2.Profile
) -> None:
    after = [sm2.review(state, grade, profile=profile) for grade in range(6)]
    assert [one.interval for one in after[3:]] == sorted(one.interval for one in after[3:])
    assert [one.ease for one in after] == sorted(one.ease for one in after) or profile == "text"


def history(*answers: tuple[int, int], name: str = "sm2") -> Memory:
    memory: Memory | None = None
    for day, grade in answers:
        memory = remember(memory, day, grade, scheduler(name))
    assert memory is not None
    return memory


def test_a_pass_before_the_due_day_changes_no_state() -> None:
    on_time = history((100, 4), (101, 4))
    early = history((100, 4), (101, 4), (104, 5))
    assert (early.state, early.due) == (on_time.state, on_time.due) == ((6, 250, 2), 107)
    assert (early.last, early.answers) == (104, 3)


def test_repeats_of_the_same_day_change_no_state_once_passed() -> None:
    assert history((100, 1), (100, 4)).state == history((100, 1)).state == (1, 250, 0)
    assert history((100, 1), (100, 4)).due == 101


def test_a_failure_before_the_due_day_counts() -> None:
    assert history((100, 4), (101, 4), (104, 2)).due == 105


def test_a_late_pass_counts_the_planned_interval() -> None:
    assert history((100, 4), (101, 4), (150, 4)).due == 150 + 15


def test_lapses_are_days_of_forgetting() -> None:
    assert history((100, 1), (100, 1), (101, 1), (101, 0), (102, 4)).lapses == 1
    assert history(*((100 + n, 1) for n in range(9))).leech
