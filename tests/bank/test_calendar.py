"""Working days: the arithmetic, and the shipped calendar against a published one."""

from __future__ import annotations

import re
from datetime import date, timedelta

import chinese_calendar
import pytest

from kaoka.bank.bank import Bank
from kaoka.bank.calendar import Calendar
from kaoka.question.model import Question

SMALL = Calendar(
    source="test",
    years=(2026,),
    holidays=((date(2026, 5, 1), date(2026, 5, 5)),),
    workdays=(date(2026, 5, 9),),
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [("2026-04-30", True), ("2026-05-01", False), ("2026-05-09", True), ("2026-05-10", False)],
)
def test_worked(day: str, worked: bool) -> None:  # noqa: FBT001
    assert SMALL.worked(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-04-30", 4, "2026-05-09"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-06-01", 0, "2026-06-01"),
    ],
)
def test_working_days_after(start: str, days: int, end: str) -> None:
    assert SMALL.after(date.fromisoformat(start), days) == date.fromisoformat(end)


def test_the_shipped_calendar_is_the_published_one(
    shipped: tuple[Bank, tuple[Question, ...]],
) -> None:
    calendar = shipped[0].calendar
    assert calendar is not None
    for day in calendar.days():
        assert calendar.worked(day) == chinese_calendar.is_workday(day), day


def test_deadlines_fall_on_the_day_that_the_published_calendar_gives(
    shipped: tuple[Bank, tuple[Question, ...]],
) -> None:
    bank, asked = shipped
    computed = [question for question in asked if question.fact == "deadline"]
    assert computed
    for question in computed:
        item = bank.by_id[question.item]
        if "工作日" in item.unit:  # type: ignore[attr-defined]  # only standards are asked so
            begun, end = _days(question)
            worked = [begun + timedelta(n) for n in range(1, (end - begun).days + 1)]
            count = sum(chinese_calendar.is_workday(day) for day in worked)
            assert (count, chinese_calendar.is_workday(end)) == (item.value, True)  # type: ignore[attr-defined]


def _days(question: Question) -> tuple[date, date]:
    begun = re.findall(r"\d+月\d+日", question.stem)[-1]
    return _day(begun), _day(question.key[0])


def _day(text: str) -> date:
    month, _, rest = text.partition("月")
    return date(2026, int(month), int(rest.partition("日")[0]))
