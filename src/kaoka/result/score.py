"""Scores: the points of each candidate, and whether that is a pass.

Sums are kept as whole numbers of the smallest share that any answer can earn, so that
they are exact and quick; they become fractions of points at the end.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat
from operator import add, itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from kaoka.result.mark import Entry, Unreadable, entries, mark, numbered
from kaoka.result.rekey import Decision, rekeyed
from kaoka.result.response import Columns, Rejected, Response

_NOTHING = Fraction(0)
_HUNDREDTHS = 100
"""A marker gives the points of a short answer to two decimals."""


class Score(NamedTuple):
    """One candidate's result; `percent` is the exact share of all points, in percent."""

    row: int
    candidate: str
    form: str
    points: Fraction
    most: Fraction
    percent: Fraction
    passed: bool
    veto: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """What marks the responses to one form.

    `unit` is the worth, in points, of one whole number in which marks are kept;
    `passing` is a percentage of all points; `numbers` are those on the paper, of dropped
    questions too.
    """

    name: str
    entries: tuple[Entry, ...]
    passing: Fraction
    unit: Fraction
    numbers: frozenset[int]

    @property
    def most(self) -> Fraction:
        """All points of the form."""
        return sum((entry.points for entry in self.entries), Fraction(0))

    def full(self, entry: Entry) -> int:
        """All points of a question, in units."""
        return int(entry.points / self.unit)


@dataclass(frozen=True, slots=True)
class Column:
    """The answers of all candidates to one question of a form, and what they are worth.

    For each cell that stands in the column, `worth` says how many units it earns, and
    `chosen` what was chosen in it.
    """

    entry: Entry
    cells: list[str]
    units: list[int]
    worth: Mapping[str, int]
    chosen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything marked of one form: candidates in the order of rows, answers by column.

    `refused` are the rows of the form that could not be marked.
    """

    marker: Marker
    columns: tuple[Column, ...]
    totals: list[int]
    scores: list[Score]
    refused: tuple[Rejected, ...] = ()


def marker(
    form: Mapping[str, Any],
    passing: Fraction,
    voided: Mapping[str, str] = MappingProxyType({}),
    changed: Mapping[str, Decision] = MappingProxyType({}),
) -> Marker:
    """Return the marker of a form of the manifest.

    Args:
        form: the form.
        passing: percent of all points that a pass needs.
        voided: questions that do not count; see `entries`.
        changed: keys that were changed, by question id.
    """
    asked = tuple(
        rekeyed(entry, changed[entry.question]) if entry.question in changed else entry
        for entry in entries(form, voided)
    )
    unit = Fraction(1, math.lcm(*map(_parts, asked)))
    numbers = frozenset(asked["number"] for asked in numbered(form))
    return Marker(form["name"], asked, passing, unit, numbers)


def score_all(
    found: Iterable[Response | Rejected], columns: Columns, markers: Mapping[str, Marker]
) -> tuple[Iterator[Batch], list[Rejected]]:
    """Score every response, form by form; set aside by row what cannot be marked.

    Set aside are unknown forms and every row of a candidate who appears twice; and, with
    its batch, a row with cells that cannot be an answer or answer a question that the form
    does not have. A form is marked when its batch is asked for, so that one marker at a
    time is needed.
    """
    by_form: dict[str, list[Response]] = {}
    rejected: list[Rejected] = []
    responses: list[Response] = []
    for one in found:
        if isinstance(one, Response):
            responses.append(one)
        else:
            rejected.append(one)
    twice = _twice((*responses, *rejected))
    for one in responses:
        if twice and (key := _person(one.candidate)) in twice:
            rows = ", ".join(map(str, twice[key]))
            values = {"rows": rows}
            rejected.append(Rejected(one.row, one.candidate, "row_candidate_twice", values))
        elif one.form not in markers:
            values = {"form": one.form}
            rejected.append(Rejected(one.row, one.candidate, "row_form_unknown", values))
        else:
            by_form.setdefault(one.form, []).append(one)
    batches = (_batch(markers[name], by_form[name], columns) for name in sorted(by_form))
    return batches, rejected


def _batch(marker: Marker, responses: Sequence[Response], columns: Columns) -> Batch:
    rows = [response.cells for response in responses]
    cells = [_cells(rows, columns, entry) for entry in marker.entries]
    tables = list(map(_table, repeat(marker), marker.entries, cells))
    refused = dict(_beyond(marker, responses, columns))
    for entry, table, column in zip(marker.entries, tables, cells, strict=True):
        for place, cell in enumerate(column) if table.unreadable else ():
            if cell in table.unreadable and place not in refused:
                values = {"number": str(entry.number), "cell": cell}
                one, code = responses[place], table.unreadable[cell]
                refused[place] = Rejected(one.row, one.candidate, code, values)
    kept = [one for place, one in enumerate(responses) if place not in refused]
    made = []
    for entry, table, column in zip(marker.entries, tables, cells, strict=True):
        if refused:
            column = [cell for place, cell in enumerate(column) if place not in refused]  # noqa: PLW2901
        units = list(map(table.units.__getitem__, column))
        made.append(Column(entry, column, units, table.units, table.chosen))
    totals = [0] * len(kept)
    for marked in made:
        totals = list(map(add, totals, marked.units))
    scores = list(_scores(marker, kept, totals, made))
    return Batch(marker, tuple(made), totals, scores, tuple(refused.values()))


def _beyond(
    marker: Marker, responses: Sequence[Response], columns: Columns
) -> Iterator[tuple[int, Rejected]]:
    """Yield the rows that answer a question which the form does not have."""
    others = [pair for pair in columns.numbers.items() if pair[0] not in marker.numbers]
    for place, one in enumerate(responses) if others else ():
        for number, column in others:
            if one.cells[column].strip():
                values = {"number": str(number), "form": marker.name}
                yield place, Rejected(one.row, one.candidate, "cell_beyond", values)


@dataclass(frozen=True, slots=True)
class _Table:
    """What each distinct cell of a column is worth."""

    units: dict[str, int]
    chosen: dict[str, str]
    unreadable: dict[str, str]


def _table(marker: Marker, entry: Entry, cells: Iterable[str]) -> _Table:
    table = _Table({}, {}, {})
    for cell in set(cells):
        try:
            marked = mark(entry, cell)
        except Unreadable as problem:
            table.unreadable[cell] = problem.code
        else:
            table.units[cell] = int(marked.share * entry.points / marker.unit)
            table.chosen[cell] = marked.chosen
    return table


def _cells(rows: Sequence[Sequence[str]], columns: Columns, entry: Entry) -> list[str]:
    column = columns.numbers.get(entry.number)
    if column is None:
        return [""] * len(rows)
    return list(map(itemgetter(column), rows))


def _scores(
    marker: Marker, responses: Sequence[Response], totals: Sequence[int], made: Sequence[Column]
) -> Iterator[Score]:
    most = marker.most
    vetoes = [(column.units, marker.full(column.entry)) for column in made if column.entry.veto]
    worth = {total: total * marker.unit for total in set(totals)}
    percents = {total: 100 * points / most for total, points in worth.items()} if most else {}
    enough = {total for total, percent in percents.items() if percent >= marker.passing}
    for place, (response, total) in enumerate(zip(responses, totals, strict=True)):
        veto = bool(vetoes) and any(units[place] < full for units, full in vetoes)
        yield Score(
            row=response.row,
            candidate=response.candidate,
            form=marker.name,
            points=worth[total],
            most=most,
            percent=percents.get(total, _NOTHING),
            passed=total in enough and not veto,
            veto=veto,
        )


def _twice(found: Iterable[Response | Rejected]) -> dict[str, list[int]]:
    named = [(_person(one.candidate), one.row) for one in found if one.candidate]
    counts = Counter(person for person, _ in named)
    if len(counts) == len(named):
        return {}
    rows: dict[str, list[int]] = {person: [] for person, count in counts.items() if count > 1}
    for person, row in named:
        if person in rows:
            rows[person].append(row)
    return {person: sorted(places) for person, places in rows.items()}


def _person(candidate: str) -> str:
    """Return what two spellings of one id, in another width or case, have in common."""
    plain = candidate if candidate.isascii() else unicodedata.normalize("NFKC", candidate)
    return plain.casefold()


def _parts(entry: Entry) -> int:
    """Return into how many equal parts a point must be cut to hold every mark exactly."""
    if entry.type == "short":
        return math.lcm(entry.points.denominator, _HUNDREDTHS)
    keys = entry.keys or (entry,)
    cuts = [(key.lefts or len(key.answer)) if key.scoring == "partial" else 1 for key in keys]
    return entry.points.denominator * math.lcm(*(max(1, cut) for cut in cuts))
