"""An empty DOCX for a paper: page, margins, head and foot, settings, lists and styles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from kaoka.exam.lines import ems
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

_FONTS = (
    ("Times New Roman", "", "00", "roman"),
    ("Arial", "", "00", "swiss"),
    ("SimSun", "宋体", "86", "auto"),
    ("SimHei", "黑体", "86", "modern"),
)
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
    foot = 7.2 if layout.large else 8.5  # grows less than the text
    made = looks(column / layout.scale, page / layout.scale, foot)
    fill_styles(document.styles.element, paper, made)
    hangs = {
        name: (made[name].left * layout.scale, made[name].hang * layout.scale) for name in _LISTED
    }
    document.element.attrib.clear()
    lists = Lists(document.part.numbering_part.element, hangs, paper.brackets)
    _settings(document.settings.element, sealed=paper.seal is not None)
    crowded = ems(paper.foot) * foot * layout.scale > page / 2 - 50
    _section(document.sections[0], paper, "\u3000" if crowded else "\t")
    _fonts(document.part)
    return lists, column


def _fonts(part: Any) -> None:
    """Say which fonts are meant, by the names that other systems know them by."""
    from docx.opc.oxml import serialize_part_xml

    named = (tag("font", *_known(*one), name=one[0]) for one in _FONTS)
    (found,) = (one.target_part for one in part.rels.values() if one.reltype.endswith("fontTable"))
    found._blob = serialize_part_xml(tag("fonts", *named))  # noqa: SLF001  # no other way to it


def _known(_: str, other: str, charset: str, family: str) -> tuple[Any, ...]:
    alias = (tag("altName", val=other),) if other else ()
    return (*alias, tag("charset", val=charset), tag("family", val=family))


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


def _section(section: Any, paper: Paper, apart: str) -> None:
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
    _fill(section.footer, *_foot(paper, apart))
    if paper.seal is not None:
        _fill(section.header, seal_table(paper.seal), paragraph("Header"))
        _fill(section.even_page_header, paragraph("Header"))
        _fill(section.even_page_footer, *_foot(paper, apart))


def _fill(part: Any, *inside: Any) -> None:
    part.is_linked_to_previous = False
    emptied(part._element).extend(inside)  # noqa: SLF001  # no other way to it


def _foot(paper: Paper, apart: str) -> tuple[Any]:
    before, rest = paper.page.split("{page}")
    between, after = rest.split("{pages}")
    return (
        paragraph(
            "Footer",
            *runs(f"{paper.foot}{apart}{before}"),
            *field("PAGE"),
            *runs(between),
            *field("NUMPAGES"),
            *runs(f"{after}\t{paper.code}"),
        ),
    )
