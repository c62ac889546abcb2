"""The way to an exam: better than any fixed target at equal answers, and honest."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoka.errors import AnswerError
from kaoka.jobs.question_cache import Asked
from kaoka.jobs.study import Wish, sit_down
from kaoka.jobs.study_exam import ExamPlan, plan_exam
from kaoka.jobs.study_records import open_store
from kaoka.question.model import Question
from kaoka.study.event import Event
from kaoka.study.exam_plan import Known, choose, expected, spend
from kaoka.study.fsrs import State
from kaoka.study.outlook import Outlook
from kaoka.study.schedulers import scheduler
from kaoka.study.simulate import Setting, compare, fixed, planned, run
from study.terminal import BANK

OTHER = (
    0.1686, 0.8157, 2.4398, 6.2041, 6.537, 0.5137, 3.1916, 0.0256, 1.6566, 0.2838, 0.6124,
    1.5905, 0.0352, 0.3957, 1.8007, 0.6009, 1.8729, 0.8653, 0.0911, 0.1507, 0.2406,
)  # fmt: skip


@pytest.mark.parametrize("mind", [(), OTHER])
@pytest.mark.parametrize(
    "setting",
    [Setting(500, 30, 60), Setting(500, 30, 100), Setting(1000, 30, 100), Setting(300, 60, 25)],
)
def test_the_plan_is_at_least_as_good_as_the_best_fixed_target(
    setting: Setting, mind: tuple[float, ...]
) -> None:
    found = compare(setting, Outlook(mind), Outlook(), seeds=(1,))
    assert found.planned >= found.fixed


def test_a_simulation_is_the_same_for_the_same_seed() -> None:
    setting, mind = Setting(50, 20, 10), Outlook()
    for policy in (fixed(0.9), planned(), planned(120)):
        assert run(setting, policy, mind, mind, 3) == run(setting, policy, mind, mind, 3)
    assert run(setting, planned(120), mind, mind, 3).answers <= 120


@given(st.integers(1, 99), st.integers(0, 2000), st.integers(1, 30), st.integers(0, 500))
def test_what_is_left_always_fits_into_the_days_left(
    budget: int, left: int, days: int, unseen: int
) -> None:
    left = min(left, budget * days)
    today = spend(budget, left, days, unseen)
    assert 0 <= today <= budget
    assert left - today <= budget * (days - 1)


def test_what_gains_most_comes_first() -> None:
    mind = Outlook()
    shaky, firm, done = Known(State(2, 5), 90), Known(State(300, 5), 90), Known(State(2, 5), 100)
    cards = {"firm": firm, "done": done, "shaky": shaky, "new": None, "newer": None}
    assert choose(cards, mind, 100, 120, 9) == ["new", "newer", "shaky", "firm"]
    assert choose(cards, mind, 100, 120, 2) == ["new", "newer"]
    assert expected([], mind, 120) == 0
    assert expected([None, firm], mind, 120) == pytest.approx(mind.recall(firm.state, 30) / 2)


def test_an_answer_always_gains_for_a_memory_that_has_faded() -> None:
    mind = Outlook()
    for stability in (1.0, 5.0, 20.0):
        assert mind.gain(State(stability, 5), 0, 10, 40) > 0


def question(number: int, item: int, **fields: bool) -> Question:
    return Question(
        id=f"i{item}#q{number}:single",
        item=f"i{item}",
        kind="fact",
        type="single",
        stem="问",
        tags=(f"题{item % 3}",),
        **fields,  # type: ignore[arg-type]
    )


def plan(questions: int, items: int, days: int, budget: int, events: list[Event]) -> ExamPlan:
    asked = Asked("b", "题库", tuple(question(n, n % items) for n in range(questions)))
    return plan_exam(asked, events, scheduler("sm2"), 1000, 1000 + days, budget)


def test_enough_time() -> None:
    found = plan(100, 50, 20, 20, [])
    assert (found.unmet, found.missed, len(found.tickets)) == (100, 0, 20)
    assert found.now == 0
    assert found.then > 0.85
    assert sum(new for new, _review in found.days.values()) == 100
    assert found.days[1000] == (20, 0)


def test_too_short_a_time_is_told() -> None:
    found = plan(100, 50, 4, 10, [])
    assert (found.missed, found.missed_items, found.needed) == (60, 10, 25)
    assert set(found.missed_tags) == {"题0", "题1", "题2"}
    assert plan(100, 40, 4, 10, []).missed_items == 0


def test_what_was_done_today_counts() -> None:
    events = [Event(str(n), "me", "b", f"i{n}#q{n}:single", n, 1000, 4) for n in range(7)]
    found = plan(100, 50, 20, 20, events)
    assert len(found.tickets) == 13
    assert not {one.question.id for one in found.tickets} & {one.question for one in events}


def test_what_no_exam_asks_is_left_out() -> None:
    asked = Asked("b", "题库", (question(1, 1), question(2, 2, examable=False)))
    found = plan_exam(asked, [], scheduler("fsrs:0.9"), 1000, 1010, 20)
    assert [one.question.item for one in found.tickets] == ["i1"]


def test_one_way_to_ask_for_a_fact_is_enough() -> None:
    first, second = question(1, 1), replace(question(1, 1), id="i1#q1:numeric", type="numeric")
    asked = Asked("b", "题库", (first, second))
    found = plan_exam(asked, [], scheduler("sm2"), 1000, 1010, 20)
    assert [one.question.id for one in found.tickets] == [first.id]
    events = [Event("e", "me", "b", second.id, 1, 995, 4)]
    found = plan_exam(asked, events, scheduler("sm2"), 1000, 1010, 20)
    assert [one.question.id for one in found.tickets] == [second.id]


def test_a_big_bank_is_planned_at_once() -> None:
    found = plan(3000, 3000, 60, 100, [])
    assert sum(new for new, _review in found.days.values()) == pytest.approx(3000, rel=0.02)


def test_a_session_follows_the_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOKA_HOME", str(tmp_path))
    now = datetime(2026, 11, 24, 9, 30, tzinfo=UTC).astimezone()
    store = open_store()
    wish = Wish(exam=(now + timedelta(days=10)).date(), budget=5)
    desk = sit_down(BANK, wish, store=store, now=lambda: now)
    assert desk.plan is not None
    assert len(desk.session.waiting) == 5
    assert json.loads(json.dumps(desk.plan.plain()))["budget"] == 5
    with pytest.raises(AnswerError, match="exam_over"):
        sit_down(BANK, Wish(exam=now.date()), store=store, now=lambda: now)
    store.close()
