"""Drafting questions about an item: the header is copied, the shape is checked once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kaoka.bank.item import Item
from kaoka.question.distract import FEWEST, Candidate, pool
from kaoka.question.model import RIGHT, WRONG, Question
from kaoka.question.siblings import Siblings
from kaoka.text import digest

KEYS_SHOWN = 4
_ENDS = ("。", "？", "！", "。”", "？”", "！”", "?", "!", ".")


def draft(item: Item, near: Siblings, fact: str, type_: str, stem: str, **fields: Any) -> Question:
    """Return a question about one fact of the item, with the item's header."""
    fields.setdefault("explanation", item.explanation or "")
    fields.setdefault("level", item.level)
    fields.setdefault("enemies", item.enemies)
    tags = (*item.tags, *(tag for tag in fields.pop("tags", ()) if tag not in item.tags))
    examable = (
        fields.pop("examable", True) and item.examable and item.confidence in {"clear", "torn"}
    )
    return Question(
        id=f"{item.id}#{fact}:{type_}" if type_ else f"{item.id}#{fact}",
        item=item.id,
        kind=item.kind,
        type=fields.pop("type", type_),
        stem=stem,
        source=near.cited(item),
        tags=tags,
        authority=item.authority,
        scope=item.scope,
        examable=examable and item.in_force(near.as_of),
        synonyms=item.synonyms,
        effective_from=item.effective_from,
        repealed_on=item.repealed_on,
        replaced_by=item.replaced_by,
        reviewed_on=item.reviewed_on,
        media=tuple((one.file, one.alt) for one in item.media),
        **fields,
    )


def worded(item: Item, fact: str, stems: Sequence[str]) -> str:
    """Choose one of several wordings for a fact, always the same for the same fact."""
    return stems[int(digest(item.id, fact)[:8], 16) % len(stems)]


def single(  # a choice has as many parts
    item: Item,
    near: Siblings,
    fact: str,
    stem: str,
    key: str,
    candidates: Iterable[Candidate],
    banned: Iterable[str] = (),
    **fields: Any,
) -> Iterator[Question]:
    """Yield a single-choice question where at least three distractors may stand."""
    wrong = pool(f"{item.id}#{fact}:single", [key], candidates, (*banned, *item.synonyms))
    if len(wrong) >= FEWEST:
        yield draft(
            item,
            near,
            fact,
            "single",
            stem,
            key=(key,),
            distractors=tuple(one.text for one in wrong),
            distractor_items=tuple(one.question for one in wrong),
            **fields,
        )


def multiple(  # as above
    item: Item,
    near: Siblings,
    fact: str,
    stem: str,
    keys: Sequence[str],
    candidates: Iterable[Candidate],
    banned: Iterable[str] = (),
    **fields: Any,
) -> Iterator[Question]:
    """Yield a multiple-choice question: two to four keys, five options or more in all."""
    id_ = f"{item.id}#{fact}:multiple"
    wrong = pool(id_, keys, candidates, (*banned, *keys))
    shown = sorted(keys, key=lambda key: digest(id_, key))[:KEYS_SHOWN]
    if len(shown) >= 2 and len(wrong) >= 2 and len(shown) + len(wrong) >= 5:
        yield draft(
            item,
            near,
            fact,
            "multiple",
            stem,
            key=tuple(key for key in keys if key in shown),
            distractors=tuple(one.text for one in wrong),
            distractor_items=tuple(one.question for one in wrong),
            **fields,
        )


def true_false(
    item: Item, near: Siblings, fact: str, true: str, false: Sequence[Candidate], **fields: Any
) -> Iterator[Question]:
    """Yield a statement to judge: half of all facts are stated falsely, where they can be."""
    id_ = f"{item.id}#{fact}:true_false"
    wrong = sorted(false, key=lambda one: (digest(id_, one.text), one.question))
    if wrong and int(digest(id_)[:2], 16) % 2:
        stem, key, other, would = wrong[0].text, WRONG, RIGHT, wrong[0].question
        told = _and(f"正确的说法：{_ended(true)}", item.explanation)
    else:
        stem, key, other, would, told = true, RIGHT, WRONG, "", item.explanation or ""
    fields.setdefault("explanation", told)
    yield draft(
        item,
        near,
        fact,
        "true_false",
        _ended(stem),
        key=(key,),
        distractors=(other,),
        distractor_items=(would,),
        **fields,
    )


def by_source(item: Item, near: Siblings) -> str:
    """Say whose rule it is, to open a stem: 按《保险法》, 按《及时响应与反馈处理》.

    Sections of one document may set different standards, so a section is named by
    its title.
    """
    source = item.source[0]
    section = near.section(source.doc, source.section)
    return f"按《{section}》，" if section else f"按{near.title(source.doc)}，"


def quoted(text: str) -> str:
    """The text in quotation marks; marks within it become single ones."""
    inner = text.removeprefix("“").removesuffix("”") if text.count("“") == 1 else text
    return f"“{inner.replace('“', '‘').replace('”', '’')}”"


def filled(sentence: str, text: str) -> str:
    """The sentence with `text` in its slot `{}`; other braces are plain text."""
    return sentence.replace("{}", text)


def ended(text: str) -> str:
    """The text as a sentence: with a full stop when it has none."""
    return _ended(text)


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}。"


def _and(first: str, second: str | None) -> str:
    return f"{first}{second}" if second else first
