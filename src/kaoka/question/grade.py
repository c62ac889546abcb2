"""Grading one answer to one question: right or not, what share of the points, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal, get_args

from kaoka.errors import AnswerError
from kaoka.lang import words
from kaoka.question.amount import plain, read_amount, same_amount
from kaoka.question.model import RIGHT, WRONG, Question
from kaoka.text import normal

Scoring = Literal["all_or_nothing", "partial"]

_TRUTH = {True: RIGHT, False: WRONG}
_SAID = {"√": RIGHT, "✓": RIGHT, "正确": RIGHT, "×": WRONG, "✗": WRONG, "错误": WRONG}
_LONGEST_UNIT = 3  # 工作日; what is longer is a phrase that begins with a number
_ = words("study")


@dataclass(frozen=True, slots=True)
class Result:
    """What an answer is worth.

    Attributes:
        correct: whether every part of it is right.
        points: the share of the question's points, exact, from 0 to 1.
        why: the right answer and the explanation, for the one who answered.
        mistaken: the wrong options that were chosen.
        parts: the results of a case, part by part.
    """

    correct: bool
    points: Fraction
    why: str = ""
    mistaken: tuple[str, ...] = ()
    parts: tuple[Result, ...] = ()


def grade(question: Question, answer: Any, *, scoring: Scoring = "all_or_nothing") -> Result:
    """Grade `answer`, given in option texts (not letters), compared in normal form.

    Args:
        question: what was asked.
        answer: by type. single, true_false: a text (true_false: a bool too);
            multiple: a collection of texts; fill: a text, or one text a blank;
            numeric: a number, or text with or without the unit; ordering: the texts
            in order; matching: a mapping from left to right, or pairs; short: a text;
            case: one answer a part. None, "" and an empty collection are a blank: no points.
        scoring: `partial` gives part of the points for a multiple, (right chosen −
            wrong chosen) / right and never below 0, and for the right places of an
            ordering or a matching. The other types are all or nothing; a case has the
            mean of its parts.

    Raises:
        AnswerError: when the answer has a shape that the question does not take, or
            names an option that it does not have; when there is no such scoring.
    """
    if scoring not in get_args(Scoring):
        raise AnswerError("scoring_unknown", scoring=scoring, known=", ".join(get_args(Scoring)))
    if question.type == "case":
        return _case(question, answer, scoring)
    share, mistaken = (Fraction(0), ()) if _blank(answer) else _share(question, answer, scoring)
    return Result(share == 1, share, _why(question, correct=share == 1), mistaken)


def right_answer(question: Question) -> str:
    """Return the right answer as a line of text; of a case, one line a part."""
    match question.type:
        case "single" | "multiple" | "true_false":
            return "；".join(question.key)
        case "fill":
            return "；".join(accepted[0] for accepted in question.answers)
        case "short":
            return "；".join("/".join(accepted) for accepted in question.answers)
        case "numeric":
            return plain(question.value or Decimal(0)) + question.unit
        case "ordering":
            return " → ".join(question.sequence)
        case "matching":
            return "；".join(f"{left} — {right}" for left, right in question.pairs)
        case _:
            return "\n".join(right_answer(part) for part in question.parts)


def _why(question: Question, *, correct: bool) -> str:
    told = "" if correct else _("The right answer: {answer}.")
    told = told.format(answer=right_answer(question).rstrip("。"))
    return " ".join(filter(None, (told, question.explanation)))


def _blank(answer: Any) -> bool:
    if isinstance(answer, str):
        return not answer.strip()
    return answer is None or (isinstance(answer, (Sequence, Mapping, set)) and not answer)


def _share(question: Question, answer: Any, scoring: Scoring) -> tuple[Fraction, tuple[str, ...]]:
    """Return the share of the points, and the wrong options that were chosen."""
    match question.type:
        case "single" | "true_false":
            chosen = _option(question, _single(question, answer))
            right = chosen in question.key
            return Fraction(right), () if right else (chosen,)
        case "multiple":
            return _multiple(question, answer, scoring)
        case "fill":
            return Fraction(_filled(question, answer)), ()
        case "numeric":
            return Fraction(_numeric(question, answer)), ()
        case "short":
            return _short(question, answer), ()
        case "ordering":
            return _ordering(question, answer, scoring), ()
        case "matching":
            return _matching(question, answer, scoring), ()
        case _:
            raise AnswerError("answer_type", type=question.type)


def _wrong_shape(question: Question) -> AnswerError:
    return AnswerError("answer_shape", type=question.type, question=question.id)


def _single(question: Question, answer: Any) -> str:
    if question.type == "true_false" and isinstance(answer, (bool, str)):
        return _TRUTH[answer] if isinstance(answer, bool) else _SAID.get(answer.strip(), answer)
    if isinstance(answer, str):
        return answer
    texts = _texts(question, answer)
    if len(texts) != 1:
        raise _wrong_shape(question)
    return texts[0]


def _texts(question: Question, answer: Any) -> tuple[str, ...]:
    """Return a collection of texts as a tuple; a bare text or anything else is refused."""
    if not isinstance(answer, Iterable) or isinstance(answer, (str, bytes, Mapping)):
        raise _wrong_shape(question)
    texts = tuple(answer)
    if not all(isinstance(text, str) for text in texts):
        raise _wrong_shape(question)
    return texts


def _option(question: Question, text: str) -> str:
    options = (RIGHT, WRONG) if question.type == "true_false" else ()
    return _among(question, text, (*question.key, *question.distractors, *options))


def _among(question: Question, text: Any, options: Sequence[str]) -> str:
    """Return the option that `text` names: itself, else the one of equal normal form."""
    if not isinstance(text, str):
        raise _wrong_shape(question)
    if text in options:
        return text
    for option in options:
        if normal(option) == normal(text):
            return option
    raise AnswerError("answer_unknown", text=text, question=question.id)


def _multiple(
    question: Question, answer: Any, scoring: Scoring
) -> tuple[Fraction, tuple[str, ...]]:
    chosen = {_option(question, text) for text in _texts(question, answer)}
    key = set(question.key)
    mistaken = tuple(text for text in question.distractors if text in chosen)
    if scoring == "partial":
        return max(Fraction(len(chosen & key) - len(mistaken), len(key)), Fraction(0)), mistaken
    return Fraction(chosen == key), mistaken


def _filled(question: Question, answer: Any) -> bool:
    given = (answer,) if isinstance(answer, str) else _texts(question, answer)
    if len(given) != len(question.answers):
        raise _wrong_shape(question)
    pairs = zip(given, question.answers, strict=True)
    return all(_accepted(question, text, accepted) for text, accepted in pairs)


def _accepted(question: Question, text: str, accepted: tuple[str, ...]) -> bool:
    if normal(text) in map(normal, accepted):
        return True
    given = read_amount(text)
    if given is not None:
        return any(_same_number(question, given, one) for one in accepted)
    return not any(map(read_amount, accepted)) and _synonym(question, text)


def _same_number(question: Question, given: tuple[Decimal, str], accepted: str) -> bool:
    """Whether two amounts agree where a unit stands on one side only, or in the stem."""
    wanted = read_amount(accepted)
    if wanted is None or len(wanted[1]) > _LONGEST_UNIT:
        return False
    if given[1] and not wanted[1] and given[1] in normal(question.stem):
        return given[0] == wanted[0]
    return same_amount(given, *wanted)


def _synonym(question: Question, text: str) -> bool:
    """Whether `text` is another name for the one thing asked for, not a word of the stem."""
    known = normal(text) in map(normal, question.synonyms)
    return known and len(question.answers) == 1 and normal(text) not in normal(question.stem)


def _numeric(question: Question, answer: Any) -> bool:
    if question.value is None:
        return False
    if isinstance(answer, str):
        given = read_amount(answer)
        return given is not None and same_amount(
            given, question.value, question.unit, question.tolerance
        )
    return abs(_decimal(question, answer) - question.value) <= question.tolerance


def _decimal(question: Question, answer: Any) -> Decimal:
    if isinstance(answer, bool) or not isinstance(answer, (int, float, Decimal, Fraction)):
        raise _wrong_shape(question)
    try:
        number = Decimal(str(float(answer) if isinstance(answer, Fraction) else answer))
    except (InvalidOperation, ValueError, OverflowError):  # a number of more than 4300 digits
        raise _wrong_shape(question) from None
    if not number.is_finite():
        raise _wrong_shape(question)
    return number


def _short(question: Question, answer: Any) -> Fraction:
    """The share of the points looked for that the text names: a suggestion to a marker."""
    if not isinstance(answer, str):
        raise _wrong_shape(question)
    said = normal(answer)
    named = [any(normal(one) in said for one in accepted) for accepted in question.answers]
    return Fraction(sum(named), len(named)) if named else Fraction(0)


def _ordering(question: Question, answer: Any, scoring: Scoring) -> Fraction:
    given = [_among(question, text, question.sequence) for text in _texts(question, answer)]
    if len(given) != len(question.sequence) or len(set(given)) != len(given):
        raise _wrong_shape(question)
    places = [one == other for one, other in zip(given, question.sequence, strict=True)]
    return _places(places, scoring)


def _matching(question: Question, answer: Any, scoring: Scoring) -> Fraction:
    given = answer if isinstance(answer, Mapping) else _pairs(question, answer)
    lefts = [left for left, _right in question.pairs]
    rights = [right for _left, right in question.pairs]
    chosen = {
        _among(question, left, lefts): _among(question, right, rights)
        for left, right in given.items()
    }
    return _places([chosen.get(left) == right for left, right in question.pairs], scoring)


def _pairs(question: Question, answer: Any) -> dict[str, str]:
    if not isinstance(answer, Iterable) or isinstance(answer, (str, bytes)):
        raise _wrong_shape(question)
    pairs = [tuple(pair) if isinstance(pair, (tuple, list)) else () for pair in answer]
    if any(len(pair) != 2 for pair in pairs) or len({pair[0] for pair in pairs}) != len(pairs):
        raise _wrong_shape(question)
    return dict(pairs)


def _places(places: Sequence[bool], scoring: Scoring) -> Fraction:
    if scoring == "partial":
        return Fraction(sum(places), len(places))
    return Fraction(all(places))


def _case(question: Question, answer: Any, scoring: Scoring) -> Result:
    given = [None] * len(question.parts) if _blank(answer) else answer
    if not isinstance(given, (list, tuple)) or len(given) != len(question.parts):
        raise _wrong_shape(question)
    pairs = zip(question.parts, given, strict=True)
    parts = tuple(grade(part, one, scoring=scoring) for part, one in pairs)
    points = sum((part.points for part in parts), Fraction(0)) / len(parts)
    why = _why(question, correct=all(part.correct for part in parts))
    mistaken = tuple(text for part in parts for text in part.mistaken)
    return Result(points == 1, points, why, mistaken, parts)
