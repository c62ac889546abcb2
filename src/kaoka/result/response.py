"""Responses as tables hold them: which column is what, which row can be marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kaoka.errors import ExamError

CANDIDATE = (
    "candidate",
    "candidateid",
    "编号",
    "考号",
    "准考证号",
    "考生",
    "考生编号",
    "工号",
    "学号",
)
_FORM = ("form", "paper", "卷", "卷号", "试卷", "卷别", "试卷号")
_NUMBER = re.compile(r"(?:q|第|题|no\.?)?(\d{1,4})(?:\.0)?题?[.、:]?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand in a row: `numbers` maps a question's number to its column.

    `ignored` names the further columns: by their heads, or `[F]` where one has none.
    """

    candidate: int
    form: int
    numbers: Mapping[int, int]
    ignored: tuple[str, ...]


class Response(NamedTuple):
    """One candidate's answers; `row` is that of the table, the first row being 1."""

    row: int
    candidate: str
    form: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not marked; `code` and `values` say why."""

    row: int
    candidate: str
    code: str
    values: Mapping[str, str]


def plain(cell: str) -> str:
    """Return a cell without width, blanks around it, or the quote that keeps text inert."""
    return unicodedata.normalize("NFKC", cell).strip().removeprefix("'").strip()


def as_written(cell: str) -> bool:
    """Whether a quote says that the cell stands as it was written."""
    return unicodedata.normalize("NFKC", cell).strip().startswith("'")


def columns(rows: Sequence[Sequence[str]], known: Iterable[int]) -> tuple[int, Columns]:
    """Find the head of a table: the first row that names a candidate and a form.

    Where a merged cell stands above the numbers, they are in the row below it.

    Args:
        rows: the table, from its first row.
        known: the numbers of the questions.

    Returns:
        The number of the head's last row, and its columns.

    Raises:
        ExamError: no such row (`responses_head`), or a column stands twice.
    """
    numbers = set(known)
    for row, cells in enumerate(rows, 1):
        names = _names(cells)
        candidate, form = _one(names, CANDIDATE), _one(names, _FORM)
        if candidate is None or form is None:
            continue
        found = _columns(names, cells, (candidate, form), numbers)
        below = rows[row] if row < len(rows) else ()
        if not found.numbers and not any(_cell(below, place) for place in (candidate, form)):
            lower = _columns(_names(below), below, (candidate, form), numbers)
            if lower.numbers:
                return row + 1, _with_unheaded(lower, rows, row + 1, below)
        return row, _with_unheaded(found, rows, row, cells)
    raise ExamError("responses_head")


def responses(
    rows: Iterable[Sequence[str]], head: int, found: Columns
) -> Iterator[Response | Rejected]:
    """Yield what each row below the head says; rows without anything are passed over.

    Cells that a row leaves out at its end are empty.
    """
    width = 1 + max((found.candidate, found.form, *found.numbers.values()))
    for row, cells in enumerate(rows, 1):
        if row <= head:
            continue
        candidate, form = _cell(cells, found.candidate), _cell(cells, found.form)
        if not candidate and not any(map(str.strip, cells)):
            continue
        if not candidate:
            yield Rejected(row, "", "row_without_candidate", {})
        elif not form:
            yield Rejected(row, candidate, "row_without_form", {})
        else:
            short = width - len(cells)
            yield Response(row, candidate, form, [*cells, *[""] * short] if short > 0 else cells)


def _cell(cells: Sequence[str], column: int) -> str:
    """Return an id as given, but for blanks around it and the quote that keeps it inert."""
    return cells[column].strip().removeprefix("'").strip() if column < len(cells) else ""


def _names(cells: Iterable[str]) -> list[str]:
    return [plain(cell).casefold().replace(" ", "") for cell in cells]


def _with_unheaded(
    found: Columns, rows: Sequence[Sequence[str]], head: int, heads: Sequence[str]
) -> Columns:
    """Return the columns with those named that hold something and have no head."""
    width = len(heads)
    bare = [place for place, name in enumerate(heads) if not name.strip()]
    used = {
        place
        for row in rows[head:]
        if bare or len(row) > width
        for place in (*bare, *range(width, len(row)))
        if _cell(row, place) and place not in {found.candidate, found.form}
    }
    named = tuple(f"[{_letters(place)}]" for place in sorted(used))
    return replace(found, ignored=(*found.ignored, *named))


def _letters(place: int) -> str:
    letters = ""
    number = place + 1
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def _one(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in wanted), None)


def _columns(
    names: Sequence[str], cells: Sequence[str], taken: tuple[int, int], known: set[int]
) -> Columns:
    numbers: dict[int, int] = {}
    ignored = []
    for place, name in enumerate(names):
        if place in taken:
            continue
        match = _NUMBER.fullmatch(name)
        number = int(match[1]) if match else 0
        if number in known:
            if number in numbers:
                raise ExamError("responses_column_twice", column=number)
            numbers[number] = place
        elif name:
            ignored.append(cells[place].strip())
    return Columns(*taken, numbers, tuple(ignored))
