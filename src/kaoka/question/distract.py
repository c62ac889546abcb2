"""Choosing distractors: what may stand beside a key, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kaoka.text import digest, normal

FEWEST = 3
MOST = 7


class Candidate(NamedTuple):
    """A text that might stand as a wrong option, and the question that it would answer."""

    text: str
    question: str = ""


def pool(
    question_id: str,
    keys: Iterable[str],
    candidates: Iterable[Candidate],
    banned: Iterable[str] = (),
) -> list[Candidate]:
    """Return the candidates that may stand beside the keys, at most `MOST`.

    Refused: what equals a key, a banned text or another candidate in normal form,
    and what contains a key or is contained in one (both might be marked right).
    Order and choice follow SHA-256 of question id and text, so that one candidate
    more moves no other.
    """
    keys = [normal(key) for key in keys]
    seen = {*keys, *map(normal, banned)}
    kept: list[Candidate] = []
    for candidate in sorted(
        candidates, key=lambda one: (digest(question_id, one.text), one.question)
    ):
        form = normal(candidate.text)
        if form not in seen and not any(_within(form, key) for key in keys):
            seen.add(form)
            kept.append(candidate)
    return kept[:MOST]


def _within(form: str, key: str) -> bool:
    """Whether one text says the other and more: 重疾险 in 重疾险和医疗险."""
    short, long = sorted((form, key), key=len)
    return (
        len(short) > 1 and short in long and not short[0].isdigit() and len(long) < 3 * len(short)
    )
