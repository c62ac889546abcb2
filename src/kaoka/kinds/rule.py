"""What staff must do, must not do, or should prefer: practice, ban and principle in one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Item, Text, Texts
from kaoka.question.distract import FEWEST, Candidate
from kaoka.question.draft import multiple, single, true_false, worded
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings


class Model(Item):
    """A rule of conduct.

    `situation` is a phrase that opens a stem ("客户要求退保时"); `rule` is the rule
    as a full sentence that stands alone ("办理退保前应先了解客户退保的原因").
    `reversed` is the same sentence turned false, for true/false. `ok` and `bad` are
    concrete acts, worded alike and of like length, that keep or break the rule.
    """

    kind: Literal["rule"]
    polarity: Literal["must", "must_not", "prefer"]
    situation: Text
    rule: Text
    reversed: Text | None = None
    reason: Text | None = None
    exception: Text | None = None
    ok: Texts = ()
    bad: Texts = ()


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask which act keeps the rule, which one breaks it, and whether the rule is so."""
    told = item.explanation or _reason(item)
    ok, bad = ([Candidate(text) for text in texts] for texts in (item.ok, item.bad))
    if ok:
        stem = worded(item, "ok", _stems(item, "正确"))
        yield from single(item, near, "ok", stem, item.ok[0], bad, item.ok, explanation=told)
    if bad:
        stem = worded(item, "bad", _stems(item, "不当"))
        kept = ok if len(ok) >= FEWEST else [*ok, *_kept_elsewhere(item, near)]
        yield from single(item, near, "bad", stem, item.bad[0], kept, item.bad, explanation=told)
    stem = f"{item.situation}，下列哪些做法符合要求？"
    yield from multiple(item, near, "conduct", stem, item.ok, bad, explanation=told)
    if item.reversed:
        level = "remember" if item.level == "remember" else "understand"
        wrong = [Candidate(item.reversed)]
        yield from true_false(item, near, "rule", item.rule, wrong, level=level)


def _stems(item: Model, right: str) -> tuple[str, ...]:
    if right == "正确":
        return (
            f"{item.situation}，下列哪种做法正确？",
            f"{item.situation}，应当怎样做？",
            f"{item.situation}，哪一种做法符合要求？",
        )
    return (f"{item.situation}，下列哪种做法不当？", f"{item.situation}，哪一种做法不符合要求？")


def _kept_elsewhere(item: Model, near: Siblings) -> list[Candidate]:
    """Good conduct in the very same situation, from other rules."""
    others = near.like(item, _situation)
    return [Candidate(act) for one in others if isinstance(one, Model) for act in one.ok]


def _situation(item: Item) -> object:
    return item.situation if isinstance(item, Model) else None


def _reason(item: Model) -> str:
    return (
        "。".join(filter(None, (item.rule.rstrip("。"), item.reason and item.reason.rstrip("。"))))
        + "。"
    )
