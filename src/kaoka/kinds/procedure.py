"""Steps in order, or a closed set of parts: how a thing is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kaoka.bank.item import Item, Slug, Strict, Text, Texts
from kaoka.question.distract import FEWEST, Candidate
from kaoka.question.draft import KEYS_SHOWN, by_source, draft, multiple, quoted, single, worded
from kaoka.question.model import BLANK, Question
from kaoka.question.siblings import Siblings
from kaoka.text import digest, shares_word


class Step(Strict):
    """One step: its short id (kept for ever), its name, what is done in it."""

    id: Slug
    name: Text
    actions: Texts = ()
    actor: Text | None = None
    limit: Text | None = None


class Model(Item):
    """A procedure. `ordered: false` is a closed set (核心, 要素), never asked in order.

    `name` reads after "按"/"在" in a stem ("理赔服务的四个步骤"). `foreign` are step
    names that do not belong, for "which are parts of it".
    """

    kind: Literal["procedure"]
    name: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]
    ordered: bool = True
    foreign: Texts = ()
    entry_condition: Text | None = None
    exit_condition: Text | None = None


_ORDERABLE = range(3, 8)
_TYPED = 5
_COUNT = re.compile("[一二两三四五六七八九十]+(大|个|条|项|类|种|件|步(?!骤))")
_FIRST_OR_LAST = ("首次", "再次", "最后")


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask for the order, the next step, what is done in a step, and what belongs.

    What is done in each step is asked at once by matching, where it can be; one by
    one otherwise, or where the author words it so.
    """
    if item.ordered:
        yield from _order(item, near)
        yield from _missing(item, near)
        for before, step in zip(item.steps, item.steps[1:], strict=False):
            yield from _next(item, near, before, step)
    matched = list(_matched(item, near))
    yield from matched
    reworded = {asked.id for asked in item.ask}
    for step in item.steps:
        told = shares_word(step.name, "".join(step.actions[:1]))
        if f"action.{step.id}" in reworded or not (matched or told):
            yield from _done_in(item, near, step)
    yield from _limits(item, near)
    yield from _belongs(item, near)


def _order(item: Model, near: Siblings) -> Iterator[Question]:
    if len(item.steps) in _ORDERABLE:
        stems = (f"请按先后次序排列{_named(item)}。", f"{_named(item)}，先后次序是怎样的？")
        fields = {"sequence": tuple(step.name for step in item.steps), "explanation": _why(item)}
        yield draft(item, near, "order", "ordering", worded(item, "order", stems), **fields)


def _missing(item: Model, near: Siblings) -> Iterator[Question]:
    short = [step for step in item.steps if len(step.name) <= _TYPED]
    if len(item.steps) not in _ORDERABLE or not short:
        return
    hidden = min(short, key=lambda step: digest(item.id, "fill", step.id))
    names = "、".join(BLANK if step is hidden else step.name for step in item.steps)
    stem = f"{_named(item)}依次是：{names}。"
    fields = {"answers": ((hidden.name,),), "explanation": _why(item)}
    yield draft(item, near, f"step.{hidden.id}", "fill", stem, **fields)


def _next(item: Model, near: Siblings, before: Step, step: Step) -> Iterator[Question]:
    stems = (
        f"在{_named(item)}中，{quoted(before.name)}之后应进行哪一步？",
        f"在{_named(item)}中，做完{quoted(before.name)}，接下来是哪一步？",
    )
    if step.name.startswith(_FIRST_OR_LAST):
        return
    others = _names(item, before, step)
    own = others[: len(item.steps) - 2]
    others = own if len(own) >= FEWEST else others
    stem = worded(item, f"next.{step.id}", stems)
    fields = {"level": "understand", "explanation": _told(item)}
    yield from single(
        item, near, f"step.{step.id}", stem, step.name, others, (before.name,), **fields
    )


def _done_in(item: Model, near: Siblings, step: Step) -> Iterator[Question]:
    if not step.actions:
        return
    stem = f"{quoted(step.actions[0])}属于{_named(item)}中的哪一步？"
    if not item.ordered:
        stem = f"{quoted(step.actions[0])}体现的是{_named(item)}中的哪一项？"
    fields = {"level": "understand", "explanation": item.explanation or _does(step)}
    yield from single(
        item, near, f"action.{step.id}", stem, step.name, _names(item, step), **fields
    )


def _limits(item: Model, near: Siblings) -> Iterator[Question]:
    for step in item.steps:
        if step.limit:
            others = [
                Candidate(one.limit, f"{item.id}#limit.{one.id}:single")
                for one in item.steps
                if one.limit
            ]
            stem = f"按{_named(item)}，{quoted(step.name)}的时间要求是什么？"
            yield from single(item, near, f"limit.{step.id}", stem, step.limit, others)


def _belongs(item: Model, near: Siblings) -> Iterator[Question]:
    names = [step.name for step in item.steps]
    foreign = [Candidate(name) for name in item.foreign]
    whose = "" if "《" in item.name else by_source(item, near)
    stem = f"{whose}下列哪些属于{_uncounted(item.name)}？"
    told = _told(item) if len(names) > KEYS_SHOWN else _why(item)
    yield from multiple(item, near, "members", stem, names, foreign, explanation=told)


def _uncounted(name: str) -> str:
    """The name without its count, which would tell how many options are right."""
    return _COUNT.sub(lambda found: "步骤" if found[0].endswith("步") else "", name).removesuffix(
        "的"
    )


def _matched(item: Model, near: Siblings) -> Iterator[Question]:
    pairs = tuple((step.name, step.actions[0]) for step in item.steps if step.actions)
    clear = all(name not in action for name, _ in pairs for _, action in pairs)
    if len(pairs) in _ORDERABLE and clear and len(pairs) == len({action for _, action in pairs}):
        what = "做法" if item.ordered else "内容"
        stem = f"请把{_named(item)}与各自的{what}配对。"
        fields = {"pairs": pairs, "level": "understand", "explanation": _why(item)}
        yield draft(item, near, "actions", "matching", stem, **fields)


def _names(item: Model, *without: Step) -> list[Candidate]:
    gone = {step.name for step in without}
    own = [Candidate(step.name) for step in item.steps if step.name not in gone]
    return own + [Candidate(name) for name in item.foreign]


def _named(item: Model) -> str:
    """The name as it stands in a stem: in quotation marks, unless it cites a title itself."""
    return item.name if item.name.startswith("《") else quoted(item.name)


def _told(item: Model) -> str:
    """All the steps, and why they are so: for a question that shows only some of them."""
    names = [step.name for step in item.steps]
    listed = f"先后是：{' → '.join(names)}。" if item.ordered else f"全部是：{'、'.join(names)}。"
    return f"{listed}{item.explanation}" if item.explanation else listed


def _why(item: Model) -> str:
    """Why the steps are so: for a question whose answer is all the steps."""
    return item.explanation or _told(item)


def _does(step: Step) -> str:
    return f"{quoted(step.name)}这一步要做的是：{'；'.join(step.actions)}。"
