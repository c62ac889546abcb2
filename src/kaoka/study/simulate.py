"""A simulated learner on the way to an exam: which way of choosing remembers most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from kaoka.study.day import Day
from kaoka.study.exam_plan import Known, choose, expected, spend
from kaoka.study.outlook import FIRST, PASSED, Outlook


@dataclass(frozen=True, slots=True)
class Setting:
    """So many cards, so many days, so many answers a day at most."""

    cards: int
    days: int
    budget: int


@dataclass(slots=True)
class Learner:
    """Someone whose memory works as `mind` says, with the luck of `seed`.

    `days` counts the new questions and the reviews of each day.
    """

    mind: Outlook
    seed: int
    cards: dict[str, Known | None]
    answers: int = 0
    days: dict[Day, tuple[int, int]] = field(default_factory=dict)
    luck: Random = field(init=False)

    def __post_init__(self) -> None:
        self.luck = Random(self.seed)  # noqa: S311 - a simulation, no secret

    def answer(self, name: str, today: Day) -> int:
        """Answer a question; return the button, from 0 (again) to 3 (easy)."""
        known = self.cards[name]
        days = 0 if known is None else today - known.last
        button = self._button(known, days)
        state = self.mind.after(None if known is None else known.state, days)[button]
        self.cards[name] = Known(state, today)
        self.answers += 1
        new, review = self.days.get(today, (0, 0))
        self.days[today] = (new + 1, review) if known is None else (new, review + 1)
        return button

    def _button(self, known: Known | None, days: int) -> int:
        if known is None:
            return self.luck.choices(range(4), FIRST)[0]
        if self.luck.random() > self.mind.recall(known.state, days):
            return 0
        return self.luck.choices((1, 2, 3), PASSED)[0]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Mean recall on the exam day, answers given, questions never met."""

    recall: float
    answers: int
    unseen: int


Policy = Callable[[Learner, Outlook, Setting], None]
"""Lets a learner answer from day 0 to the day before the exam, thinking of the learner's
memory what the outlook says, which need not be true."""


def run(setting: Setting, policy: Policy, mind: Outlook, belief: Outlook, seed: int) -> Outcome:
    """Send a learner through a policy; the exam is on the day `setting.days`."""
    cards: dict[str, Known | None] = {f"{n:05}": None for n in range(setting.cards)}
    learner = Learner(mind, seed, cards)
    policy(learner, belief, setting)
    recall = expected(learner.cards.values(), mind, setting.days)
    unseen = sum(one is None for one in learner.cards.values())
    return Outcome(recall, learner.answers, unseen)


def fixed(retention: float) -> Policy:
    """Review what is due under a fixed retention target, then fill the day with new cards."""

    def policy(learner: Learner, belief: Outlook, setting: Setting) -> None:
        thought: dict[str, Known] = {}
        due: dict[str, Day] = {}
        unseen = list(learner.cards)[::-1]
        for today in range(setting.days):
            ready = sorted((day, name) for name, day in due.items() if day <= today)
            names = [name for _day, name in ready][: setting.budget]
            while unseen and len(names) < setting.budget:
                names.append(unseen.pop())
            for name in names:
                thought[name] = _think(
                    belief, thought.get(name), today, learner.answer(name, today)
                )
                due[name] = today + max(round(belief.days(thought[name].state, retention)), 1)

    return policy


def planned(total: int | None = None) -> Policy:
    """Choose by the gain for the exam day; `total` answers in all, else all that fit."""

    def policy(learner: Learner, belief: Outlook, setting: Setting) -> None:
        left = setting.budget * setting.days if total is None else total
        left += learner.answers
        thought = dict(learner.cards)
        for today in range(setting.days):
            unseen = sum(one is None for one in thought.values())
            room = spend(setting.budget, left - learner.answers, setting.days - today, unseen)
            for name in choose(thought, belief, today, setting.days, room):
                button = learner.answer(name, today)
                thought[name] = _think(belief, thought[name], today, button)

    return policy


def _think(belief: Outlook, known: Known | None, today: Day, button: int) -> Known:
    days = 0 if known is None else today - known.last
    return Known(belief.after(known.state if known else None, days)[button], today)


RETENTIONS = (0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.99)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The best fixed retention and the plan, at the same number of answers."""

    retention: float
    fixed: float
    planned: float
    answers: float


def compare(setting: Setting, mind: Outlook, belief: Outlook, seeds: Sequence[int]) -> Comparison:
    """Find the fixed retention that serves best, and give the plan as many answers."""
    found = {
        retention: [run(setting, fixed(retention), mind, belief, seed) for seed in seeds]
        for retention in RETENTIONS
    }
    best = max(found, key=lambda one: sum(outcome.recall for outcome in found[one]))
    ours = [
        run(setting, planned(outcome.answers), mind, belief, seed)
        for seed, outcome in zip(seeds, found[best], strict=True)
    ]
    count = len(seeds)
    return Comparison(
        best,
        sum(one.recall for one in found[best]) / count,
        sum(one.recall for one in ours) / count,
        sum(one.answers for one in found[best]) / count,
    )
