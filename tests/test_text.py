"""Normal form, width and ranks of text."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kaoka.text import digest, keyed_rank, likeness, meant, normal, width

SAME = [
    ("三天", "3日"),
    ("２小时", "2小时"),
    ("百分之九十五", "95%"),
    ("95％", "95 %"),
    ("十个工作日", "10工作日"),
    ("一百八十字", "180字"),
    ("二〇二四年", "2024年"),
    ("三十万元", "300000元"),
    ("两小时", "2个小时"),
    ("NPS", "nps"),
    ("先问原因,再办理。", "先问原因，再办理"),
    ("20万元", "200,000元"),
    ("20万元", "二十万元"),
    ("1.5万元", "15000元"),
    ("1亿2000万", "一亿二千万"),
    ("3万5千", "35000"),
    ("百分之百", "100%"),
    ("2千元", "两千元"),
    ("一万零五百", "10500"),
]
APART = [
    ("20万元", "200元"),
    ("3千元", "31000元"),
    ("万能险", "零能险"),
    ("百万医疗险", "100医疗险"),
    ("1亿", "1万"),
    ("2.5", "25"),
    ("3日", "3小时"),
    ("95%", "95"),
    ("犹豫期", "宽限期"),
    ("10日", "10工作日"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_answer_in_other_clothes(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_answers_stay_apart(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@example("U¨")
@example("3、万能")
@example("百分、之三")
@example("1.5三2.5万")
@example("一" + "亿" * 40)
@given(st.text(st.characters(codec="gb2312")))
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("保险", 4), ("ａ", 2), ("e\u0301", 1)])
def test_width_on_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


def test_a_slip_finds_what_was_meant() -> None:
    assert meant("souce", ["scope", "source", "stem"]) == "source"
    assert meant("zzz", ["scope", "source"]) is None


def test_likeness_runs_from_nothing_to_all() -> None:
    assert likeness("犹豫期", "犹豫期") == 1
    assert likeness("犹豫期", "abc") == 0


def test_ranks_are_what_the_documents_say() -> None:
    body = '["题","a"]'.encode()
    assert digest("题", "a") == hashlib.sha256(body).hexdigest()
    assert keyed_rank(b"k", "题", "a") == hmac.new(b"k", body, "sha256").digest()
