"""Load balancing: a question may come back some days before or after the scheduler's own day.

How far is Anki's fuzz (`fuzz_delta` in its rslib/src/scheduler/states/fuzz.rs): nothing
below 2.5 days; else one day, and 15 % of the days from 2.5 to 7, 10 % of those from 7
to 20, 5 % of those above, both ends rounded to the nearest day. Here in whole thousandths.

Which of these days it is depends on the question and on the id of the event that answers
it, and on nothing else, so a replay gives the same day on every machine and in whatever
order logs are merged. Load comes in earlier: whoever makes the event asks for the
`lightest` day and gives the event an id (its random half is free) that falls on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kaoka.text import digest

SUFFIX: Final = "+balance"
"""Stands at the end of the name of a scheduler that balances."""

FAR: Final = 90
"""Longer intervals are only spread, without a look at the load (Anki's load_balancer.rs)."""

_SHORTEST: Final = 2_500
_BANDS: Final = ((2_500, 7_000, 150), (7_000, 20_000, 100), (20_000, None, 50))
"""From, to (thousandths of a day), and how many thousandths of that are fuzz."""

_HALF = 500


def span(days: int) -> range:
    """Return the intervals that stand in for one of `days`: 15 days may be 13 to 17."""
    exact = days * 1000
    if exact < _SHORTEST:
        return range(days, days + 1)
    fuzz = 1000 + sum(
        max((exact if end is None else min(exact, end)) - start, 0) * share // 1000
        for start, end, share in _BANDS
    )
    return range((exact - fuzz + _HALF) // 1000, (exact + fuzz + _HALF) // 1000 + 1)


def given(days: int, question: str, event: str) -> int:
    """Return the interval given out for one of `days` by the event with this id."""
    near = span(days)
    if len(near) == 1:
        return days
    return near[int(digest("kaoka-balance-1", question, event)[:16], 16) % len(near)]


def lightest(days: int, load: Mapping[int, int]) -> int:
    """Return the interval in the span whose day has the least to do.

    Args:
        days: the scheduler's own interval.
        load: how many questions come back after so many days. Among equals the nearest
            to `days` is taken, then the earlier.
    """
    return min(span(days), key=lambda one: (load.get(one, 0), abs(one - days), one))
