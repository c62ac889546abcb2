"""SM-2 replay beside PyPI's supermemo2: reviews a second, both in this one run."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from time import process_time

import supermemo2

from kaoka.study import sm2

QUESTIONS, REVIEWS, ROUNDS = 20_000, 10, 5


def histories() -> list[list[int]]:
    """Grades as learners give them: mostly 4."""
    chance = random.Random(4)  # noqa: S311 - a benchmark, no secret
    grades = chance.choices(range(6), (2, 5, 5, 13, 60, 15), k=QUESTIONS * REVIEWS)
    return [grades[n : n + REVIEWS] for n in range(0, len(grades), REVIEWS)]


def ours(work: list[list[int]]) -> float:
    begun = process_time()
    review = sm2.review
    for grades in work:
        state = sm2.NEW
        for grade in grades:
            state = review(state, grade)
    return process_time() - begun


def theirs(work: list[list[int]]) -> float:
    """Handed the moment, so that it parses none: its fastest way."""
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    begun = process_time()
    review = supermemo2.review
    for grades in work:
        ease, interval, streak = 2.5, 0, 0
        for grade in grades:
            after = review(grade, ease, interval, streak, moment)
            ease, interval, streak = after["easiness"], after["interval"], after["repetitions"]
    return process_time() - begun


def main() -> None:
    work = histories()
    total = QUESTIONS * REVIEWS
    fast, slow = (min(way(work) for _ in range(ROUNDS)) for way in (ours, theirs))
    print(f"kaoka       {total / fast:12,.0f} reviews/s")
    print(f"supermemo2  {total / slow:12,.0f} reviews/s")
    print(f"ratio       {slow / fast:12.2f}  (to reach: 5)")


if __name__ == "__main__":
    main()
