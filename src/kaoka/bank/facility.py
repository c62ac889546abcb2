"""What past exams tell of each question's facility: `difficulty.csv` beside the items.

Marking writes the file (`kaoka exam grade --difficulty`), a row for each question and exam.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, DecimalException
from io import StringIO

from kaoka.errors import Problem

FILE = "difficulty.csv"
COLUMNS = ("question", "exam", "n", "p", "r_pbis")

FEWEST = 20
"""Fewer answers than this tell nothing: with twenty, the standard error of p is at most 0.11."""

_PLACES = Decimal("0.001")

Row = tuple[str, int, Decimal]
"""A question, how many were asked, and their mean share of its points."""


def facilities(text: str, file: str) -> tuple[Mapping[str, Decimal], tuple[Problem, ...]]:
    """Return the facility of every question that was asked often enough.

    A question's facility is its p over all exams, each weighed by its n, to three places.

    Args:
        text: what stands in `difficulty.csv`.
        file: its name, for messages.

    Returns:
        Facility (0 to 1) by question id, and a warning for each row that tells nothing.
    """
    problems: list[Problem] = []
    asked: defaultdict[str, int] = defaultdict(int)
    gained: defaultdict[str, Decimal] = defaultdict(Decimal)
    for question, count, share in _rows(csv.reader(StringIO(text)), file, problems):
        asked[question] += count
        gained[question] += count * share
    known = {
        question: (gained[question] / count).quantize(_PLACES)
        for question, count in sorted(asked.items())
        if count >= FEWEST
    }
    return known, tuple(problems)


def _rows(cells: Iterable[list[str]], file: str, problems: list[Problem]) -> Iterator[Row]:
    for line, row in enumerate(cells, 1):
        if line == 1 or not row:
            continue
        found = _row(row)
        if found is None:
            problems.append(Problem("difficulty_row", file, line, severity="warning"))
        else:
            yield found


def _row(cells: list[str]) -> Row | None:
    try:
        question, _, count, share = cells[:4]
        found = question, int(count), Decimal(share)
        return found if found[1] >= 0 and 0 <= found[2] <= 1 else None
    except (ValueError, DecimalException):
        return None
