"""A working-day calendar: which days are worked, and the day some working days on."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from kaoka.bank.item import Strict, Text

_DAY = timedelta(days=1)
_SATURDAY = 5


class Calendar(Strict):
    """What calendar.yaml holds.

    Monday to Friday are worked, but for the spans in `holidays` (both ends included) and
    with the days in `workdays` besides. Nothing is known outside `years`.
    """

    source: Text
    years: Annotated[tuple[Annotated[int, Field(ge=1900, le=2999)], ...], Field(min_length=1)]
    holidays: tuple[tuple[date, date], ...] = ()
    workdays: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _spans_go_forward(self) -> Self:
        if any(last < first for first, last in self.holidays):
            msg = "calendar_span"
            raise ValueError(msg)
        return self

    @cached_property
    def _off(self) -> frozenset[date]:
        spans = ((first, (last - first).days + 1) for first, last in self.holidays)
        return frozenset(first + n * _DAY for first, days in spans for n in range(days))

    def worked(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return day in self.workdays or (day.weekday() < _SATURDAY and day not in self._off)

    def days(self) -> list[date]:
        """Return every day of the years that are known."""
        firsts = (date(year, 1, 1) for year in self.years)
        return [
            first + n * _DAY
            for first in firsts
            for n in range((date(first.year + 1, 1, 1) - first).days)
        ]

    def after(self, day: date, working_days: int) -> date:
        """Return the day that is `working_days` working days after `day`, itself not counted."""
        while working_days:
            day += _DAY
            working_days -= self.worked(day)
        return day
