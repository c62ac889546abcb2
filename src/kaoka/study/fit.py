"""Fitting FSRS to a learner's own log, and how well a model foretells recall."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from kaoka.errors import StoreError
from kaoka.study import sm2
from kaoka.study.day import Day
from kaoka.study.event import PASS, Event, Grade, Key
from kaoka.study.fsrs import RATINGS, library, recall

FEWEST = 400
"""Answers on a later day than the last that a fit needs; below, the defaults are better."""

SPLITS = 5
_SURE = 1e-4

Answer = tuple[Day, Grade]


class History(NamedTuple):
    """The answers to one question, oldest first."""

    answers: tuple[Answer, ...]


class Guess(NamedTuple):
    """What a model foretold of one answer, and what came."""

    day: Day
    chance: float
    recalled: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters, and the log loss of three models on answers that none was fitted on.

    Log loss is the mean of -ln(chance given to what came); lower is better. The log is
    cut in time: each fifth after the first sixth is foretold from all that came before.
    """

    parameters: tuple[float, ...]
    answers: int
    sm2: float
    default: float
    fitted: float


def histories(counted: Iterable[Event]) -> list[History]:
    """Return what was answered, question by question; `counted` in the order of a replay."""
    found: dict[Key, list[Answer]] = defaultdict(list)
    for event in counted:
        found[event.key].append((event.day, event.grade or 0))
    return [History(tuple(answers)) for answers in found.values()]


def fit(known: Sequence[History]) -> Fit:
    """Fit FSRS's parameters to a log and measure what that brings.

    Raises:
        StoreError: when the log is too short, or the extra `fsrs` is missing.
    """
    later = sum(_later(one.answers) for one in known)
    if later < FEWEST:
        raise StoreError("too_few_answers", answers=later, fewest=FEWEST)
    days = sorted(day for one in known for day, _grade in one.answers)
    cuts = [days[len(days) * n // (SPLITS + 1)] for n in range(1, SPLITS + 1)]
    guesses: dict[str, list[Guess]] = {"sm2": [], "default": [], "fitted": []}
    for begin, end in zip(cuts, [*cuts[1:], days[-1] + 1], strict=True):
        past = [one for one in (_before(history, begin) for history in known) if one.answers]
        models = {
            "sm2": sm2_guesses(known),
            "default": fsrs_guesses(known, tuple(library().DEFAULT_PARAMETERS)),
            "fitted": fsrs_guesses(known, parameters(past)),
        }
        for name, found in models.items():
            guesses[name] += [one for one in found if begin <= one.day < end]
    losses = {name: log_loss(found) for name, found in guesses.items()}
    return Fit(parameters(known), later, **losses)


def parameters(known: Sequence[History]) -> tuple[float, ...]:
    """Return the parameters that the library fits to a log."""
    tools = library()
    items = [
        tools.FSRSItem(_reviews(tools, history.answers[: n + 1]))
        for history in known
        for n in range(1, len(history.answers))
        if history.answers[n][0] > history.answers[n - 1][0]
    ]
    model = tools.FSRS(list(tools.DEFAULT_PARAMETERS))
    return tuple(round(value, 4) for value in model.compute_parameters(items))


def fsrs_guesses(known: Sequence[History], fitted: Sequence[float]) -> list[Guess]:
    """Return what FSRS foretells of every answer on a later day."""
    tools = library()
    model = tools.FSRS(list(fitted))
    items = [tools.FSRSItem(_reviews(tools, one.answers)) for one in known]
    states = model.historical_memory_state_batch(items)
    return [
        Guess(day, recall(day - before, state.stability, -fitted[-1]), grade >= PASS)
        for one, found in zip(known, states, strict=True)
        for (before, _), (day, grade), state in zip(
            one.answers, one.answers[1:], found, strict=False
        )
        if day > before
    ]


def sm2_guesses(known: Sequence[History]) -> list[Guess]:
    """Return what SM-2 foretells, taken to mean recall of 0.9 on the due day.

    SM-2 names no chance; the curve is FSRS's with the interval for its stability, as
    benchmarks of schedulers take it.
    """
    found = []
    for one in known:
        state, last = sm2.NEW, 0
        for n, (day, grade) in enumerate(one.answers):
            if n and day > last:
                chance = recall(day - last, state.interval, -0.5)
                found.append(Guess(day, chance, grade >= PASS))
            state, last = sm2.review(state, grade), day
    return found


def log_loss(guesses: Iterable[Guess]) -> float:
    """Return the mean of -ln(chance given to what came)."""
    losses = [
        -math.log(min(max(one.chance if one.recalled else 1 - one.chance, _SURE), 1 - _SURE))
        for one in guesses
    ]
    return sum(losses) / len(losses) if losses else 0.0


def _later(answers: Sequence[Answer]) -> int:
    return sum(one[0] > other[0] for other, one in pairwise(answers))


def _before(history: History, day: Day) -> History:
    return History(tuple(answer for answer in history.answers if answer[0] < day))


def _reviews(tools: object, answers: Sequence[Answer]) -> list[object]:
    days = [answers[0][0], *(day for day, _grade in answers)]
    review = tools.FSRSReview  # type: ignore[attr-defined]
    return [
        review(RATINGS[grade], day - before)
        for before, (day, grade) in zip(days, answers, strict=False)
    ]
