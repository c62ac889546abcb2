"""A key that was changed after the exam: answers that count too, or instead.

A decision holds for a question on all forms. It is kept in texts, not letters, for each
form prints the options in an order of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from kaoka.errors import ExamError
from kaoka.exam.form import LETTERS
from kaoka.result.mark import PAIR, Entry, Unreadable, mark
from kaoka.result.response import plain

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Answers to accept, each as texts, besides the old key or `instead` of it.

    The texts are the right options (an ordering: all steps in order); for a matching, the
    right side for each left one in the order of their texts; for a fill one for each
    blank, "" where nothing changes; for a numeric the number.
    """

    answers: tuple[Texts, ...]
    instead: bool = False


def decided(before: Decision | None, texts: Texts, *, instead: bool) -> Decision:
    """Return what holds after one more answer was accepted."""
    if instead or before is None:
        return Decision((texts,), instead)
    return Decision(tuple(dict.fromkeys((*before.answers, texts))), before.instead)


def answer_of(entry: Entry, written: str) -> Texts:
    """Return an answer, written as on the form that `entry` stands on, as texts.

    Raises:
        ExamError: `rekey_answer`; it is no whole answer to the question.
    """
    wrong = ExamError("rekey_answer", number=entry.number, answer=written)
    text = plain(written)
    if not text or entry.type == "short":
        raise wrong
    if entry.type == "fill":
        texts = tuple(part.strip() for part in text.split("|"))
        if len(texts) != len(entry.plain.get("accepted", ())) or not any(texts):
            raise wrong
        return texts
    if entry.type == "numeric":
        return (_number(text.removesuffix(entry.plain.get("unit", "")), wrong),)
    try:
        letters = mark(replace(entry, keys=(), voided=False), text).chosen
    except Unreadable:
        raise wrong from None
    if entry.type == "matching":
        return _sides(entry, letters, wrong)
    whole = {"single": 1, "true_false": 1, "ordering": len(entry.options)}
    if len(letters) != whole.get(entry.type, len(letters)) or len(set(letters)) != len(letters):
        raise wrong
    return tuple(entry.options[LETTERS.index(letter)] for letter in letters)


def rekeyed(entry: Entry, decision: Decision) -> Entry:
    """Return a question of a form with its key changed.

    Where the new key alone counts and the form does not print it, all get full points.
    """
    if entry.type == "fill":
        return replace(entry, plain=_accepting(entry, decision))
    keys = [key for texts in decision.answers for key in _key(entry, texts)]
    if not decision.instead:
        keys.insert(0, entry)
    return replace(entry, keys=tuple(keys), voided=entry.voided or not keys)


def printed(entry: Entry, decision: Decision) -> bool:
    """Whether the form that `entry` stands on prints one of the answers at least."""
    return entry.type == "fill" or any(_key(entry, texts) for texts in decision.answers)


def _key(entry: Entry, texts: Texts) -> Iterable[Entry]:
    """Return the question with that key, if the form prints it."""
    if entry.type == "numeric":
        return (replace(entry, plain={**entry.plain, "value": texts[0]}),)
    letters = {text: LETTERS[place] for place, text in enumerate(entry.options)}
    shown = [letters[text] for text in texts if text in letters]
    if entry.type == "multiple":
        return (replace(entry, answer="".join(sorted(shown))),) if shown else ()
    if len(shown) != len(texts):
        return ()
    if entry.type == "matching":
        order = sorted(range(entry.lefts), key=entry.plain["left"].__getitem__)
        right = dict(zip(order, shown, strict=True))
        pairs = (f"{place + 1}{right[place]}" for place in range(entry.lefts))
        return (replace(entry, answer="".join(pairs)),)
    return (replace(entry, answer="".join(shown)),)


def _sides(entry: Entry, pairs: str, wrong: ExamError) -> Texts:
    right = {int(number): letter for number, letter in PAIR.findall(pairs)}
    if len(right) != entry.lefts or len(set(right.values())) != entry.lefts:
        raise wrong
    order = sorted(range(entry.lefts), key=entry.plain["left"].__getitem__)
    return tuple(entry.options[LETTERS.index(right[place + 1])] for place in order)


def _accepting(entry: Entry, decision: Decision) -> Mapping[str, Any]:
    accepted = []
    for place, old in enumerate(entry.plain["accepted"]):
        new = [texts[place] for texts in decision.answers if texts[place]]
        accepted.append(new if decision.instead and new else [*old, *new])
    return {**entry.plain, "accepted": accepted}


def _number(text: str, wrong: ExamError) -> str:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise wrong from None
    if not number.is_finite():
        raise wrong
    return f"{number:f}"
