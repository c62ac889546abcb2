"""The grade that Enter takes: a rule from right or wrong, the time, and a hint."""

from __future__ import annotations

from typing import Final

from kaoka.question.model import Question
from kaoka.study.event import Grade

RIGHT: Final = 4
LABOURED: Final = 3
WRONG: Final = 1
BLANK: Final = 0
"""5 and 2 are the learner's to give: no outside sign tells ease from luck, or a slip."""

_MINUTE_MS = 60_000
_CHARACTER_MS = 250


def suggest(question: Question, *, right: bool, blank: bool, took_ms: int, hinted: bool) -> Grade:
    """Return the grade that an answer seems to deserve.

    Args:
        question: what was asked.
        right: whether all of it was right.
        blank: whether nothing was answered.
        took_ms: milliseconds from the question to the answer.
        hinted: whether the source was looked at before the answer.
    """
    if right:
        return LABOURED if hinted or took_ms > patience_ms(question) else RIGHT
    return BLANK if blank else WRONG


def patience_ms(question: Question) -> int:
    """Return the milliseconds after which a right answer counts as one with real trouble.

    A minute for each part, and a quarter of a second for each character of the stems,
    which is a slow reader's time for Chinese.
    """
    stems = [question.stem, *(part.stem for part in question.parts)]
    parts = max(len(question.parts), 1)
    return parts * _MINUTE_MS + sum(map(len, stems)) * _CHARACTER_MS
