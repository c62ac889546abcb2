"""How a thing is said to a customer, and how it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kaoka.bank.item import Item, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import multiple, quoted, single, worded
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings, everyone


class Model(Item):
    """A recommended wording for one situation.

    `situation` opens a stem ("客户抱怨材料太多时"); `client` is the client's line, if
    there is one; `text` is the wording to use; `worse` are lines of like length that
    a colleague might say and that break a rule; `fault` says what is wrong in them.
    `replaces` is a bare phrase ("我们不能") and `by` the phrase to use instead.
    `elements` are what the wording must contain, `not_elements` what it need not.
    """

    kind: Literal["script_phrasing"]
    situation: Text
    text: Text
    client: Text | None = None
    worse: Texts = ()
    fault: Text | None = None
    replaces: Text | None = None
    by: Text | None = None
    elements: Texts = ()
    not_elements: Texts = ()
    must_contain: Texts = ()
    forbidden: Texts = ()


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask for the right words, the wrong line among right ones, and what must be said."""
    told = item.explanation or item.fault or ""
    stem = _said(item)
    worse = [Candidate(text) for text in item.worse]
    yield from single(
        item, near, "wording", stem, item.text, worse, level="apply", explanation=told
    )
    yield from _replaced(item, near, told)
    stem = f"{item.situation}，{worded(item, 'elements', _wanted(item))}"
    others = [Candidate(text) for text in item.not_elements]
    yield from multiple(item, near, "elements", stem, item.elements, others, explanation=told)


def _said(item: Model) -> str:
    if item.client:
        line = f"{item.situation}，客户说：{quoted(item.client)}"
        stems = ("客服怎样回应较为妥当？", "下列哪种回应符合话术要求？", "哪一种回答更合适？")
        return line + worded(item, "wording", stems)
    stems = ("客服怎样说较为妥当？", "下列哪种说法符合话术要求？", "哪一种说法更合适？")
    return f"{item.situation}，{worded(item, 'wording', stems)}"


def _wanted(item: Model) -> tuple[str, ...]:
    """Ask what the words must say; who speaks is not named twice."""
    who, whose = ("", "") if "客服" in item.situation else ("客服", "客服的")
    return (
        "下列哪几点应当说到？",
        f"{who}应当说到哪几点？",
        f"{whose}话里应当包含哪些内容？",
    )


def _replaced(item: Model, near: Siblings, told: str) -> Iterator[Question]:
    if not (item.replaces and item.by):
        return
    others = [one for one in near.like(item, everyone) if isinstance(one, Model) and one.by]
    wrong = [Candidate(one.by or "", f"{one.id}#replace:single") for one in others]
    stems = (
        f"与客户沟通时，{quoted(item.replaces)}宜换成哪种说法？",
        f"同事习惯说{quoted(item.replaces)}，培训后应改说什么？",
    )
    stem = worded(item, "replace", stems)
    yield from single(
        item, near, "replace", stem, item.by, wrong, (item.replaces,), explanation=told
    )
