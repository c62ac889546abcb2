"""Styles of a DOCX: one place for the look of titles, questions, options, stories, keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kaoka.exam.paper import Paper
from kaoka.formats.page.docx_xml import emptied, tag, twips

SERIF, SANS = "SimSun", "SimHei"
_LATIN = {SERIF: "Times New Roman", SANS: "Arial"}
NUMBER, LETTER = 21.0, 17.0
"""Width of a question's number and of an option's letter, in points."""

SIZE, SEAL, CELL = 10.5, 9.0, 3.0
"""Size of the text and of the seal, and what stands free at the sides of a table's cell, in points."""

_LINE, _SIDE, _TOLD, _LABEL = 16.5, 58.0, NUMBER + 8, 27.0
_SHADE = "F3F3F3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A paragraph style, lengths in points; `name` in Chinese and English.

    A `fixed` one is not enlarged;
    `level` is its list and level there (a style based on another has that one's); `edges` are borders; `stops` are tab stops: place,
    side and what leads there.
    """

    name: tuple[str, str]
    base: str = "Normal"
    size: float = 0
    sans: bool = False
    before: float = 0
    after: float = 0
    left: float = 0
    hang: float = 0
    right: float = 0
    line: float = 0
    keep: bool = False
    centre: bool = False
    shade: str = ""
    outline: bool = False
    level: tuple[int, int] | None = None
    fixed: bool = False
    edges: tuple[str, ...] = ()
    stops: tuple[tuple[float, str, str], ...] = ()


def looks(width: float, page: float, foot: float) -> dict[str, Look]:
    """Return every paragraph style by id.

    Args:
        width: of a column, in points of unenlarged print.
        page: width between the margins, likewise.
        foot: size of the foot, likewise.
    """
    edge = (width, "right", "none")
    line = (width, "right", "underscore")
    option = Look(name=("选项", "Option"), left=NUMBER + LETTER, hang=LETTER, level=(1, 1))
    return {
        "Title": Look(name=("Title", "Title"), size=18, sans=True, after=4, centre=True, keep=True),
        "Subtitle": Look(
            name=("Subtitle", "Subtitle"), size=13, sans=True, after=6, centre=True, keep=True
        ),
        "Warning": Look(name=("密级", "Warning"), size=9, sans=True, after=6, centre=True),
        "Facts": Look(name=("考试信息", "Facts"), after=6, centre=True),
        "Blanks": Look(name=("填写栏", "Blanks"), before=4, after=10, centre=True),
        "NoticeTitle": Look(
            name=("须知标题", "Notice Title"), size=9.5, sans=True, before=8, keep=True
        ),
        "Notice": Look(
            name=("考生须知", "Notice"), size=9.5, line=15, left=15, hang=15, level=(2, 0)
        ),
        "NoticeOne": Look(name=("须知", "Notice Alone"), size=9.5, line=15),
        "Part": Look(
            name=("大题", "Part"), size=12, sans=True, before=14, after=3, keep=True, outline=True
        ),
        "PartNote": Look(name=("大题说明", "Part Note"), size=9, after=3, keep=True),
        "Story": Look(
            name=("材料", "Story"),
            before=8,
            after=4,
            left=5,
            right=5,
            keep=True,
            shade=_SHADE,
            edges=("top", "left", "bottom", "right"),
        ),
        "Stem": Look(
            name=("题干", "Stem"), before=5, left=NUMBER, hang=NUMBER, level=(1, 0), stops=(edge,)
        ),
        "Option": option,
        "OptionSide": replace(
            option,
            name=("选项（并排）", "Option Side by Side"),
            base="Option",
            left=LETTER,
            level=None,
        ),
        "Left": Look(name=("配对", "Matching"), left=_SIDE, hang=_SIDE, level=(3, 0)),
        "Answer": Look(
            name=("作答", "Answer"), before=8, left=NUMBER, stops=((230, "left", "underscore"),)
        ),
        "AnswerLine": Look(name=("作答线", "Answer Line"), before=11, left=NUMBER, stops=(line,)),
        "Told": Look(
            name=("解析", "Explanation"), size=9, line=14, left=_TOLD + _LABEL, hang=_LABEL
        ),
        "Aside": Look(
            name=("解析旁注", "Aside"), base="Told", size=9, line=14, left=_TOLD + _LABEL
        ),
        "TableTitle": Look(
            name=("表题", "Table Title"), size=11, sans=True, before=14, after=4, keep=True
        ),
        "Cell": Look(name=("表格文字", "Table Text"), size=9.5, line=13),
        "CellMiddle": Look(
            name=("表格文字（居中）", "Table Text Centred"), base="Cell", size=9.5, centre=True
        ),
        "CellHead": Look(
            name=("表头", "Table Head"), base="Cell", size=9.5, sans=True, centre=True
        ),
        "Bubbles": Look(name=("填涂", "Bubbles"), size=10, sans=True, line=16, left=24, hang=24),
        "Write": Look(name=("填写", "Write-in"), before=9, left=24, hang=24),
        "Space": Look(name=("间隔", "Space"), size=2, line=4),
        "Alone": Look(name=("说明", "Note"), size=9, before=14, centre=True),
        "Footer": Look(
            name=("footer", "footer"),
            size=foot,
            edges=("top",),
            stops=((page / 2, "center", "none"), (page, "right", "none")),
        ),
        "Header": Look(name=("header", "header"), size=8.5),
        "SealBlanks": Look(
            name=("密封线填写栏", "Seal Blanks"), size=SIZE, line=14, centre=True, fixed=True
        ),
        "SealLine": Look(
            name=("密封线", "Seal"), size=SEAL, line=11, sans=True, centre=True, fixed=True
        ),
        "SealNote": Look(
            name=("密封线说明", "Seal Note"), size=8, line=10, centre=True, fixed=True
        ),
    }


def fill_styles(root: Any, paper: Paper, made: Mapping[str, Look]) -> None:
    """Put our styles, and no others, into the styles part of a document."""
    emptied(root)
    scale, english = paper.layout.scale, int(paper.lang != "zh")
    body = SANS if paper.layout.large else SERIF
    root.append(
        tag(
            "docDefaults",
            tag(
                "rPrDefault",
                tag(
                    "rPr",
                    _fonts(body),
                    *_sizes(SIZE * scale),
                    tag("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
                ),
            ),
            tag(
                "pPrDefault",
                tag(
                    "pPr",
                    tag("widowControl"),
                    tag("spacing", line=twips(_LINE * scale), lineRule="atLeast"),
                ),
            ),
        )
    )
    root.append(
        tag(
            "style",
            tag("name", val="Normal"),
            tag("qFormat"),
            type="paragraph",
            default=1,
            styleId="Normal",
        )
    )
    for identity, look in made.items():
        root.append(_style(identity, look, scale, english))
    root.extend(_characters(body, english))
    root.extend(_tables(english))


def _style(identity: str, look: Look, enlarged: float, english: int) -> Any:
    scale = 1.0 if look.fixed else enlarged

    def far(points: float) -> int:
        return twips(points * scale)

    stops = [tag("tab", val=side, leader=lead, pos=far(at)) for at, side, lead in look.stops]
    level = look.level
    form = tag(
        "pPr",
        tag("keepNext") if look.keep else None,
        tag("keepLines"),
        tag("numPr", tag("ilvl", val=level[1]), tag("numId", val=level[0])) if level else None,
        _borders(look),
        tag("shd", val="clear", color="auto", fill=look.shade) if look.shade else None,
        tag("tabs", *stops) if stops else None,
        _spacing(far(look.before), far(look.after), far(look.line)),
        tag("ind", left=far(look.left), right=far(look.right), hanging=far(look.hang)),
        tag("jc", val="center") if look.centre else None,
        tag("outlineLvl", val=0) if look.outline else None,
    )
    text = tag(
        "rPr",
        _fonts(SANS) if look.sans else None,
        *(_sizes(look.size * scale) if look.size else ()),
    )
    name = look.name[english]
    return tag(
        "style",
        tag("name", val=name),
        tag("basedOn", val=look.base),
        tag("qFormat"),
        form,
        text if len(text) else None,
        type="paragraph",
        styleId=identity,
        **({} if name in {"Title", "Subtitle", "footer", "header"} else {"customStyle": 1}),
    )


def _spacing(before: int, after: int, line: int) -> Any:
    if not line:
        return tag("spacing", before=before, after=after)
    return tag("spacing", before=before, after=after, line=line, lineRule="atLeast")


def _borders(look: Look) -> Any:
    if not look.edges:
        return None
    colour, space = (look.shade, 4) if look.shade else ("999999", 3)
    sides = (tag(edge, val="single", sz=4, space=space, color=colour) for edge in look.edges)
    return tag("pBdr", *sides)


def _characters(body: str, english: int) -> Iterator[Any]:
    quiet, good = tag("color", val="0A6B2D"), tag("u", val="single")
    styles = (
        ("Stressed", ("着重", "Stressed"), (_fonts(SANS), tag("u", val="single"))),
        ("Gap", ("填空", "Gap"), (_fonts(body), good)),
        ("Right", ("正确选项", "Right Option"), (quiet,)),
        ("Dotted", ("密封线虚线", "Seal Dots"), (tag("u", val="dotted"),)),
        ("Label", ("标签", "Label"), (_fonts(SANS),)),
    )
    for identity, names, form in styles:
        yield tag(
            "style",
            tag("name", val=names[english]),
            tag("qFormat"),
            tag("rPr", *form),
            type="character",
            customStyle=1,
            styleId=identity,
        )


def _tables(english: int) -> Iterator[Any]:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    edges = tag(
        "tblBorders", *(tag(side, val="single", sz=4, space=0, color="808080") for side in sides)
    )
    for identity, names, borders, room in (
        ("Grid", ("表格", "Grid"), edges, twips(CELL)),
        ("Columns", ("分栏选项", "Columns"), None, 0),
    ):
        margins = tag(
            "tblCellMar",
            tag("top", w=room // 2, type="dxa"),
            tag("left", w=room, type="dxa"),
            tag("bottom", w=room // 2, type="dxa"),
            tag("right", w=max(room, 40), type="dxa"),
        )
        yield tag(
            "style",
            tag("name", val=names[english]),
            tag("tblPr", tag("tblInd", w=0, type="dxa"), borders, margins),
            *((tag("tcPr", tag("vAlign", val="center")),) if borders is not None else ()),
            type="table",
            customStyle=1,
            styleId=identity,
        )


def _fonts(east: str) -> Any:
    latin = _LATIN[east]
    return tag("rFonts", ascii=latin, hAnsi=latin, eastAsia=east, cs=latin)


def _sizes(points: float) -> tuple[Any, Any]:
    half = round(points * 2)
    return tag("sz", val=half), tag("szCs", val=half)
