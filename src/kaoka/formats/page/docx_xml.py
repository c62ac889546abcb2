"""Parts of a DOCX that python-docx has no call for, as WordprocessingML (ECMA-376)."""

from __future__ import annotations

import io
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


def float_picture(run: Any, image: bytes, label: str) -> None:
    """Set a square picture of 24 mm beside the text: at the right edge, level with the run.

    Args:
        run: where it is anchored.
        image: a PNG.
        label: what it is, to those who cannot see it.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn
    from docx.shared import Mm

    inline = run.add_picture(io.BytesIO(image), width=Mm(24))._inline  # noqa: SLF001
    inline.docPr.set("name", "QR")
    inline.docPr.set("descr", label)
    anchor = parse_xml(_ANCHOR)
    inline.getparent().replace(inline, anchor)
    anchor.find(qn("wp:positionV")).addnext(inline.find(qn("wp:extent")))
    anchor.extend(list(inline))


def field(run: Any, name: str) -> None:
    """Make a run show a field, such as PAGE, that the reader's program fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", None, "separate", "text", "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.text = name
        elif kind == "text":
            part = OxmlElement("w:t")
            part.text = "1"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)  # noqa: SLF001


def keep_row_whole(row: Any) -> None:
    """Keep a row of a table on one page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001


def two_columns(section: Any, gutter: float) -> None:
    """Set the text of a section in two columns, `gutter` mm apart."""
    from docx.oxml.ns import qn
    from docx.shared import Mm

    found = section._sectPr.find(qn("w:cols"))  # noqa: SLF001  # python-docx's template has it
    found.set(qn("w:num"), "2")
    found.set(qn("w:space"), str(round(Mm(gutter).pt * 20)))
