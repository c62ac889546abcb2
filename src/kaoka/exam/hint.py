"""Which questions give away the answer of another by what they print."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kaoka.question.amount import plain
from kaoka.question.model import RIGHT, Question
from kaoka.text import normal

PIECE = 4
"""Characters of one clause in a row: what two texts have in common is counted in these."""

ITEMS = 6
"""A piece that more items print is a phrase of the trade and tells nothing."""

OF_STEM = 2
"""So many telling pieces of a stem in one text with its answer give the answer away."""

OF_AMOUNT = 3
"""So many in one clause with it, when the answer is an amount."""

OF_ANSWER = 5
"""So many telling pieces of a long answer in one text restate it, …"""

SHARE = 3
"""… when one in so many of all its pieces stands in that text."""

LONG = 12
"""Characters that an answer has at the least to be restated rather than stand whole."""

_TITLE = re.compile("《[^》]*》")
_BREAK = re.compile(r"[^\w.%．％]+|_+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_IN_NUMBER = frozenset("0123456789.")


@dataclass(frozen=True, slots=True, order=True)
class Hint:
    """The question `by` prints `answer`, which the question `of` asks for; both by id."""

    of: str
    by: str
    answer: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in normal form, and its clauses."""

    line: str
    clauses: tuple[str, ...]

    @property
    def pieces(self) -> frozenset[str]:
        """The pieces of its clauses: many, and of few texts needed more than once."""
        return frozenset(piece for clause in self.clauses for piece in _pieces(clause))


@dataclass(frozen=True, slots=True)
class _Said:
    """What a question or part prints for certain: its stem, what is right below it, and both."""

    stem: _Text
    right: tuple[_Text, ...]
    whole: _Text


class _Texts(dict[str, _Text]):
    """Each text as it was read the first time: many stand in several questions."""

    def __missing__(self, text: str) -> _Text:
        clauses = tuple(clause for part in _BREAK.split(text) if (clause := normal(part)))
        self[text] = read = _Text("".join(clauses), clauses)
        return read


@dataclass(frozen=True, slots=True)
class _Bank:
    """The item of each question, what it says, and the questions that print a telling piece."""

    texts: _Texts
    items: Mapping[str, str]
    said: Mapping[str, Sequence[_Said]]
    tellers: Mapping[str, Sequence[str]]


def hints(questions: Iterable[Question]) -> tuple[Hint, ...]:
    """Return every hint between questions of different items, sorted.

    The rule stands in docs/exams.md, "The blueprint". It looks at text alone: neither the
    order of the questions nor their wrong options matter. Where a question gives away
    several answers of another, the first in code point order is named.

    Args:
        questions: all questions of a bank; what many of its items print tells nothing.
    """
    asked = sorted(questions, key=lambda question: question.id)
    bank = _bank(asked)
    found: dict[tuple[str, str], str] = {}
    for question in asked:
        for answer, other in _given_away(question, bank):
            if bank.items[other] != question.item:
                pair = question.id, other
                found[pair] = min(answer, found.get(pair, answer))
    return tuple(sorted(Hint(*pair, answer) for pair, answer in found.items()))


def _bank(questions: Sequence[Question]) -> _Bank:
    items = {question.id: question.item for question in questions}
    texts = _Texts()
    said = {question.id: tuple(_says(question, texts)) for question in questions}
    printed: dict[str, list[str]] = defaultdict(list)
    for name, says in said.items():
        for piece in set().union(*(one.whole.pieces for one in says)):
            printed[piece].append(name)
    telling = (
        (piece, names)
        for piece, names in printed.items()
        if 1 < len({items[name] for name in names}) <= ITEMS
    )
    return _Bank(texts, items, said, dict(telling))


def _given_away(question: Question, bank: _Bank) -> Iterator[tuple[str, str]]:
    """Yield each answer of the question that a question prints, and that question's id."""
    for stem, answers in _asks(question):
        asked = bank.texts[_untitled(stem)].pieces & bank.tellers.keys()
        for answer in answers:
            yield from ((answer, name) for name in _told(bank.texts[answer], asked, bank))
            bare = bank.texts[_untitled(answer)]
            yield from ((answer, name) for name in _restated(bare, bank))


def _told(sought: _Text, asked: AbstractSet[str], bank: _Bank) -> Iterator[str]:
    """Yield the questions that print the whole answer beside what asks for it."""
    if len(sought.line) < 2:  # one character stands everywhere
        return
    telling = asked - sought.pieces
    beside = _beside_amount if sought.line[0].isdigit() else _beside
    for name in _sharing(telling, OF_STEM, bank):
        texts = (text for said in bank.said[name] for text in _around(sought.line, said))
        if any(beside(sought.line, telling & text.pieces, text) for text in texts):
            yield name


def _around(sought: str, said: _Said) -> Iterator[_Text]:
    """Yield the texts in which an answer stands: from the stem on, or a line below it."""
    if _stands(sought, said.stem.line):
        yield said.whole
    else:
        yield from (text for text in said.right if _stands(sought, text.line))


def _beside(_: str, shared: AbstractSet[str], __: _Text) -> bool:
    return len(shared) >= OF_STEM


def _beside_amount(sought: str, shared: AbstractSet[str], text: _Text) -> bool:
    return len(shared) >= OF_AMOUNT and any(
        _stands(sought, clause) and not shared.isdisjoint(_pieces(clause))
        for clause in text.clauses
    )


def _restated(sought: _Text, bank: _Bank) -> Iterator[str]:
    """Yield the questions of which a right answer says what the long answer says."""
    if len(sought.line) < LONG:
        return
    telling = sought.pieces & bank.tellers.keys()
    for name in _sharing(telling, OF_ANSWER, bank):
        right = (text for said in bank.said[name] for text in said.right)
        if any(_restates(sought, telling, text) for text in right):
            yield name


def _restates(sought: _Text, telling: AbstractSet[str], text: _Text) -> bool:
    return (
        len(telling & text.pieces) >= OF_ANSWER
        and SHARE * len(sought.pieces & text.pieces) >= len(sought.pieces)
        and set(_NUMBER.findall(sought.line)) <= set(_NUMBER.findall(text.line))
    )


def _sharing(telling: AbstractSet[str], least: int, bank: _Bank) -> Iterator[str]:
    """Yield the questions that print so many of the telling pieces at the least."""
    if len(telling) >= least:
        counts = Counter(name for piece in telling for name in bank.tellers[piece])
        yield from (name for name, count in counts.items() if count >= least)


def _stands(sought: str, line: str) -> bool:
    """Whether the line holds what is sought, no number being cut."""
    at = line.find(sought)
    while at >= 0:
        end = at + len(sought)
        cut = sought[0] in _IN_NUMBER and line[:at][-1:] in _IN_NUMBER
        cut |= sought[-1] in _IN_NUMBER and line[end : end + 1] in _IN_NUMBER
        if not cut:
            return True
        at = line.find(sought, at + 1)
    return False


def _says(question: Question, texts: _Texts) -> Iterator[_Said]:
    if question.parts:
        yield _said(texts, question.stem)
    for part in question.parts or (question,):
        if part.type != "true_false":
            yield _said(texts, part.stem, *part.key, *part.sequence, *map("".join, part.pairs))
        elif part.key == (RIGHT,):
            yield _said(texts, "", part.stem)


def _asks(question: Question) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each text that asks for something, and the answers to it."""
    for part in question.parts or (question,):
        match part.type:
            case "true_false":
                yield "", (part.stem,) if part.key == (RIGHT,) else ()
            case "numeric":
                yield part.stem, () if part.value is None else (plain(part.value) + part.unit,)
            case "matching":
                yield from ((left, (right,)) for left, right in part.pairs)
            case _:
                yield part.stem, (*part.key, *(text for blank in part.answers for text in blank))


def _said(texts: _Texts, stem: str, *right: str) -> _Said:
    read = [texts[text] for text in (stem, *right)]
    if not right:
        return _Said(read[0], (), read[0])
    line = "\n".join(text.line for text in read)
    clauses = tuple(clause for text in read for clause in text.clauses)
    return _Said(read[0], tuple(read[1:]), _Text(line, clauses))


def _untitled(text: str) -> str:
    return _TITLE.sub("\n", text)


def _pieces(clause: str) -> list[str]:
    return [clause[at : at + PIECE] for at in range(len(clause) - PIECE + 1)]
