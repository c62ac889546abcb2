"""CSV out, with texts that a spreadsheet would run made inert."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_RUNS = frozenset("=+-@＝＋－＠\t\r\n")
"""What a formula may begin with, in either width, and the blanks that hide it (OWASP, CSV
Injection)."""


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str | float]]) -> bytes:
    """Return a CSV file: UTF-8 without BOM, lines ended by CR LF (RFC 4180).

    Texts are made inert; numbers stand as they are, unrounded.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(
        [inert(cell) if isinstance(cell, str) and cell[:1] in _RUNS else cell for cell in row]
        for row in rows
    )
    return out.getvalue().encode()


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: `=1+1` becomes `'=1+1`."""
    return f"'{cell}" if cell[:1] in _RUNS else cell
