"""Lines of print: blanks, stressed words, and how wide a text is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from kaoka.exam.paper import Line, Run
from kaoka.text import width

_BLANK = re.compile(r"_{3,}")
_ASKS_FOR_WRONG = re.compile(
    r"(?:下列|以下|哪)[^,,。;;??]*?"
    r"(不(?:属于|正确|恰当|妥当|合适|应当|应|符合|包括|是|需要|需|能|可以|可|得|当|利于|适合))"
)
_END, _LONGEST_END = 3, 12
_OPENING, _CLOSING = (
    frozenset("（《“‘「【〈(["),
    frozenset("，。、；：？！）》”’」】〉…—%％,.;:?!)]"),
)
_LABEL, _GAP, _NARROW = 1.6, 1.0, 0.6

_remembered = lru_cache(maxsize=4_096)
"""A text stands on several pages of a form, and on many forms."""


@_remembered
def stem(text: str) -> Line:
    """Return a stem as runs: `____` becomes a blank, a negation that decides is stressed."""
    runs: list[Run] = []
    end = 0
    for found in _BLANK.finditer(text):
        runs.extend(_stressed(text[end : found.start()]))
        runs.append(Run("", "blank"))
        end = found.end()
    runs.extend(_stressed(text[end:]))
    return tuple(runs)


@_remembered
def parted(line: Line) -> tuple[Line, Line]:
    """Part a line before its last few characters, which stay with what follows them.

    The end holds at least three characters, never parts a number or a Latin word, and
    never begins with what may not begin a line.
    """
    flat = [Run(c, run.mark) for run in line for c in run.text or "\0"]
    at = max(0, len(flat) - _END)
    while at > 0 and _tied(flat[at - 1].text, flat[at].text):
        at -= 1
    if len(flat) - at > _LONGEST_END:
        at = len(flat)
    return _joined(flat[:at]), _joined(flat[at:])


def _tied(left: str, right: str) -> bool:
    """Tell whether a line must not break between two characters."""
    word = left.isascii() and right.isascii() and not (left.isspace() or right.isspace())
    return word or left in _OPENING or right in _CLOSING or not right.strip()


def _joined(flat: Iterable[Run]) -> Line:
    groups = groupby(flat, key=lambda one: (one.mark, one.mark == "blank" and id(one)))
    runs = ((mark, "".join(one.text for one in group)) for (mark, _), group in groups)
    return tuple(Run(text.replace("\0", ""), mark) for mark, text in runs)


def _stressed(text: str) -> Iterable[Run]:
    found = _ASKS_FOR_WRONG.search(text)
    if found is None:
        return [Run(text)] if text else []
    start, end = found.span(1)
    runs = (Run(text[:start]), Run(text[start:end], "strong"), Run(text[end:]))
    return [run for run in runs if run.text]


def columns(texts: Iterable[str], line: float) -> int:
    """Return how many options fit side by side on a line (in em): four, two or one."""
    shown = tuple(texts)
    widest = max(map(ems, shown), default=0.0) + _LABEL + _GAP
    sizes = (5, 4, 2) if len(shown) == 5 else (4, 2)  # five in a row
    return next((count for count in sizes if widest * count <= line), 1)


@_remembered
def ems(text: str) -> float:
    """Return the width of a text in em: 1 for a wide character, 0.6 for a narrow one."""
    wide = width(text) - len(text)
    return max(0, wide) + _NARROW * (len(text) - max(0, wide))


def rows_of(text: str, line: float) -> int:
    """Return about how many lines of print a text takes."""
    return sum(max(1, -(-int(ems(part) * 10) // int(line * 10))) for part in text.split("\n"))
