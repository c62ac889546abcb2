"""Printing data to stdout and talk to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any


def json_lines(rows: Iterable[Any]) -> None:
    """Print one JSON object a line, in UTF-8 whatever the terminal speaks."""
    import json

    out = sys.stdout.buffer
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    out.flush()


def lines(texts: Iterable[str]) -> None:
    """Print texts as data, one a line."""
    for text in texts:
        sys.stdout.write(text + "\n")


def talk(text: str) -> None:
    """Say something to the person at the terminal."""
    sys.stderr.write(text + "\n")


def columns(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Lay rows out in columns that line up where Chinese stands in them."""
    from kaoka.text import width

    if not rows:
        return
    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        cells = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
