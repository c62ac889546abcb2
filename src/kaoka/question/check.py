"""What makes a question unfit: each rule is a function from a question to faults."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as of
from decimal import Decimal

from kaoka.errors import Severity
from kaoka.question.distract import FEWEST
from kaoka.question.model import BLANK, RIGHT, WRONG, Question
from kaoka.text import normal

CHOICES = frozenset(("single", "multiple"))

_ALL_OF_ABOVE = re.compile(
    "以上(都|皆|均|全)|(都|均|全部|全)(正确|不对|不正确|不是)$|^都(对|不对|不是)$"
)
_NEGATIVE_STEM = re.compile(r"[哪何].*(不|错误|没有|未)")
_NEGATIVE_OPTION = re.compile("^(不是|没有|并非|未|不)")
_RANGE = re.compile(r"^(\d+(?:\.\d+)?)\s*[–—~～至-]\s*(\d+(?:\.\d+)?)(\D+)$")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a question: a code, and the field that it concerns."""

    question: Question
    code: str
    field: str = ""
    severity: Severity = "error"
    values: dict[str, str] = of(default_factory=dict)


Rule = Callable[[Question], Iterator[Fault]]


def check(questions: Iterable[Question]) -> Iterator[Fault]:
    """Yield every fault of the questions, the parts of cases included."""
    flat = [part for question in questions for part in (question, *question.parts)]
    for question in flat:
        for rule in RULES:
            yield from rule(question)
    yield from same_stem(flat)


def complete(question: Question) -> Iterator[Fault]:
    """A question has what its type needs to be answered and marked."""
    for name, fewest, found in _needs(question):
        if found < fewest:
            values = {"field": name, "fewest": str(fewest), "type": question.type}
            yield Fault(question, "question_incomplete", name, values=values)
    if question.type in {"single", "true_false"} and len(question.key) > 1:
        values = {"keys": " | ".join(question.key), "type": question.type}
        yield Fault(question, "several_keys", "key", values=values)
    if question.type == "single" and 0 < len(question.distractors) < FEWEST:
        values = {"fewest": str(FEWEST)}
        yield Fault(question, "few_distractors", "distractors", "warning", values)
    if question.type == "fill" and question.stem.count(BLANK) != len(question.answers):
        values = {"blanks": str(question.stem.count(BLANK)), "answers": str(len(question.answers))}
        yield Fault(question, "blanks_differ", "stem", values=values)
    if question.type == "true_false" and not {RIGHT, WRONG}.issuperset(question.key):
        yield Fault(question, "not_right_or_wrong", "key")


def two_answers(question: Question) -> Iterator[Fault]:
    """No option stands twice, as key and distractor or twice as either."""
    if question.type in CHOICES:
        seen: set[str] = set()
        for name in ("key", "distractors"):
            for text in getattr(question, name):
                form = normal(text)
                if form in seen:
                    yield Fault(question, "same_option", name, values={"text": text})
                seen.add(form)
    for name in ("sequence", "pairs"):
        texts = [normal("".join(member)) for member in getattr(question, name)]
        if len(set(texts)) < len(texts):
            yield Fault(question, "same_option", name, values={"text": name})


def overlapping(question: Question) -> Iterator[Fault]:
    """No two options are ranges of one unit that share a value."""
    if question.type not in CHOICES or not any(_RANGE.match(key) for key in question.key):
        return
    found = [
        match for text in (*question.key, *question.distractors) if (match := _RANGE.match(text))
    ]
    for n, one in enumerate(found):
        for other in found[n + 1 :]:
            if one[3] == other[3] and _share(one, other):
                values = {"one": one[0], "other": other[0]}
                yield Fault(question, "overlapping_options", "distractors", values=values)


def gives_itself_away(question: Question) -> Iterator[Fault]:
    """The key is not told by its length, by the stem, or by a choice of all."""
    if question.type not in CHOICES or not question.key or not question.distractors:
        return
    for text in (*question.key, *question.distractors):
        if _ALL_OF_ABOVE.search(text):
            yield Fault(question, "all_of_above", "distractors", values={"text": text})
    longest = max(map(len, question.key))
    mean = sum(map(len, question.distractors)) / len(question.distractors)
    if longest > 1.5 * mean and longest - mean > 6:
        values = {"key": str(longest), "mean": f"{mean:.0f}"}
        yield Fault(question, "key_long", "key", "warning", values)
    yield from _in_stem(question)


def negatives(question: Question) -> Iterator[Fault]:
    """A stem that asks for what is not so has no options that deny in turn."""
    if question.type in CHOICES and _NEGATIVE_STEM.search(question.stem[-24:]):
        options = (*question.key, *question.distractors)
        denying = sum(bool(_NEGATIVE_OPTION.match(option)) for option in options)
        if 2 * denying > len(options):
            yield Fault(question, "double_negative", "stem", "warning")


def same_stem(questions: Iterable[Question]) -> Iterator[Fault]:
    """No stem stands twice with different keys: a reader could not know which is meant."""
    by_stem: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in questions:
        if question.type not in {"matching", "ordering"}:
            by_stem[question.type, question.stem].append(question)
    for same in by_stem.values():
        for question in same[1:]:
            if question.item != same[0].item:
                values = {"other": same[0].id}
                yield Fault(question, "same_stem", "stem", "warning", values)


def longest_keys(questions: Iterable[Question]) -> tuple[int, int]:
    """Count the single-choice questions whose key is longer than every distractor, and all."""
    singles = [q for q in questions if q.type == "single" and q.key and q.distractors]
    longest = sum(len(q.key[0]) > max(map(len, q.distractors)) for q in singles)
    return longest, len(singles)


def _in_stem(question: Question) -> Iterator[Fault]:
    for key in question.key:
        if (
            len(key) >= 4
            and key in question.stem
            and not _any_in(question.distractors, question.stem)
        ):
            yield Fault(question, "key_in_stem", "key", "warning", {"text": key})


def _any_in(texts: Iterable[str], stem: str) -> bool:
    return any(text in stem for text in texts)


def _needs(question: Question) -> tuple[tuple[str, int, int], ...]:
    """For each field that the type needs: its name, the fewest it takes, how many there are."""
    match question.type:
        case "single" | "true_false":
            return (("key", 1, len(question.key)), ("distractors", 1, len(question.distractors)))
        case "multiple":
            return (("key", 1, len(question.key)), ("distractors", 1, len(question.distractors)))
        case "fill" | "short":
            return (("answers", 1, sum(map(len, question.answers))),)
        case "numeric":
            return (("value", 1, int(question.value is not None)),)
        case "ordering":
            return (("sequence", 2, len(question.sequence)),)
        case "matching":
            return (("pairs", 2, len(question.pairs)),)
        case _:
            return (("parts", 1, len(question.parts)),)


def _share(one: re.Match[str], other: re.Match[str]) -> bool:
    return Decimal(one[1]) <= Decimal(other[2]) and Decimal(other[1]) <= Decimal(one[2])


RULES: tuple[Rule, ...] = (complete, two_answers, overlapping, gives_itself_away, negatives)
