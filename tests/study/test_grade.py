"""Grading: every type, right and wrong, the ways people write, and what is no answer at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoka.bank.bank import Bank
from kaoka.errors import AnswerError
from kaoka.question.amount import read_amount
from kaoka.question.grade import grade, right_answer
from kaoka.question.model import Question
from kaoka.question.present import Shown, present
from kaoka.question.typed import understand
from kaoka.text import digest


def make(type_: str, **fields: Any) -> Question:
    stem = fields.pop("stem", "问")
    return Question(id=f"i#f:{type_}", item="i", kind="question", type=type_, stem=stem, **fields)


SINGLE = make("single", key=("15 日",), distractors=("10 日", "30 日", "60 日"))
MULTIPLE = make("multiple", key=("收据", "清单", "诊断证明"), distractors=("房产证", "学历证"))
TRUE = make("true_false", key=("对",))
FILL = make("fill", answers=(("30", "三十"), ("10",)), stem="____日内核定,____日内赔付")
TERM = make("fill", answers=(("犹豫期",),), synonyms=("冷静期",), stem="可以无损退保的____")
NUMBER = make("numeric", value=Decimal(85), unit="%", tolerance=Decimal(0))
HOURS = make("numeric", value=Decimal("1.5"), unit="小时", tolerance=Decimal("0.1"))
MONEY = make("numeric", value=Decimal(10000), unit="元")
ORDER = make("ordering", sequence=("倾听", "道歉", "解决", "回访"))
MATCH = make(
    "matching", pairs=(("诊断证明", "因何就医"), ("清单", "花在哪里"), ("收据", "花了多少"))
)
SHORT = make("short", answers=(("倾听",), ("致歉", "道歉"), ("回访",)))
CASE = make("case", stem="故事", parts=(SINGLE, TRUE))


@pytest.mark.parametrize(
    ("question", "answer", "points"),
    [
        (SINGLE, "15 日", 1), (SINGLE, "15天", 1), (SINGLE, "１５日", 1), (SINGLE, "十五日", 1),
        (SINGLE, ["15 日"], 1), (SINGLE, "10 日", 0), (SINGLE, "", 0), (SINGLE, None, 0),
        (MULTIPLE, ("清单", "诊断证明", "收据"), 1), (MULTIPLE, {"清单", "收据"}, 0),
        (MULTIPLE, ("清单", "诊断证明", "收据", "房产证"), 0), (MULTIPLE, [], 0),
        (TRUE, "对", 1), (TRUE, "错", 0), (TRUE, True, 1), (TRUE, False, 0), (TRUE, "√", 1),
        (FILL, ("30", "10"), 1), (FILL, ("三十", "十"), 1), (FILL, ("10", "30"), 0),
        (FILL, ("30日", "10 日"), 1), (FILL, ("３０", "１０"), 1), (FILL, ("", "10"), 0),
        (TERM, "犹豫期", 1), (TERM, "冷静期", 1), (TERM, "等待期", 0), (TERM, " 犹 豫 期。", 1),
        (NUMBER, 85, 1), (NUMBER, "85", 1), (NUMBER, "85%", 1), (NUMBER, "８５％", 1),
        (NUMBER, "百分之八十五", 1), (NUMBER, Decimal(85), 1), (NUMBER, 85.0, 1), (NUMBER, "86", 0),
        (NUMBER, "0.85", 0), (NUMBER, "不知道", 0), (NUMBER, Fraction(85), 1),
        (HOURS, "90 分钟", 1), (HOURS, "1.6", 1), (HOURS, "1.61", 0), (HOURS, "1.5天", 0),
        (MONEY, "1万元", 1), (MONEY, "一万", 1), (MONEY, "10,000 元", 1), (MONEY, "1", 0),
        (ORDER, ("倾听", "道歉", "解决", "回访"), 1), (ORDER, ["道歉", "倾听", "解决", "回访"], 0),
        (MATCH, {"诊断证明": "因何就医", "清单": "花在哪里", "收据": "花了多少"}, 1),
        (MATCH, [("清单", "花在哪里"), ("诊断证明", "因何就医"), ("收据", "花了多少")], 1),
        (MATCH, {"诊断证明": "因何就医"}, 0),
        (SHORT, "先倾听,再道歉,最后回访客户", 1), (SHORT, "先倾听", Fraction(1, 3)), (SHORT, "无", 0),
        (CASE, ("15 日", "对"), 1), (CASE, ("15 日", "错"), Fraction(1, 2)), (CASE, None, 0),
    ],
)  # fmt: skip
def test_points(question: Question, answer: Any, points: float) -> None:
    result = grade(question, answer)
    assert result.points == points
    assert result.correct == (points == 1)


@pytest.mark.parametrize(
    ("question", "answer", "points"),
    [
        (MULTIPLE, ("收据", "清单"), Fraction(2, 3)),
        (MULTIPLE, ("收据", "清单", "房产证"), Fraction(1, 3)),
        (MULTIPLE, ("收据", "房产证", "学历证"), 0),
        (ORDER, ("倾听", "道歉", "回访", "解决"), Fraction(1, 2)),
        (MATCH, {"诊断证明": "因何就医", "清单": "花了多少", "收据": "花在哪里"}, Fraction(1, 3)),
        (SINGLE, "10 日", 0),
        (FILL, ("30", "11"), 0),
    ],
)
def test_partial(question: Question, answer: Any, points: Fraction) -> None:
    assert grade(question, answer, scoring="partial").points == points


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (SINGLE, "A"), (SINGLE, ["15 日", "10 日"]), (SINGLE, 3), (SINGLE, {"a": "b"}),
        (MULTIPLE, "收据"), (MULTIPLE, ["收据", "户口本"]), (MULTIPLE, [1, 2]), (MULTIPLE, 5),
        (TRUE, "也许"), (FILL, "30"), (FILL, ("30", "10", "5")), (FILL, 30),
        (NUMBER, True), (NUMBER, ["85"]), (NUMBER, float("nan")), (NUMBER, float("inf")),
        (ORDER, ("倾听", "道歉")), (ORDER, ("倾听", "倾听", "解决", "回访")), (ORDER, "倾听"),
        (MATCH, "1C2A"), (MATCH, [("清单",)]), (MATCH, {"发票": "花了多少"}), (MATCH, [1, 2]),
        (SHORT, ["倾听"]), (CASE, ("15 日",)), (CASE, "15 日"), (CASE, ("15 日", "对", "对")),
    ],
)  # fmt: skip
def test_no_answer_at_all(question: Question, answer: Any) -> None:
    with pytest.raises(AnswerError):
        grade(question, answer)


def test_why_tells_the_answer_and_the_explanation() -> None:
    told = make("single", key=("甲",), distractors=("乙",), explanation="因为甲。")
    assert grade(told, "甲").why == "因为甲。"
    assert "甲" in grade(told, "乙").why
    assert grade(told, "乙").mistaken == ("乙",)


@pytest.mark.parametrize(
    "question", [SINGLE, MULTIPLE, TRUE, FILL, NUMBER, ORDER, MATCH, SHORT, CASE]
)
def test_the_right_answer_can_be_told(question: Question) -> None:
    assert right_answer(question)


def show(question: Question, turn: str = "0") -> Shown:
    return present(question, lambda *parts: digest(turn, *parts))


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (SINGLE, "ab"), (SINGLE, "E"), (SINGLE, " "), (SINGLE, "1"), (MULTIPLE, "F"), (TRUE, "C"),
        (ORDER, "ABC"), (ORDER, "ABCC"), (MATCH, "1A"), (MATCH, "1A2B3"), (MATCH, "ABC"),
        (MATCH, "1A1B2C"), (MATCH, "1A2B4C"), (MATCH, "1A2B3D"), (NUMBER, "很多"), (NUMBER, ""),
        (FILL, "30"), (FILL, "30|10|5"), (FILL, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_understood(question: Question, typed: str) -> None:
    with pytest.raises(AnswerError):
        understand(show(question), typed)


@pytest.mark.parametrize("typed", ["对", "√", "A", "ａ", " a ", "是"])
def test_ways_to_say_right(typed: str) -> None:
    assert understand(show(TRUE), typed) == "对"


@given(
    st.integers(), st.sampled_from([str.lower, str.upper]), st.sampled_from(["", " ", ",", "、"])
)
def test_the_letters_of_the_key_are_right_in_any_order_case_and_width(
    turn: int, case: Any, between: str
) -> None:
    shown = show(MULTIPLE, str(turn))
    letters = between.join(shown.letter(text) for text in MULTIPLE.key)
    wide = letters.translate({n: n + 0xFEE0 for n in range(0x41, 0x5B)})
    for typed in (case(letters), wide):
        assert grade(MULTIPLE, understand(shown, typed)).correct


@given(st.integers())
def test_ordering_and_matching_by_letters(turn: int) -> None:
    order, match = show(ORDER, str(turn)), show(MATCH, str(turn))
    steps = "".join(map(order.letter, ORDER.sequence))
    pairs = "".join(
        f"{n}{match.letter(right)}" for n, (_, right) in enumerate(MATCH.pairs, start=1)
    )
    assert steps != "ABCD"  # never shown in the right order
    assert grade(ORDER, understand(order, steps)).correct
    assert grade(MATCH, understand(match, pairs)).correct


@given(st.integers(), st.integers(2, 6))
def test_a_form_shows_the_key_and_a_draw_of_the_rest(turn: int, options: int) -> None:
    shown = present(MULTIPLE, lambda *parts: digest(str(turn), *parts), options=options)
    assert set(MULTIPLE.key) <= set(shown.options)
    assert len(shown.options) == min(max(options, 4), 5)
    assert len(set(shown.options)) == len(shown.options)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
def test_numbers_are_read_as_they_are_written(value: Decimal) -> None:
    assert read_amount(f"{value:f} 元") == (value, "元")
    assert read_amount(f"{value:,f}") == (value, "")


def answers(question: Question) -> tuple[Any, list[Any]]:
    """The right answer to a question, and wrong ones."""
    match question.type:
        case "single" | "true_false":
            return question.key[0], list(question.distractors)
        case "multiple":
            return question.key, [question.key[1:], (*question.key, *question.distractors[:1])]
        case "fill" | "short":
            right = tuple(accepted[0] for accepted in question.answers)
            return ("".join(right) if question.type == "short" else right), []
        case "numeric":
            value = question.value or Decimal(0)
            return f"{value}{question.unit}", [value + 1 + question.tolerance]
        case "ordering":
            return question.sequence, [question.sequence[::-1]]
        case "matching":
            pairs = question.pairs
            lefts, rights = zip(*pairs, strict=True)
            turned = dict(zip(lefts, (*rights[1:], rights[0]), strict=True))
            return dict(pairs), [turned] if len(set(rights)) == len(rights) else []
        case _:
            return tuple(answers(part)[0] for part in question.parts), []


def test_every_shipped_question_knows_its_answer(
    shipped: tuple[Bank, tuple[Question, ...]],
) -> None:
    """Told right when right, and wrong when wrong, by texts and by what is typed."""
    for question in shipped[1]:
        right, wrong = answers(question)
        assert grade(question, right).correct, question.id
        for one in wrong:
            assert not grade(question, one).correct, (question.id, one)
        shown = show(question)
        if question.type in {"single", "multiple"}:
            letters = "".join(map(shown.letter, question.key))
            assert grade(question, understand(shown, letters)).correct, question.id
