"""Scores: the points of each candidate, and whether that is a pass.

Sums are kept as whole numbers of the smallest share that any answer can earn, so that
they are exact and quick; they become fractions of points at the end.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kaoka.result.mark import Entry, Marked, Unreadable, entries, mark
from kaoka.result.response import Columns, Rejected, Response

_HUNDREDTHS = 100
"""A marker gives the points of a short answer to two decimals."""


@dataclass(frozen=True, slots=True)
class Score:
    """One candidate's result. `percent` is exact; `marks` are units by number (see Marker)."""

    row: int
    candidate: str
    form: str
    points: Fraction
    most: Fraction
    passed: bool
    veto: bool
    marks: array[int]

    @property
    def percent(self) -> Fraction:
        """The share of all points, in percent."""
        return 100 * self.points / self.most if self.most else Fraction(0)


@dataclass(slots=True)
class Marker:
    """Marks the responses to one form; equal cells are marked once.

    `unit` is the worth of one whole number of `marks`, in points.
    """

    name: str
    entries: list[Entry]
    passing: Fraction
    unit: Fraction
    known: list[dict[str, tuple[int, str] | str]] = field(default_factory=list)

    def score(self, response: Response, columns: Columns) -> Score | Rejected:
        """Return the score of one response, or why it cannot be marked."""
        marks = array("q")
        for place, entry in enumerate(self.entries):
            column = columns.numbers.get(entry.number)
            cells = response.cells
            cell = cells[column] if column is not None and column < len(cells) else ""
            found = self.known[place].get(cell)
            if found is None:
                found = self._mark(place, cell)
            if isinstance(found, str):
                values = {"number": str(entry.number), "cell": cell}
                return Rejected(response.row, response.candidate, found, values)
            marks.append(found[0])
        return self._total(response, marks)

    def full(self, entry: Entry) -> int:
        """All points of a question, in units."""
        return int(entry.points / self.unit)

    def chosen(self, place: int, cell: str) -> str:
        """What was chosen in a cell that was marked before."""
        found = self.known[place].get(cell)
        return found[1] if isinstance(found, tuple) else ""

    def _mark(self, place: int, cell: str) -> tuple[int, str] | str:
        entry = self.entries[place]
        found: tuple[int, str] | str
        try:
            marked: Marked = mark(entry, cell)
            found = int(marked.share * entry.points / self.unit), marked.chosen
        except Unreadable as problem:
            found = problem.code
        self.known[place][cell] = found
        return found

    def _total(self, response: Response, marks: array[int]) -> Score:
        points = sum(marks) * self.unit
        most = sum((entry.points for entry in self.entries), Fraction(0))
        veto = any(
            entry.veto and units < self.full(entry)
            for entry, units in zip(self.entries, marks, strict=True)
        )
        passed = bool(most) and 100 * points >= self.passing * most and not veto
        form, row = self.name, response.row
        return Score(row, response.candidate, form, points, most, passed, veto, marks)


def marker(form: Mapping[str, Any], passing: Fraction) -> Marker:
    """Return the marker of a form of the manifest.

    Args:
        form: the form.
        passing: percent of all points that a pass needs.
    """
    asked = entries(form)
    unit = Fraction(1, math.lcm(*(_parts(entry) for entry in asked)))
    return Marker(form["name"], asked, passing, unit, [{} for _ in asked])


def _parts(entry: Entry) -> int:
    """Return into how many equal parts a point must be cut to hold every mark exactly."""
    if entry.type == "short":
        return math.lcm(entry.points.denominator, _HUNDREDTHS)
    cut = (entry.lefts or len(entry.answer)) if entry.scoring == "partial" else 1
    return entry.points.denominator * max(1, cut)


def score_all(
    found: Iterable[Response | Rejected], columns: Columns, markers: Mapping[str, Marker]
) -> tuple[list[tuple[Score, Response]], list[Rejected]]:
    """Score every response; set aside unknown forms and candidates who appear twice."""
    scored: list[tuple[Score, Response]] = []
    rejected: list[Rejected] = []
    responses: list[Response] = []
    for one in found:
        (responses if isinstance(one, Response) else rejected).append(one)  # type: ignore[arg-type]
    twice = _twice(responses)
    for response in responses:
        outcome = _score(response, columns, markers, twice)
        if isinstance(outcome, Rejected):
            rejected.append(outcome)
        else:
            scored.append((outcome, response))
    return scored, sorted(rejected, key=lambda one: one.row)


def _twice(responses: Sequence[Response]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for response in responses:
        rows.setdefault(response.candidate, []).append(response.row)
    return {candidate: places for candidate, places in rows.items() if len(places) > 1}


def _score(
    response: Response,
    columns: Columns,
    markers: Mapping[str, Marker],
    twice: Mapping[str, list[int]],
) -> Score | Rejected:
    row, candidate = response.row, response.candidate
    if candidate in twice:
        rows = ", ".join(map(str, twice[candidate]))
        return Rejected(row, candidate, "row_candidate_twice", {"rows": rows})
    found = markers.get(response.form)
    if found is None:
        return Rejected(row, candidate, "row_form_unknown", {"form": response.form})
    return found.score(response, columns)
