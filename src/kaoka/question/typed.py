"""What a reader typed, turned into an answer in option texts: letters, `1C2A`, blanks by `|`."""

from __future__ import annotations

import re
import unicodedata

from kaoka.errors import AnswerError
from kaoka.question.amount import read_amount
from kaoka.question.model import RIGHT, WRONG
from kaoka.question.present import LETTERS, Shown

Answer = str | tuple[str, ...] | dict[str, str]
"""What `grade` takes: option texts, never letters."""

_PAIR = re.compile(r"(\d+)([A-Z]+)")
_SAYS_RIGHT = frozenset(["对", "√", "✓", "✔", "是", "正确", "T", "Y"])
_SAYS_WRONG = frozenset(["错", "×", "✗", "✘", "X", "否", "错误", "F", "N"])


def understand(shown: Shown, typed: str) -> Answer:
    """Return what `typed` answers, in option texts.

    Letters count in any case and width, with or without separators.

    Raises:
        AnswerError: for a letter that no option bears, a repeated or missing step,
            a number that cannot be read, too few or too many blanks.
    """
    match shown.question.type:
        case "single":
            return _one(shown, typed)
        case "true_false":
            return _judged(shown, typed)
        case "multiple":
            return tuple(dict.fromkeys(_texts(shown, typed)))
        case "ordering":
            return _ordered(shown, typed)
        case "matching":
            return _matched(shown, typed)
        case "numeric":
            return _number(typed)
        case _:
            return _written(shown, typed)


def letters_of(typed: str) -> str:
    """Return the letters and digits of `typed` in plain capitals."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def _texts(shown: Shown, typed: str) -> list[str]:
    found = letters_of(typed)
    if not found:
        raise AnswerError("answer_empty")
    by_letter = dict(shown.lettered)
    for letter in found:
        if letter not in by_letter:
            raise AnswerError("answer_letter", letter=letter, last=LETTERS[len(by_letter) - 1])
    return [by_letter[letter] for letter in found]


def _one(shown: Shown, typed: str) -> str:
    texts = _texts(shown, typed)
    if len(texts) > 1:
        raise AnswerError("answer_one_letter")
    return texts[0]


def _judged(shown: Shown, typed: str) -> str:
    word = unicodedata.normalize("NFKC", typed).strip().upper()
    if word in _SAYS_RIGHT:
        return RIGHT
    return WRONG if word in _SAYS_WRONG else _one(shown, typed)


def _ordered(shown: Shown, typed: str) -> tuple[str, ...]:
    texts = tuple(_texts(shown, typed))
    if len(set(texts)) != len(texts) or len(texts) != len(shown.options):
        example = LETTERS[: len(shown.options)][::-1]
        raise AnswerError("answer_each_once", count=len(shown.options), example=example)
    return texts


def _matched(shown: Shown, typed: str) -> dict[str, str]:
    plain = letters_of(typed)
    pairs = _PAIR.findall(plain)
    if "".join(number + letter for number, letter in pairs) != plain or not pairs:
        raise AnswerError("answer_pairs", count=len(shown.left))
    answer: dict[str, str] = {}
    for number, letter in pairs:
        if not 1 <= int(number) <= len(shown.left) or shown.left[int(number) - 1] in answer:
            raise AnswerError("answer_pairs", count=len(shown.left))
        answer[shown.left[int(number) - 1]] = _one(shown, letter)
    if len(answer) != len(shown.left):
        raise AnswerError("answer_pairs", count=len(shown.left))
    return answer


def _number(typed: str) -> str:
    if not typed.strip():
        raise AnswerError("answer_empty")
    if read_amount(typed) is None:
        raise AnswerError("answer_number", text=typed.strip())
    return typed.strip()


def _written(shown: Shown, typed: str) -> Answer:
    if not typed.strip():
        raise AnswerError("answer_empty")
    blanks = len(shown.question.answers)
    if shown.question.type == "short" or blanks <= 1:
        return typed.strip()
    parts = tuple(part.strip() for part in re.split(r"[|｜]", typed))
    if len(parts) != blanks:
        raise AnswerError("answer_blanks", count=blanks, given=len(parts))
    return parts
