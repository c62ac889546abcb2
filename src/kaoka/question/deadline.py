"""Computed questions: a limit, a moment from which it runs, the latest time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from kaoka.bank.calendar import Calendar
from kaoka.bank.item import Item
from kaoka.question.distract import Candidate
from kaoka.question.draft import ended, filled, single
from kaoka.question.model import Question
from kaoka.question.quantity import Quantity
from kaoka.question.siblings import Siblings
from kaoka.question.slot import Rival, lead
from kaoka.text import digest

HOURS = frozenset(("小时",))
DAYS = frozenset(("日", "天", "自然日", "个自然日"))
WORKING_DAYS = frozenset(("工作日", "个工作日"))

_OPENING = (time(9), time(10), time(11), time(14), time(15), time(16))
_WEEK = "一二三四五六日"
_COMMON = {
    "hours": (1, 2, 4, 8, 12, 24, 48, 72),
    "days": (2, 3, 5, 7, 10, 15, 30),
    "working": (1, 2, 3, 5, 7, 10, 15),
}


class _Way(NamedTuple):
    """How one unit is counted: from a moment, by an amount, to the latest time."""

    name: str
    latest: Callable[[datetime, int], datetime]
    shown: Callable[[datetime], str]
    told: str
    note: str = ""


def ask_latest(  # what the item knows of its limit
    item: Item,
    near: Siblings,
    sentence: str,
    amount: Quantity,
    clock: str | None,
    found: Iterable[Rival],
) -> Iterator[Question]:
    """Ask for the latest time that a limit allows, counted from a moment drawn by the id.

    Asked where the sentence says “…{}内…”, the clock's start is known, and the bank
    has a calendar. Days are counted without the first (Civil Code, article 201);
    moments are chosen so that the last day is a working day.
    """
    if not (clock and near.calendar and amount.op == "<=" and "{}内" in sentence):
        return
    way = _way(amount.unit, near.calendar)
    if way is None or amount.value != int(amount.value):
        return
    limit = int(amount.value)
    begun = _moment(item, near.calendar, way, limit)
    if begun is None:
        return
    latest = way.shown(way.latest(begun, limit))
    stem = (
        f"{lead(item, near, sentence)}{ended(filled(sentence, '规定的时限'))}"
        f"{way.shown(begun)}{_event(clock)}{way.note}，最迟是什么时候？"
    )
    told = f"时限是{amount.text}，{way.told}，{way.shown(begun)}之后最迟到{latest}。"
    explanation = f"{told}{item.explanation or ''}"
    wrong = _slips(way, begun, limit, near.calendar, found)
    fields = {"level": "apply", "explanation": explanation}
    yield from single(item, near, "deadline", stem, latest, wrong, **fields)


def _event(clock: str) -> str:
    """What begins the count, as it follows a date: 客户报案 of 客户报案时, 收到投诉 of 收到投诉之日."""
    return re.sub("(之日|之时|时|后|当日)起?$", "", clock.removeprefix("自"))


def _way(unit: str, calendar: Calendar) -> _Way | None:
    if unit in HOURS:
        return _Way("hours", lambda at, n: at + timedelta(hours=n), _moment_shown, "按小时连续计算")
    if unit in DAYS:
        return _Way(
            "days",
            lambda at, n: at + timedelta(days=n),
            _day_shown,
            "起算的当天不计入",
            "，当天不计",
        )
    if unit in WORKING_DAYS:
        return _Way(
            "working", _working(calendar), _day_shown, "只数工作日，起算的当天不计入", "，当天不计"
        )
    return None


def _working(calendar: Calendar) -> Callable[[datetime, int], datetime]:
    return lambda at, n: datetime.combine(calendar.after(at.date(), n), at.time())


def _moment(item: Item, calendar: Calendar, way: _Way, limit: int) -> datetime | None:
    """The moment from which the item's limit runs: drawn by its id among those that teach.

    None when the limit ends outside the calendar, whichever day it begins.
    """
    days = calendar.days()
    if not 0 < limit <= len(days) * (24 if way.name == "hours" else 1):
        return None
    known = {*days}
    chosen = sorted(days, key=lambda day: digest(item.id, "deadline", day.isoformat()))
    hour = _OPENING[int(digest(item.id, "hour")[:4], 16) % len(_OPENING)]
    for day in chosen:
        begun = datetime.combine(day, hour)
        last = way.latest(begun, limit).date()
        teaches = way.name != "working" or (last - day).days > limit
        if teaches and calendar.worked(day) and last in known and calendar.worked(last):
            return begun
    return None


def _slips(
    way: _Way, begun: datetime, limit: int, calendar: Calendar, found: Iterable[Rival]
) -> list[Candidate]:
    """Latest times that a slip would give: a wrong limit, the first day counted, the wrong days."""
    right = way.latest(begun, limit)
    slips: list[tuple[datetime, str]] = []
    if way.name != "hours":
        slips.append((way.latest(begun, limit - 1), ""))
        slips.append((begun + timedelta(days=limit), ""))
        slips.append((_working(calendar)(begun, limit), ""))
    slips += [(way.latest(begun, int(r.value)), q) for r, q in found if _whole(r.value)]
    slips += [(way.latest(begun, n), "") for n in _COMMON[way.name]]
    return [
        Candidate(way.shown(at), question) for at, question in slips if at != right and at > begun
    ]


def _whole(value: Decimal) -> bool:
    return value == int(value)


def _moment_shown(at: datetime) -> str:
    return f"{_day_shown(at)}{at.hour}:{at.minute:02}"


def _day_shown(at: datetime) -> str:
    return f"{at.month}月{at.day}日（星期{_WEEK[at.weekday()]}）"
