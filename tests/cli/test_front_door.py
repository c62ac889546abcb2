"""The front door as a program uses it: names, wrong use, values that travel."""

from __future__ import annotations

import pickle
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import kaoka
from conftest import BANK, WriteBank
from kaoka.errors import AnswerError, BankError

ITEMS = """\
- id: a
  kind: term
  source: [{doc: course}]
  term: 犹豫期
  definition: 签收后可以反悔的一段时间
  explanation: 要记住。
  effective_from: 2026-06-01
- id: q
  kind: question
  source: [{doc: course}]
  explanation: 要记住。
  ask:
    - {id: one, type: single, stem: 先做什么?, key: [问原因], distractors: [拒绝, 转接, 挂断]}
    - {id: pairs, type: matching, stem: 配对, pairs: [[甲, 一], [乙, 二]]}
    - {id: number, type: numeric, stem: 几天?, value: 3, unit: 日}
  type: case
  story: 客户来电
  parts: [{id: p, type: true_false, stem: 应当道歉。, key: [对]}]
"""


@pytest.fixture
def bank(write_bank: WriteBank) -> kaoka.Bank:
    return kaoka.load(write_bank(ITEMS, BANK))


def asked(bank: kaoka.Bank, fact: str) -> kaoka.Question:
    return next(question for question in kaoka.questions(bank) if question.fact == fact)


def test_every_name_is_there_and_documented() -> None:
    assert set(kaoka.__all__) <= set(dir(kaoka))
    assert all(name in kaoka.__all__ or name.startswith("__") for name in dir(kaoka))
    for name in kaoka.__all__:
        assert getattr(kaoka, name).__doc__, name
    for name in ("load", "questions", "assemble", "load_blueprint", "grade"):
        assert {"Args:", "Raises:"} <= set(getattr(kaoka, name).__doc__.split()), name
    assert kaoka.__version__[0].isdigit()


@pytest.mark.parametrize("where", ["", "no-such", "../decks/insurance-service", "a\0b", "a" * 5000])
def test_where_there_is_no_bank_an_error_says_so(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BankError, match="bank_missing"):
        kaoka.load(where)


def test_a_day_may_be_a_datetime_and_nothing_else(bank: kaoka.Bank) -> None:
    before = kaoka.questions(bank, as_of=datetime(2026, 5, 31, 23, 59))  # noqa: DTZ001  # local
    assert before == kaoka.questions(bank, as_of=date(2026, 5, 31))
    assert before != kaoka.questions(bank, as_of=date(2026, 6, 1))
    text: Any = "2026-06-01"
    with pytest.raises(kaoka.KaokaError, match="want_date"):
        kaoka.questions(bank, as_of=text)
    with pytest.raises(kaoka.KaokaError, match="want_bank"):
        kaoka.questions(text)


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("one", "A"),
        ("one", 5),
        ("one", ["问原因", "拒绝"]),
        ("pairs", [[1, 2]]),
        ("pairs", "甲一"),
        ("pairs", {"甲": "三"}),
        ("number", 10**5000),
        ("number", float("nan")),
        ("number", True),
        ("ask", "对"),
    ],
    ids=lambda value: str(value)[:20] if not isinstance(value, int) else "number",
)
def test_an_answer_that_does_not_fit_is_told_in_both_languages(
    bank: kaoka.Bank, fact: str, answer: object
) -> None:
    with pytest.raises(AnswerError) as raised:
        kaoka.grade(asked(bank, fact), answer)
    assert kaoka.say(raised.value, "en") != kaoka.say(raised.value, "zh")


def test_a_scoring_that_is_none_is_told(bank: kaoka.Bank) -> None:
    wrong: Any = "part"
    with pytest.raises(AnswerError, match="scoring_unknown"):
        kaoka.grade(asked(bank, "one"), "问原因", scoring=wrong)


def test_values_can_be_counted_compared_and_sent(bank: kaoka.Bank) -> None:
    questions = kaoka.questions(bank)
    assert len({*questions}) == len(questions)
    assert pickle.loads(pickle.dumps(questions)) == questions  # noqa: S301  # our own bytes
    assert len({*bank.problems, *bank.problems}) == len(bank.problems)
    assert len(repr(bank)) < 500


@pytest.mark.parametrize(
    ("seed", "names", "code"),
    [(b"", ("A",), "seed_length"), (bytes(17), ("A",), "seed_length"), (bytes(16), ("A", "B", "A"), "form_name_twice")],
)  # fmt: skip
def test_a_seed_or_names_that_will_not_do(seed: bytes, names: tuple[str, ...], code: str) -> None:
    blueprint, _ = kaoka.load_blueprint(Path(__file__).parents[2] / "exams/cert-basic.yaml")
    assert blueprint is not None
    with pytest.raises(kaoka.KaokaError, match=code) as raised:
        kaoka.assemble(blueprint, (), seed=seed, names=names)
    assert "{" not in kaoka.say(raised.value)


def test_a_folder_is_no_blueprint(tmp_path: Path) -> None:
    with pytest.raises(kaoka.KaokaError, match="blueprint_missing"):
        kaoka.load_blueprint(tmp_path)
