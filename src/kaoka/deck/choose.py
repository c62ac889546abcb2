"""Which questions of a bank a deck holds, and in which order they are taught."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from kaoka.bank.bank import Doc
from kaoka.bank.select import Selector, matches, selector
from kaoka.deck.model import DeckFile, Wanted
from kaoka.deck.words import Words
from kaoka.question.course import in_course_order, one_of_each_first
from kaoka.question.model import Question

Docs = Mapping[str, Doc]

_EFFORT = ("numeric", "fill", "short", "single", "multiple", "ordering", "matching", "true_false")


def choose(questions: Iterable[Question], deck: DeckFile, as_of: date | None) -> list[Question]:
    """Return the questions that the deck asks for, a case as its parts, in the bank's order.

    What is not yet in force on `as_of` is left out (None: nothing is); what is no longer in force stays,
    for the lock to decide whether learners have it.
    """
    chosen = list(_chosen(questions, deck, as_of))
    return _best(chosen) if deck.facts == "best" else chosen


def _chosen(
    questions: Iterable[Question], deck: DeckFile, as_of: date | None
) -> Iterator[Question]:
    wanted, unwanted = _selectors(deck.choose), _selectors(deck.leave_out)
    for whole in questions:
        since = whole.effective_from
        if as_of is not None and since is not None and since > as_of:
            continue
        for question in _apart(whole):
            if wanted and not _any(question, whole, wanted):
                continue
            if not _any(question, whole, unwanted):
                yield question


def _best(questions: list[Question]) -> list[Question]:
    """One question for each fact: the one that asks most of memory."""
    best: dict[tuple[str, str], Question] = {}
    for question in questions:
        kept = best.setdefault((question.item, question.fact), question)
        if _effort(question) < _effort(kept):
            best[question.item, question.fact] = question
    ids = {question.id for question in best.values()}
    return [question for question in questions if question.id in ids]


def _effort(question: Question) -> int:
    return _EFFORT.index(question.type) if question.type in _EFFORT else len(_EFFORT)


def _any(question: Question, whole: Question, selectors: tuple[Selector, ...]) -> bool:
    return any(matches(question, one) or matches(whole, one) for one in selectors)


def taught(
    questions: Iterable[Question], deck: DeckFile, docs: Docs, words: Words
) -> Iterator[tuple[str, Question]]:
    """Yield (subdeck, question) in teaching order, whatever the subdeck.

    Section by section; within a section one question of every item first, then the second ones.
    """
    sections: dict[str, list[Question]] = {}
    for question in in_course_order(questions):
        sections.setdefault(section_name(question, docs), []).append(question)
    for found in sections.values():
        for question in one_of_each_first(found):
            yield _subdeck(question, deck, docs, words), question


def section_name(question: Question, docs: Docs) -> str:
    """Return the section that a question stands in as `08 服务标准与合规要求`, or nothing."""
    for source in question.source:
        doc = docs.get(source.doc)
        if doc is not None and doc.sections and source.section is not None:
            number = str(source.section)
            digits = max(len(one) for one in doc.sections)
            title = doc.sections.get(number, "")
            return f"{number.zfill(digits) if number.isdigit() else number} {title}".strip()
    return ""


def _selectors(written: Wanted | tuple[Wanted, ...]) -> tuple[Selector, ...]:
    many = (written,) if isinstance(written, Mapping) else written
    return tuple(selector(one) for one in many)


def _apart(question: Question) -> Iterator[Question]:
    """The parts of a case, each with the case as its story; else the question itself."""
    if question.type != "case":
        yield question
        return
    for part in question.parts:
        yield replace(part, parts=(question,))


def _subdeck(question: Question, deck: DeckFile, docs: Docs, words: Words) -> str:
    match deck.subdecks.by:
        case "section":
            return section_name(question, docs) or _shelf(question, words)
        case "tag":
            return question.tags[0] if question.tags else ""
        case "kind":
            return words.kinds.get(question.kind, question.kind)
        case _:
            return ""


def _shelf(question: Question, words: Words) -> str:
    """Where a card stands whose source has no sections: with the laws, else by its kind."""
    if question.authority in {"law", "regulation"} or question.kind in {"regulation", "clause"}:
        return words.tag_law
    return words.kinds.get(question.kind, "") or words.documents
