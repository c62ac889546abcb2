"""Events: ids, the study day, and which events an undo makes void."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoka.study.day import next_day, read, study_day, written
from kaoka.study.event import Event, ulid, void


def event(name: str, undoes: str | None = None, learner: str = "me") -> Event:
    return Event(name, learner, "b", "q", 0, 1, None if undoes else 4, undoes=undoes)


@pytest.mark.parametrize(
    ("events", "gone"),
    [
        ([event("a")], ""),
        ([event("a"), event("u", "a")], "a"),
        ([event("u", "a"), event("a")], "a"),
        ([event("a"), event("u", "a"), event("v", "u")], "u"),
        ([event("a"), event("u", "a"), event("v", "u"), event("w", "v")], "av"),
        ([event("a"), event("u", "a"), event("v", "a"), event("w", "v")], "av"),
        ([event("u", "never-seen")], ""),
        ([event("u", "u")], "u"),
        ([event("a"), event("u", "v"), event("v", "u"), event("w", "a")], "auv"),
        ([event("a"), event("x", "u"), event("u", "x"), event("y", "x")], "x"),
        ([event("a"), event("u", "a", learner="other")], ""),
    ],
)
def test_void(events: list[Event], gone: str) -> None:
    assert void(events) == set(gone)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_void_is_what_it_says(named: list[tuple[int, int]]) -> None:
    """Without rings: void means that an undo that is not void names it."""
    undoes = {f"u{n}": f"u{m}" if m < n else "answer" for n, m in named}
    events = [event("answer"), *(event(name, target) for name, target in undoes.items())]
    gone = void(events)
    for one in events:
        namers = [name for name, target in undoes.items() if target == one.id]
        assert (one.id in gone) == any(name not in gone for name in namers)


def test_ulid_follows_the_specification() -> None:
    assert ulid(1469918176385, bytes(10)) == "01ARYZ6S410000000000000000"
    assert ulid((1 << 48) - 1, b"\xff" * 10) == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"
    with pytest.raises(ValueError, match="1"):
        ulid(1, b"short")


@given(st.integers(0, (1 << 48) - 2), st.binary(min_size=10, max_size=10))
def test_ulids_sort_by_time(at: int, noise: bytes) -> None:
    assert ulid(at, noise) < ulid(at + 1, bytes(10))


SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_the_day_starts_at_four() -> None:
    before = datetime(2026, 11, 24, 3, 59, 59, tzinfo=SHANGHAI)
    assert written(study_day(before)) == "2026-11-23"
    assert written(study_day(before + timedelta(seconds=1))) == "2026-11-24"
    assert read("2026-11-24") == study_day(before) + 1


ZONES = [
    "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
    "Pacific/Chatham", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati",
]  # fmt: skip


@given(st.sampled_from(ZONES), st.integers(0, 40 * 365))
def test_no_zone_skips_or_doubles_a_day(zone: str, start: int) -> None:
    """Walking hour by hour over four days, the study day rises by one each time."""
    first = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=start)
    walk = [first + timedelta(hours=n) for n in range(96)]
    days = [study_day(moment.astimezone(ZoneInfo(zone))) for moment in walk]
    steps = {later - earlier for earlier, later in pairwise(days)}
    assert steps <= {0, 1}
    assert days[-1] - days[0] in {3, 4}


def test_a_flight_over_the_date_line_stops_the_day_and_no_more() -> None:
    assert next_day(100, None) == 100
    assert next_day(100, 101) == 101
    assert next_day(102, 101) == 102
    assert next_day(100, 200) == 100  # that clock was wrong
