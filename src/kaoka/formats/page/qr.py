"""QR codes (ISO/IEC 18004) as rows of dark and light modules, for whoever draws them."""

from __future__ import annotations

import io
from typing import Any

QUIET = 4
"""Light modules that must surround a code, on each side."""


def modules(text: str) -> tuple[str, ...]:
    """Return the modules of a QR code, row by row: `1` is dark, `0` light.

    The code holds the text in UTF-8 and can be read with 15 % of it spoilt (level M).
    There are no rows when segno is not installed (extra `pdf`); the page then goes
    without, since all that a code holds is printed in letters too.
    """
    code = _code(text)
    if code is None:
        return ()
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix)


def path(rows: tuple[str, ...]) -> str:
    """Return the dark modules as an SVG path, one unit a module, the quiet zone around."""
    runs = []
    for down, row in enumerate(rows, QUIET):
        across = 0
        while across < len(row):
            end = across
            while end < len(row) and row[end] == row[across]:
                end += 1
            if row[across] == "1":
                runs.append(f"M{across + QUIET} {down}h{end - across}v1h-{end - across}z")
            across = end
    return "".join(runs)


def svg(rows: tuple[str, ...], label: str) -> str:
    """Return a code as an SVG image; `label` says what it is to those who cannot see it."""
    size = len(rows) + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        f'aria-label="{label}" shape-rendering="crispEdges"><path d="{path(rows)}"/></svg>'
    )


def png(text: str) -> bytes:
    """Return a code as a PNG, eight pixels a module; nothing when segno is not installed.

    The pixels are stored, not deflated, so that no version of zlib shows in the bytes.
    """
    code = _code(text)
    if code is None:
        return b""
    out = io.BytesIO()
    code.save(out, kind="png", scale=8, border=QUIET, compresslevel=0)
    return out.getvalue()


def _code(text: str) -> Any:
    try:
        import segno  # an extra
    except ImportError:
        return None
    return segno.make(text, error="m", boost_error=False, micro=False, encoding="utf-8")
