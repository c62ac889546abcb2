"""Parts of a DOCX as WordprocessingML (ECMA-376 part 1): elements, fields, tables, pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

_NAMES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
)
_ANCHOR = f"""\
<wp:anchor {_NAMES} distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"
 behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:align>right</wp:align></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:wrapNone/></wp:anchor>"""
_EAST = frozenset("“”‘’—…·§×")
"""Characters that a Chinese font shows full wide and a Latin one narrow."""


def tag(name: str, /, *children: Any, **values: object) -> Any:
    """Return an element of the main namespace with its attributes and children; None is left out."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend([child for child in children if child is not None])
    return made


def emptied(root: Any) -> Any:
    """Return the root of a part without what stands in it."""
    root.attrib.clear()
    for one in list(root):
        root.remove(one)
    return root


def twips(points: float) -> int:
    """Return points as twentieths of a point, WordprocessingML's unit of length."""
    return round(points * 20)


def runs(text: str, style: str = "") -> Iterator[Any]:
    """Yield runs that show a text in a character style, its tabs and line breaks as such."""
    if not text:
        return
    form = [tag("rStyle", val=style)] if style else []
    if _EAST.intersection(text):
        form.append(tag("rFonts", hint="eastAsia"))
    made = tag("r", tag("rPr", *form) if form else None)
    for at, line in enumerate(text.split("\n")):
        if at:
            made.append(tag("br"))
        for place, words in enumerate(line.split("\t")):
            if place:
                made.append(tag("tab"))
            if words:
                made.append(_words(words))
    yield made


def field(name: str) -> Iterator[Any]:
    """Yield runs that show a field, such as PAGE, that the reader's program fills in."""
    yield tag("r", tag("fldChar", fldCharType="begin"))
    code = tag("instrText")
    code.text = name
    yield tag("r", code)
    yield tag("r", tag("fldChar", fldCharType="separate"))
    yield tag("r", _words("1"))
    yield tag("r", tag("fldChar", fldCharType="end"))


def paragraph(style: str, *inside: Any, keep: bool = False, **more: Any) -> Any:
    """Return a paragraph in a style.

    Args:
        style: id of the style.
        inside: its runs.
        keep: whether it stays on the page of the next one.
        more: `number`: the list that numbers it in place of its style's; `mark`: the
            character style of its number.
    """
    number, mark = more.get("number"), more.get("mark")
    form = tag(
        "pPr",
        tag("pStyle", val=style),
        tag("keepNext") if keep else None,
        None if number is None else tag("numPr", tag("ilvl", val=0), tag("numId", val=number)),
        tag("rPr", tag("rStyle", val=mark)) if mark else None,
    )
    return tag("p", form, *inside)


def table(
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    *,
    style: str,
    left: float = 0,
    head: bool = False,
    middle: bool = False,
    last: float = 0,
) -> Any:
    """Return a table whose rows stay whole.

    Args:
        rows: the cells, each a list of paragraphs; where a row is short, its last cell
            reaches to the right edge.
        widths: of the columns, in points.
        style: id of its style.
        left: how far it is indented, in points.
        head: whether the first row stands again on each page.
        middle: whether text stands half way up its cell.
        last: the least height of the last row, in points.
    """
    form = tag(
        "tblPr",
        tag("tblStyle", val=style),
        tag("tblW", w=twips(sum(widths)), type="dxa"),
        tag("tblInd", w=twips(left), type="dxa"),
        tag("tblLayout", type="fixed"),
    )
    grid = tag("tblGrid", *(tag("gridCol", w=twips(width)) for width in widths))
    made = tag("tbl", form, grid)
    for at, row in enumerate(rows, 1):
        height = tag("trHeight", val=twips(last), hRule="atLeast")
        made.append(
            tag(
                "tr",
                tag(
                    "trPr",
                    tag("cantSplit"),
                    height if last and at == len(rows) else None,
                    tag("tblHeader") if head and at == 1 else None,
                ),
                *_cells(row, widths, middle=middle),
            )
        )
    return made


def _cells(row: Sequence[Any], widths: Sequence[float], *, middle: bool) -> Iterator[Any]:
    for at, inside in enumerate(row):
        reach = len(widths) - at if at == len(row) - 1 else 1
        yield tag(
            "tc",
            tag(
                "tcPr",
                tag("tcW", w=twips(sum(widths[at : at + reach])), type="dxa"),
                tag("gridSpan", val=reach) if reach > 1 else None,
                tag("vAlign", val="center") if middle else None,
            ),
            *inside,
        )


def float_picture(run: Any, image: bytes, label: str) -> None:
    """Set a square picture of 24 mm beside the text: at the right edge, level with the run.

    Args:
        run: where it is anchored, python-docx's.
        image: a PNG.
        label: what it is, to those who cannot see it.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docx.shared import Mm

    inline = run.add_picture(io.BytesIO(image), width=Mm(24))._inline  # noqa: SLF001  # no other way to it
    inline.docPr.set("name", "QR")
    inline.docPr.set("descr", label)
    anchor = parse_xml(_ANCHOR)
    inline.getparent().replace(inline, anchor)
    anchor.find(qn("wp:positionV")).addnext(inline.find(qn("wp:extent")))
    anchor.extend(list(inline))


def _words(text: str) -> Any:
    made = tag("t")
    made.text = text
    if text != text.strip():
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
