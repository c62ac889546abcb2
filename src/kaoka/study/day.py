"""The study day: it starts at 04:00 local time, and an event keeps the day it was given."""

from __future__ import annotations

from datetime import date, datetime, timedelta

Day = int
"""A calendar day as `date.toordinal` counts them: 1 is 0001-01-01. Intervals are whole days."""

STARTS = timedelta(hours=4)


def study_day(local: datetime) -> Day:
    """Return the study day of a moment, given as the clock on the learner's wall shows it.

    Only the wall clock counts, so a day with 23 or 25 hours is one day like any other.
    """
    return (local.replace(tzinfo=None) - STARTS).toordinal()


def next_day(now: Day, last: Day | None) -> Day:
    """Return the day of a new answer, given the day of the learner's last one.

    A clock set back or a flight over the date line can make the wall show yesterday
    again; the study day then stands still instead of going back. More than one day
    back is a clock that was wrong before, and the wall is believed.
    """
    return last if last is not None and last - now == 1 else now


def written(day: Day) -> str:
    """Return a day as the log writes it: 2026-11-24."""
    return date.fromordinal(day).isoformat()


def read(text: str) -> Day:
    """Read a day as the log writes it.

    Raises:
        ValueError: when the text is no ISO date.
    """
    return date.fromisoformat(text).toordinal()
