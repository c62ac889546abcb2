"""Lines of print: blanks, stressed words, and how wide a text is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kaoka.exam.paper import Line, Run
from kaoka.text import width

LINE = 43.0
"""Width of a line of options, in em: A4 with margins of 20 mm at 10.5 pt, indented."""

_BLANK = re.compile(r"_{3,}")
_ASKS_FOR_WRONG = re.compile(
    r"(?:下列|以下|哪)[^,,。;;??]*?"
    r"(不(?:属于|正确|恰当|妥当|合适|应当|应|符合|包括|是|需要|需|能|可以|可|得|当|利于|适合))"
)
_LABEL, _GAP, _NARROW = 1.6, 1.0, 0.6


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


def _stressed(text: str) -> Iterable[Run]:
    found = _ASKS_FOR_WRONG.search(text)
    if found is None:
        return [Run(text)] if text else []
    start, end = found.span(1)
    runs = (Run(text[:start]), Run(text[start:end], "strong"), Run(text[end:]))
    return [run for run in runs if run.text]


def columns(texts: Iterable[str]) -> int:
    """Return how many options fit side by side: four, two or one."""
    shown = tuple(texts)
    widest = max(map(ems, shown), default=0.0) + _LABEL + _GAP
    sizes = (5, 4, 2) if len(shown) == 5 else (4, 2)  # five in a row
    return next((count for count in sizes if widest * count <= LINE), 1)


def ems(text: str) -> float:
    """Return the width of a text in em: 1 for a wide character, 0.6 for a narrow one."""
    wide = width(text) - len(text)
    return max(0, wide) + _NARROW * (len(text) - max(0, wide))


def rows_of(text: str, line: float = LINE) -> int:
    """Return about how many lines of print a text takes."""
    return sum(max(1, -(-int(ems(part) * 10) // int(line * 10))) for part in text.split("\n"))
