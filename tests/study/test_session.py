"""The session as a state machine: order of the day, repeats, undo, cases, hints."""

from __future__ import annotations

from typing import Any

import pytest

from kaoka.cli.study_view import hints
from kaoka.question.model import Question
from kaoka.study import queue, session
from kaoka.study.memory import Memory, remember
from kaoka.study.schedulers import scheduler


def make(name: str, type_: str = "single", **fields: Any) -> Question:
    item = name.partition("#")[0]
    given = {"stem": name, "key": ("是",), "distractors": ("否", "不", "未")} | fields
    return Question(id=name, item=item, kind="question", type=type_, **given)


ONE, TWO, THREE = make("a#ask"), make("b#ask"), make("c#ask")
CASE = make(
    "d#ask", "case", key=(), distractors=(), parts=(make("d#ask.1"), make("d#ask.2", key=("好",)))
)


def begin(*questions: Question) -> session.Session:
    return session.begin([queue.Ticket(one, "new") for one in questions], repeat_below=4)


def do(state: session.Session, given: Any, grade: int | None = None) -> session.Session:
    state = session.answer(state, given)
    number = len(state.done)
    return session.grade(state, state.suggested if grade is None else grade, f"e{number}", 1000)


def waiting(state: session.Session) -> list[str]:
    return [one.question.item for one in state.waiting]


def test_right_suggests_four_wrong_one_nothing_zero() -> None:
    assert session.answer(begin(ONE), "是").suggested == 4
    assert session.answer(begin(ONE), "否").suggested == 1
    assert session.answer(begin(ONE), None).suggested == 0


MINUTE = 60_000


@pytest.mark.parametrize(
    ("given", "took_ms", "hinted", "grade"),
    [
        ("是", MINUTE, False, 4),
        ("是", MINUTE + 1250, False, 4),
        ("是", MINUTE + 1251, False, 3),
        ("是", 0, True, 3),
        ("否", 0, True, 1),
        ("否", 9 * MINUTE, False, 1),
        (None, 9 * MINUTE, True, 0),
    ],
)
def test_time_and_hint_lower_what_is_suggested(
    given: str | None, took_ms: int, *, hinted: bool, grade: int
) -> None:
    state = session.hint(begin(ONE)) if hinted else begin(ONE)
    state = session.answer(state, given, took_ms)
    assert state.suggested == grade
    after = session.grade(state, 4, "e", took_ms)
    assert (after.hinted, after.took_ms) == (False, 0)


def test_the_parts_of_a_case_have_a_minute_each() -> None:
    state = session.go_on(session.answer(begin(CASE), "是", MINUTE))
    assert session.answer(state, "好", 2 * MINUTE).suggested == 4
    assert session.answer(state, "好", 3 * MINUTE).suggested == 3


def test_below_four_comes_again_until_it_is_four() -> None:
    state = do(do(begin(ONE, TWO), "否"), "是")
    assert waiting(state) == ["a"]
    assert state.waiting[0].why == "again"
    state = do(state, "是", grade=3)
    assert waiting(state) == ["a"]
    assert do(state, "是").phase == "over"


def test_undo_brings_the_question_back_as_if_nothing_had_been() -> None:
    start = begin(ONE, TWO, THREE)
    for given in ("是", "否", None):
        assert session.undo(do(start, given)) == start


def test_undo_of_a_repeat_keeps_the_order() -> None:
    state = do(do(begin(ONE, TWO), "否"), "否")
    assert session.undo(do(state, "否")) == state


def test_taking_back_an_answer_asks_again() -> None:
    assert session.take_back(session.answer(begin(ONE), "否")) == begin(ONE)


def test_a_case_asks_part_by_part_and_is_graded_once() -> None:
    state = begin(CASE)
    assert session.asked(state).question.id == "d#ask.1"
    state = session.answer(state, "是")
    assert (state.phase, state.part, session.asked(state).question.id) == ("told", 0, "d#ask.1")
    state = session.go_on(state)
    assert (state.phase, state.part, session.asked(state).question.id) == ("asking", 1, "d#ask.2")
    state = session.answer(state, "否")
    assert (state.phase, state.part, state.suggested) == ("grading", 1, 1)
    state = session.grade(state, 1, "e", 5)
    assert waiting(state) == ["d"]
    assert state.results == ()


def test_every_turn_shows_another_order() -> None:
    orders = {session.show(queue.Ticket(ONE, "due", turn)).options for turn in range(20)}
    assert len(orders) > 5
    assert session.show(queue.Ticket(ONE, "due", 3)) == session.show(queue.Ticket(ONE, "new", 3))


def test_failures_in_a_row_are_counted() -> None:
    state = begin(ONE, TWO, THREE)
    for given, row in (("否", 1), ("否", 2), ("是", 0)):
        state = do(state, given)
        assert state.failures == row


@pytest.mark.parametrize(("lapses", "grade", "told"), [(7, 1, 0), (8, 1, 1), (8, 4, 0)])
def test_what_keeps_being_forgotten_is_told(lapses: int, grade: int, told: int) -> None:
    leech = Memory(100, 200, 201, grade, 20, lapses, (1, 250, 0))
    state = do(begin(ONE), "否" if grade < 3 else "是")
    assert len(list(hints(state, leech))) == told


def test_a_wrong_option_tells_the_question_it_answers() -> None:
    asked = make(
        "x#value:single", distractors=("48 小时", "3 日"), distractor_items=("y#value:single", "")
    )
    other = make("y#value:numeric", "numeric", key=("48 小时",), distractors=())
    known = queue.by_id([asked, other])
    assert session.would_answer(asked, "48 小时", known) == other
    assert session.would_answer(asked, "3 日", known) is None
    exact = make("y#value:single")
    assert session.would_answer(asked, "48 小时", {**known, exact.id: exact}) == exact


def memory(*answers: tuple[int, int]) -> Memory:
    known: Memory | None = None
    for day, grade in answers:
        known = remember(known, day, grade, scheduler("sm2"))
    assert known is not None
    return known


def test_due_comes_longest_overdue_first() -> None:
    found = [(ONE, memory((10, 4))), (TWO, memory((8, 4))), (THREE, memory((20, 4)))]
    tickets = queue.due(found, 12)
    assert [(one.question.item, one.why, one.turn) for one in tickets] == [
        ("b", "due", 1),
        ("a", "due", 1),
    ]


def test_weak_topics_come_first_when_asked() -> None:
    strong, weak = make("s#ask", tags=("合规",)), make("w#ask", tags=("时效",))
    found = [(strong, memory((8, 4))), (weak, memory((10, 4)))]
    recall = {"合规": 0.9, "时效": 0.4}
    assert [one.question for one in queue.due(found, 12)] == [strong, weak]
    assert [one.question for one in queue.due(found, 12, recall)] == [weak, strong]


def test_failed_today_and_not_made_good_comes_again() -> None:
    found = [(ONE, memory((10, 1))), (TWO, memory((10, 1), (10, 4))), (THREE, memory((9, 1)))]
    assert [one.question for one in queue.again(found, 10, scheduler("sm2"))] == [ONE]


def test_new_questions_take_turns_by_item() -> None:
    unseen = [make("a#x"), make("a#y"), make("b#x"), make("b#y"), make("b#z")]
    assert [one.question.id for one in queue.new(unseen)] == ["a#x", "b#x", "a#y", "b#y", "b#z"]


def test_by_tag_and_limit() -> None:
    tagged = make("t#ask", tags=("时效",))
    assert queue.chosen([ONE, tagged], ["时效"]) == (tagged,)
    assert queue.chosen([ONE, tagged], []) == (ONE, tagged)
    tickets = [queue.Ticket(one, "new") for one in (ONE, TWO, THREE)]
    assert len(queue.plan(tickets[:1], tickets[1:], limit=2)) == 2
