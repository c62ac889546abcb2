"""An empty DOCX for a paper: page, margins, head and foot, settings, lists and styles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from kaoka.exam.paper import Paper
from kaoka.formats.page.docx_lists import Lists
from kaoka.formats.page.docx_seal import seal_table
from kaoka.formats.page.docx_styles import fill_styles, looks
from kaoka.formats.page.docx_xml import emptied, field, paragraph, runs, tag, twips

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MM = 72 / 25.4
_LISTED = ("Stem", "Option", "Notice", "Left")
_UNUSED = ("stylesWithEffects", "customXml", "thumbnail", "webSettings")
"""What python-docx's template holds and a paper does not need, by the end of its relation."""

_HABITS = (
    "spaceForUL",
    "balanceSingleByteDoubleByteWidth",
    "doNotLeaveBackslashAlone",
    "ulTrailSpace",
    "doNotExpandShiftReturn",
    "adjustLineHeightInTable",
    "useFELayout",
)
"""What Word sets in each document that it makes in Chinese."""


def base(document: Any, paper: Paper) -> tuple[Lists, float]:
    """Make python-docx's new document one for this paper.

    Returns:
        What numbers its paragraphs, and the width of a column in points.
    """
    layout = paper.layout
    for owner in (document.part, document.part.package):
        for key in [key for key, one in owner.rels.items() if one.reltype.endswith(_UNUSED)]:
            del owner.rels[key]
    _properties(document.core_properties, paper.title)
    column = layout.column * _MM
    page = (2 * layout.column + layout.gutter if layout.paper == "a3" else layout.column) * _MM
    made = looks(column / layout.scale, page / layout.scale)
    fill_styles(document.styles.element, paper, made)
    hangs = {
        name: (made[name].left * layout.scale, made[name].hang * layout.scale) for name in _LISTED
    }
    document.element.attrib.clear()
    lists = Lists(document.part.numbering_part.element, hangs, paper.brackets)
    _settings(document.settings.element, sealed=paper.seal is not None)
    _section(document.sections[0], paper)
    return lists, column


def _properties(properties: Any, title: str) -> None:
    properties.title, properties.author, properties.comments = title, "", ""
    properties.last_modified_by, properties.revision = "", 1
    properties.created = properties.modified = _EPOCH


def _settings(root: Any, *, sealed: bool) -> None:
    emptied(root)
    mode = tag(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    root.extend(
        (
            tag("zoom", percent=100),
            *((tag("mirrorMargins"), tag("evenAndOddHeaders")) if sealed else ()),
            tag("characterSpacingControl", val="compressPunctuation"),
            tag("compat", *map(tag, _HABITS), mode),
            tag("themeFontLang", val="en-US", eastAsia="zh-CN"),
        )
    )


def _section(section: Any, paper: Paper) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    layout = paper.layout
    wide = layout.paper == "a3"
    section.page_width, section.page_height = Mm(420 if wide else 210), Mm(297)
    section.left_margin, section.right_margin = map(Mm, layout.margins)
    section.top_margin, section.bottom_margin = Mm(18), Mm(21)
    section.header_distance, section.footer_distance = Mm(8), Mm(10)
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        columns = next(section._sectPr.iterchildren("{*}cols"))  # noqa: SLF001  # the template's
        columns.attrib.clear()
        for name, value in tag("cols", num=2, space=twips(layout.gutter * _MM)).items():
            columns.set(name, value)
    _fill(section.footer, *_foot(paper))
    if paper.seal is not None:
        _fill(section.header, seal_table(paper.seal), paragraph("Header"))
        _fill(section.even_page_header, paragraph("Header"))
        _fill(section.even_page_footer, *_foot(paper))


def _fill(part: Any, *inside: Any) -> None:
    part.is_linked_to_previous = False
    emptied(part._element).extend(inside)  # noqa: SLF001


def _foot(paper: Paper) -> tuple[Any]:
    before, rest = paper.page.split("{page}")
    between, after = rest.split("{pages}")
    return (
        paragraph(
            "Footer",
            *runs(f"{paper.foot}\t{before}"),
            *field("PAGE"),
            *runs(between),
            *field("NUMPAGES"),
            *runs(f"{after}\t{paper.code}"),
        ),
    )
