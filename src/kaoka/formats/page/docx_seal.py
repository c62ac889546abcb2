"""The sealed margin of a DOCX: a table with upright text in the head of odd pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kaoka.exam.lines import ems
from kaoka.exam.paper import Seal
from kaoka.formats.page.docx_styles import SEAL
from kaoka.formats.page.docx_xml import paragraph, runs, tag, twips

_MM = 72 / 25.4
_LEFT, _TOP, _HEIGHT = 8 * _MM, 12 * _MM, 273 * _MM
_WIDTHS = (9 * _MM, 7 * _MM, 6 * _MM)
_GAP, _TIE = "\u3000", "\u00a0"


def seal_table(it: Seal) -> Any:
    """Return the seal: from the edge inwards names, the dotted line, what it means."""
    names: list[Any] = []
    for label, known in it.blanks:
        names += runs(f"{label}{_TIE}")
        names += runs(known.center(18, _GAP) if known else _GAP * 14, "Gap")
        names += runs(_GAP * 2)
    line = list(_dotted(it.marks, int(_HEIGHT / SEAL) - 1))
    cells = (
        paragraph("SealBlanks", *names[:-1], *runs(_TIE)),
        paragraph("SealLine", *line, *runs(_TIE)),
        paragraph("SealNote", *runs(it.note)),
    )
    place = tag(
        "tblpPr",
        vertAnchor="page",
        horzAnchor="page",
        tblpX=twips(_LEFT),
        tblpY=twips(_TOP),
    )
    form = tag(
        "tblPr",
        tag("tblStyle", val="Columns"),
        place,
        tag("tblW", w=twips(sum(_WIDTHS)), type="dxa"),
        tag("tblLayout", type="fixed"),
    )
    height = tag("trPr", tag("trHeight", val=twips(_HEIGHT), hRule="exact"))
    row = tag(
        "tr", height, *(_upright(one, width) for one, width in zip(cells, _WIDTHS, strict=True))
    )
    return tag("tbl", form, tag("tblGrid", *(tag("gridCol", w=twips(w)) for w in _WIDTHS)), row)


def _dotted(marks: Sequence[str], room: int) -> Iterator[Any]:
    """Yield the dotted line with its marks, `room` characters long: spaces are one em wide."""
    dots = _GAP * (int(room - sum(map(ems, marks))) // (len(marks) + 1))
    for mark in marks:
        yield from runs(dots, "Dotted")
        yield from runs(mark)
    yield from runs(dots, "Dotted")


def _upright(inside: Any, width: float) -> Any:
    form = tag(
        "tcPr",
        tag("tcW", w=twips(width), type="dxa"),
        tag("textDirection", val="btLr"),
        tag("vAlign", val="center"),
    )
    return tag("tc", form, inside)
