"""A law, a regulation or an industry norm as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from kaoka.bank.item import Item, Slug, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import draft, single, worded
from kaoka.question.model import RIGHT, WRONG, Question
from kaoka.question.siblings import Siblings, everyone, short_title


class Model(Item):
    """A text in force or repealed. `title` stands without 《》.

    `subjects` are what it governs, as phrases that fit "规范……的法规"; `replaces`
    is the id of the text that it took the place of.
    """

    kind: Literal["regulation"]
    title: Text
    issuer: Text
    issued_on: date | None = None
    effective_from: date
    subjects: Texts
    replaces: Slug | None = None
    aliases: Texts = ()


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask what the text governs, who issued it, since when, and what it replaced."""
    others = [one for one in near.like(item, everyone) if isinstance(one, Model)]
    name = short_title(item.title)
    yield from _subject(item, near, others)
    alone = [one for one in others if "、" not in one.issuer]
    issuers = [Candidate(one.issuer, f"{one.id}#issuer:single") for one in alone]
    yield from single(item, near, "issuer", f"{name}由哪个机构发布？", item.issuer, issuers)
    days = [Candidate(day(one.effective_from), f"{one.id}#effective:single") for one in others]
    stem = f"{name}自哪一天起施行？"
    yield from single(item, near, "effective", stem, day(item.effective_from), days)
    yield from _replaced(item, near, others)


def day(of: date) -> str:
    """A date as Chinese readers write it: 2024年3月1日."""
    return f"{of.year}年{of.month}月{of.day}日"


def _subject(item: Model, near: Siblings, others: list[Model]) -> Iterator[Question]:
    subjects = [subject for subject in item.subjects if subject not in item.title]
    if not subjects:
        return
    shown = "、".join(subjects[:3])
    stems = (f"{shown}等事项，应查哪部法规？", f"下列哪部法规规范{shown}？")
    apart = [one for one in others if not set(one.subjects) & set(item.subjects)]
    wrong = [Candidate(short_title(one.title), f"{one.id}#subject:single") for one in apart]
    stem = worded(item, "subject", stems)
    yield from single(item, near, "subject", stem, short_title(item.title), wrong)


def _replaced(item: Model, near: Siblings, others: list[Model]) -> Iterator[Question]:
    old = near.items.get(item.replaces or "")
    if not isinstance(old, Model) or old.repealed_on is None:
        return
    name, before = short_title(item.title), short_title(old.title)
    wrong = [Candidate(short_title(one.title)) for one in others]
    stem = f"{before}已经废止，现在应依据哪部法规？"
    yield from single(item, near, "replaces", stem, name, wrong, (before,))
    told = f"{before}已于{day(old.repealed_on)}废止，由{name}取代。"
    stem = f"{before}目前仍然有效，可以作为处理业务的依据。"
    yield draft(
        item,
        near,
        "replaces",
        "true_false",
        stem,
        key=(WRONG,),
        distractors=(RIGHT,),
        distractor_items=("",),
        explanation=told,
    )
