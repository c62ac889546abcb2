"""The way to an exam day: on each day, the answers that raise the recall of that day most.

A fixed retention target keeps every memory at the same level all the time; an exam asks
for it once. So new questions come first, as fast as the daily budget allows, and the rest
of each day goes to the questions whose expected recall on the exam day gains most from one
more answer. `kaoka.study.simulate` compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest

from kaoka.study.day import Day
from kaoka.study.fsrs import State
from kaoka.study.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of one question, and the day of its last answer."""

    state: State
    last: Day


def choose(
    cards: Mapping[str, Known | None], outlook: Outlook, today: Day, exam: Day, most: int
) -> list[str]:
    """Return the questions to answer on `today`, the greatest gain first.

    Args:
        cards: every question that the exam may ask; None for one never met. Among
            equals the order is kept.
        outlook: how the learner's memory is thought to work.
        today: a day before `exam`.
        exam: the day of the exam.
        most: how many answers the day allows.
    """
    gains = (
        (_gain(card, outlook, today, exam), -place, name)
        for place, (name, card) in enumerate(cards.items())
        if card is None or card.last < today
    )
    return [name for gain, _place, name in nlargest(max(most, 0), gains) if gain > 0]


def expected(cards: Iterable[Known | None], outlook: Outlook, exam: Day) -> float:
    """Return the mean recall on `exam` if nothing more were answered; never met counts 0."""
    chances = [0.0 if one is None else outlook.recall(one.state, exam - one.last) for one in cards]
    return sum(chances) / len(chances) if chances else 0.0


def spend(budget: int, left: int, days: int, unseen: int) -> int:
    """Return how many of the answers that are `left` belong to today.

    All that is new comes at once; after that, answers late serve an exam better than
    answers early, so only what the days ahead could not hold is spent today.
    """
    must = left - budget * (days - 1)
    return min(budget, left, max(must, min(budget, unseen), 0))


def _gain(card: Known | None, outlook: Outlook, today: Day, exam: Day) -> float:
    if card is None:
        return outlook.gain(None, today, today, exam)
    return outlook.gain(card.state, card.last, today, exam)
