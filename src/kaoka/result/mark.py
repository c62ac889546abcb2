"""Marking one answer: from a cell of the response table to points.

Single, true_false, numeric and fill are all or nothing. Multiple, ordering and matching
are too, unless the section says `partial`: then a multiple has (right chosen - wrong
chosen) / right of its points, not below 0, and the others the share of right places. The
first rule is known as right minus wrong; it is IMS QTI's `mapResponse` with 1/right for
each right option, -1/right for each wrong one, and a `lowerBound` of 0. The second is
QTI's `mapResponse` over pairs of place and option.
A short answer is marked by a person: its cell holds the points given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from kaoka.errors import AnswerError
from kaoka.exam.form import LETTERS
from kaoka.question.grade import grade
from kaoka.question.model import Question
from kaoka.result.lost import changed, date_text, dated
from kaoka.result.response import as_written, plain

_NOISE = re.compile(r"[\s,，、;；/|.。．()（）\[\]【】]+")
_TRUTH = dict.fromkeys(("对", "√", "✓", "正确", "TRUE", "T"), "A")
_TRUTH |= dict.fromkeys(("错", "×", "✗", "X", "错误", "FALSE", "F"), "B")
PAIR = re.compile(r"(\d+)[-:=>]*([A-Z])")


class Unreadable(Exception):  # noqa: N818  # an outcome, not a failure
    """A cell that cannot be an answer to its question; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Marked:
    """What a cell is worth: the share of the points, and what was chosen (letters or text)."""

    share: Fraction
    chosen: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered question of a form, as the manifest holds it.

    `voided` gives full points for any answer, blanks and what cannot be read included.
    `keys` are this question under each of the keys that count, when its key was changed;
    the one that gives an answer the most decides.
    """

    number: int
    question: str
    item: str
    type: str
    points: Fraction
    scoring: str
    veto: bool
    answer: str
    options: tuple[str, ...]
    lefts: int
    voided: bool
    plain: Mapping[str, Any]
    keys: tuple[Entry, ...] = ()


def entries(
    form: Mapping[str, Any], voided: Mapping[str, str] = MappingProxyType({})
) -> list[Entry]:
    """Return the numbered questions of a form, the parts of cases each by itself.

    Args:
        form: the form.
        voided: questions that do not count, by id: `full` or `drop`; the latter are left out.
    """
    return [
        _entry(part, voided=part["question"] in voided)
        for part in numbered(form)
        if voided.get(part["question"]) != "drop"
    ]


def numbered(form: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the numbered questions of a form as the manifest holds them."""
    for section in form["sections"]:
        for asked in section["questions"]:
            yield from asked.get("parts") or (asked,)


def mark(entry: Entry, cell: str) -> Marked:
    """Mark one cell.

    Raises:
        Unreadable: the cell cannot be an answer to the question.
    """
    text = plain(cell)
    if entry.voided:
        return Marked(Fraction(1), "")
    if not text:
        return Marked(Fraction(0), "")
    found = [_MARKERS[key.type](key, text) for key in entry.keys or (entry,)]
    best = max(found, key=lambda one: one.share)
    if best.share < 1 and _lost(entry, text) and not as_written(cell):
        raise Unreadable("cell_changed")
    return best


def _lost(entry: Entry, text: str) -> bool:
    """Whether a spreadsheet may have made a wrong answer of another one."""
    if entry.type not in {"fill", "numeric"} or not changed(text):
        return False
    return not dated(text for texts in entry.plain.get("accepted", ()) for text in texts)


def _entry(plain_: Mapping[str, Any], *, voided: bool) -> Entry:
    return Entry(
        number=plain_["number"],
        question=plain_["question"],
        item=plain_["item"],
        type=plain_["type"],
        points=Fraction(plain_["points"]),
        scoring=plain_["scoring"],
        veto=bool(plain_.get("veto")),
        answer=plain_.get("answer", ""),
        options=tuple(plain_.get("options", ())),
        lefts=len(plain_.get("left", ())),
        voided=voided,
        plain=plain_,
    )


def _letters(entry: Entry, text: str) -> str:
    letters = _NOISE.sub("", text).upper()
    if not letters or set(letters) - set(LETTERS[: len(entry.options)]):
        raise Unreadable("cell_letter")
    return letters


def _single(entry: Entry, text: str) -> Marked:
    chosen = "".join(sorted(set(_letters(entry, text))))
    return Marked(Fraction(chosen == entry.answer), chosen)


def _truth(entry: Entry, text: str) -> Marked:
    return _single(entry, _TRUTH.get(text.upper(), text))


def _multiple(entry: Entry, text: str) -> Marked:
    chosen = set(_letters(entry, text))
    key = set(entry.answer)
    share = Fraction(chosen == key)
    if entry.scoring == "partial":
        share = max(Fraction(len(chosen & key) - len(chosen - key), len(key)), Fraction(0))
    return Marked(share, "".join(sorted(chosen)))


def _ordering(entry: Entry, text: str) -> Marked:
    chosen = _letters(entry, text)
    return _places(entry, chosen, [*entry.answer], [*chosen])


def _matching(entry: Entry, text: str) -> Marked:
    squeezed = _NOISE.sub("", text).upper()
    pairs = dict(PAIR.findall(squeezed))
    if not pairs and squeezed.isalpha():
        pairs = {str(number): letter for number, letter in enumerate(squeezed, 1)}
    elif PAIR.sub("", squeezed):
        raise Unreadable("cell_pairs")
    numbers = [str(number) for number in range(1, entry.lefts + 1)]
    if set(pairs) - set(numbers) or set(pairs.values()) - set(LETTERS[: len(entry.options)]):
        raise Unreadable("cell_letter")
    right = dict(PAIR.findall(entry.answer))
    chosen = "".join(f"{number}{pairs[number]}" for number in numbers if number in pairs)
    given = [pairs.get(number, "") for number in numbers]
    return _places(entry, chosen, [right[number] for number in numbers], given)


def _places(entry: Entry, chosen: str, right: list[str], given: list[str]) -> Marked:
    hits = sum(one == other for one, other in zip(right, given, strict=False))
    share = Fraction(hits, len(right))
    whole = share == 1 and len(given) == len(right)
    return Marked(share if entry.scoring == "partial" or whole else Fraction(0), chosen)


def _worded(entry: Entry, text: str) -> Marked:
    given = date_text(text).split("|")
    given += [""] * (len(entry.plain.get("accepted", ())) - len(given))
    answer: Any = text if entry.type == "numeric" else given
    try:
        return Marked(grade(_question(entry), answer).points, text)
    except AnswerError:
        raise Unreadable("cell_blanks") from None


def _short(entry: Entry, text: str) -> Marked:
    try:
        points = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise Unreadable("cell_points") from None
    if not 0 <= points <= entry.points or (100 * points).denominator != 1:
        raise Unreadable("cell_points")
    return Marked(points / entry.points, text)


def _question(entry: Entry) -> Question:
    """Return the question as far as words and numbers are compared with it."""
    fields = entry.plain
    value = fields.get("value")
    return Question(
        id=entry.question,
        item=entry.item,
        kind="",
        type=entry.type,
        stem=fields["stem"],
        answers=tuple(tuple(texts) for texts in fields.get("accepted", ())),
        value=None if value is None else Decimal(str(value)),
        unit=fields.get("unit", ""),
        tolerance=Decimal(str(fields.get("tolerance") or 0)),
        synonyms=tuple(fields.get("synonyms", ())),
    )


_MARKERS: Mapping[str, Callable[[Entry, str], Marked]] = {
    "single": _single,
    "true_false": _truth,
    "multiple": _multiple,
    "ordering": _ordering,
    "matching": _matching,
    "fill": _worded,
    "numeric": _worded,
    "short": _short,
}
