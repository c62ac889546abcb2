"""What the log adds up to: recall by age, answers a day, weak topics, what is coming."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kaoka.question.model import Question
from kaoka.study.day import Day, written
from kaoka.study.event import PASS, Event, Key, void
from kaoka.study.memory import Memory

AGES = ((1, 1), (2, 6), (7, 20), (21, 59), (60, 10**6))
"""Days since the last answer, from and to: the rows of recall by age."""

ENOUGH = 3
"""Answers that a topic needs before it is called weak or strong."""

_RANGES = 10


@dataclass(frozen=True, slots=True)
class Recall:
    """How many of the answers were remembered."""

    passed: int
    answers: int

    @property
    def share(self) -> float | None:
        """The share remembered, from 0 to 1; None without answers."""
        return self.passed / self.answers if self.answers else None


@dataclass(frozen=True, slots=True)
class Stats:
    """A learner's record of one bank on one day.

    `ages` has recall by days since the last answer; `days` the answers of each day;
    `topics` recall by tag, the worst first; `spread` how many questions have which
    ease (hundredths; `by_ease`) or stability (whole days); `leeches` the questions that keep
    being forgotten.
    """

    today: Day
    known: int
    total: int
    due: int
    answers: int
    recall: Recall
    ages: Mapping[tuple[int, int], Recall]
    days: Mapping[Day, int]
    topics: Mapping[str, Recall]
    spread: Mapping[int, int]
    leeches: tuple[str, ...]
    run: int
    by_ease: bool = True

    def plain(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "day": written(self.today),
            "questions": self.total,
            "known": self.known,
            "due": self.due,
            "answers": self.answers,
            "days_in_a_row": self.run,
            "recall": _plain(self.recall),
            "recall_by_age": [
                {"from_days": low, "to_days": high, **_plain(recall)}
                for (low, high), recall in self.ages.items()
            ],
            "answers_by_day": {written(day): count for day, count in self.days.items()},
            "recall_by_tag": {tag: _plain(recall) for tag, recall in self.topics.items()},
            "spread": {str(value): count for value, count in self.spread.items()},
            "leeches": list(self.leeches),
        }


def _plain(recall: Recall) -> dict[str, Any]:
    return {"passed": recall.passed, "answers": recall.answers, "share": recall.share}


def stats(
    events: Iterable[Event],
    memories: Mapping[str, Memory],
    questions: Mapping[str, Question],
    today: Day,
) -> Stats:
    """Add up one learner's log of one bank."""
    counted = counting(events)
    reviews = list(_reviews(counted))
    days = Counter(event.day for event in counted)
    return Stats(
        today=today,
        known=sum(name in questions for name in memories),
        total=len(questions),
        due=sum(one.due <= today for name, one in memories.items() if name in questions),
        answers=len(counted),
        recall=_recall(passed for _age, passed, _event in reviews),
        ages={
            (low, high): _recall(passed for age, passed, _event in reviews if low <= age <= high)
            for low, high in AGES
        },
        days=dict(sorted(days.items())),
        topics=topics(counted, questions),
        spread=_spread(memories.values()),
        leeches=tuple(sorted(name for name, memory in memories.items() if memory.leech)),
        run=_run(days, today),
        by_ease=all(map(_eased, memories.values())),
    )


def counting(events: Iterable[Event]) -> list[Event]:
    """Return the answers that count, in the order of a replay."""
    known = list(events)
    undone = void(known)
    return sorted(
        (one for one in known if one.grade is not None and one.id not in undone),
        key=lambda one: one.order,
    )


def topics(counted: Iterable[Event], questions: Mapping[str, Question]) -> dict[str, Recall]:
    """Return recall by tag, worst first: the first answer of each day, new ones included."""
    tally: dict[str, list[bool]] = defaultdict(list)
    for _age, passed, event in _firsts(counted):
        for tag in questions[event.question].tags if event.question in questions else ():
            tally[tag].append(passed)
    known = {tag: _recall(passed) for tag, passed in tally.items() if len(passed) >= ENOUGH}
    return dict(sorted(known.items(), key=lambda pair: (pair[1].share or 0, pair[0])))


def _firsts(counted: Iterable[Event]) -> Iterable[tuple[int | None, bool, Event]]:
    """Yield the first answer of each question on each day, with the days since the last."""
    last: dict[Key, Day] = {}
    for event in counted:
        before = last.get(event.key)
        if before is None or event.day > before:
            age = None if before is None else event.day - before
            yield age, (event.grade or 0) >= PASS, event
            last[event.key] = event.day


def _reviews(counted: Iterable[Event]) -> Iterable[tuple[int, bool, Event]]:
    return ((age, passed, one) for age, passed, one in _firsts(counted) if age is not None)


def _recall(passed: Iterable[bool]) -> Recall:
    known = list(passed)
    return Recall(sum(known), len(known))


def _spread(memories: Iterable[Memory]) -> dict[int, int]:
    values = Counter(int(one.state[1] if len(one.state) == 3 else one.state[0]) for one in memories)
    return dict(sorted(values.items()))


def _eased(memory: Memory) -> bool:
    """Whether SM-2 keeps this memory: three numbers, the second being the ease."""
    return len(memory.state) == 3


def _run(days: Mapping[Day, int], today: Day) -> int:
    """Count the days in a row with answers, today or yesterday being the last."""
    end = today if today in days else today - 1
    run = 0
    while end - run in days:
        run += 1
    return run


def forecast(memories: Iterable[Memory], today: Day, days: int) -> dict[Day, int]:
    """Return how many questions fall due on each of the next `days`; overdue ones today."""
    load = dict.fromkeys(range(today, today + days), 0)
    for memory in memories:
        when = max(memory.due, today)
        if when in load:
            load[when] += 1
    return load


def binned(found: Stats) -> dict[str, int]:
    """Gather the spread in at most some ten ranges of equal width; ease as a factor: 2.50."""
    spread, shown = found.spread, _factor if found.by_ease else str
    if not spread:
        return {}
    low, high = min(spread), max(spread)
    step = max(-(-(high - low + 1) // _RANGES), 1)
    bins: dict[str, int] = {}
    for start in range(low, high + 1, step):
        count = sum(spread.get(value, 0) for value in range(start, start + step))
        end = start + step - 1
        bins[shown(start) if step == 1 else f"{shown(start)}–{shown(end)}"] = count
    return bins


def _factor(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"
