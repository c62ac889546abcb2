"""DOCX pages: what Word numbers and styles itself, page fields, the same bytes, no leak."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from exam.hands import BLUEPRINT, build, write_exam
from kaoka.errors import ExamError
from kaoka.exam.layout import Layout
from kaoka.exam.paper import Ask, Choice, Paper, Run, Seal
from kaoka.formats.page.docx import DocxWriter
from kaoka.formats.page.docx_wrap import crowded

STYLES = {
    "Title",
    "大题",
    "大题说明",
    "题干",
    "选项（并排）",
    "材料",
    "配对",
    "作答线",
    "考生须知",
    "说明",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exam as DOCX."""
    folder = tmp_path_factory.mktemp("docx")
    notice = BLUEPRINT.replace("minutes: 30", "minutes: 30\nnotice: [闭卷。, 关机。]")
    build(write_exam(folder, notice), folder / "out", formats=("docx",))
    return folder / "out"


def opened(path: Path | bytes) -> Any:
    """A document of python-docx."""
    return docx.Document(io.BytesIO(path if isinstance(path, bytes) else path.read_bytes()))


def parts(path: Path) -> dict[str, bytes]:
    """The members of a document."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def value(element: Any, path: str) -> str | None:
    """The value of the element at a path of tags."""
    for step in path.split("/"):
        element = None if element is None else element.find(qn(f"w:{step}"))
    return None if element is None else str(element.get(qn("w:val")))


def paragraphs(document: Any) -> Iterator[Any]:
    """All paragraphs, those of tables too, in the order of the page."""
    yield from document.element.body.iter(qn("w:p"))


def text(paragraph: Any) -> str:
    """The words of a paragraph."""
    marks = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    shown = paragraph.iter(qn("w:t"), *marks)
    return "".join(marks.get(one.tag, one.text or "") for one in shown)


def lists(document: Any) -> tuple[dict[str, str], dict[str, tuple[str, int]], dict[str, int]]:
    """List by its instance, list and level by style, start by restarted instance."""
    root = document.part.numbering_part.element
    of = {num.get(qn("w:numId")): value(num, "abstractNumId") or "" for num in root.num_lst}
    styles = {
        value(level, "pStyle") or "": (
            one.get(qn("w:abstractNumId")),
            int(level.get(qn("w:ilvl"))),
        )
        for one in root.iterchildren(qn("w:abstractNum"))
        for level in one.iterchildren(qn("w:lvl"))
    }
    starts = {
        num.get(qn("w:numId")): int(value(num, "lvlOverride/startOverride") or 0)
        for num in root.num_lst
        if num.find(qn("w:lvlOverride")) is not None
    }
    return of, styles, starts


def printed(document: Any) -> list[tuple[str, str, str]]:
    """Style, number as Word counts it, and words of each paragraph (ECMA-376, 17.9)."""
    of, styles, starts = lists(document)
    bases = {style.style_id: value(style.element, "basedOn") for style in document.styles}
    counts: Counter[tuple[str, int]] = Counter()
    seen: set[str] = set()
    found = []
    for paragraph in paragraphs(document):
        style = base = value(paragraph, "pPr/pStyle") or ""
        while base and base not in styles:
            base = bases[base] or ""
        number = ""
        if base in styles:
            which, level = styles[base]
            direct = value(paragraph, "pPr/numPr/numId")
            if direct in starts and direct not in seen:
                assert of[direct] == which
                seen.add(direct)
                counts[which, level] = starts[direct] - 1
            counts[which, level] += 1
            for deeper in range(level + 1, 9):
                counts[which, deeper] = 0
            count = counts[which, level]
            number = "ABCDEFGHIJ"[count - 1] if level else str(count)
        found.append((style, number, text(paragraph)))
    return found


def asked(rows: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, dict[str, str]]]:
    """Number, words and lettered options of each question."""
    found: list[tuple[str, str, dict[str, str]]] = []
    for style, number, words in rows:
        if style == "Stem":
            found.append((number, words, {}))
        elif style in {"Option", "OptionSide"}:
            assert number not in found[-1][2]
            found[-1][2][number] = words.removeprefix("✓ ")
    return found


def keyed(folder: Path, form: str) -> list[dict[str, Any]]:
    """The questions of a form, as its manifest has them."""
    manifest = json.loads((folder / "private/manifest.json").read_text("utf-8"))
    (found,) = (one for one in manifest["forms"] if one["name"] == form)
    wholes = [one for section in found["sections"] for one in section["questions"]]
    return [part for whole in wholes for part in whole.get("parts", (whole,))]


@pytest.mark.parametrize("form", ["A", "B"])
@pytest.mark.parametrize("page", ["papers/{}.docx", "private/{}-solutions.docx"])
def test_word_counts_as_the_key_does(made: Path, form: str, page: str) -> None:
    shown = asked(printed(opened(made / page.format(form))))
    for (number, words, options), key in zip(shown, keyed(made, form), strict=True):
        assert number == str(key["number"])
        assert key["stem"].partition("____")[0] in words.replace("\n", "").replace("★", "")
        lettered = [] if key["type"] == "true_false" else key.get("options", [])
        assert options == dict(zip("ABCDEFG", lettered, strict=False))
    with (made / "private/key.csv").open(encoding="utf-8", newline="") as file:
        numbers = [row["number"] for row in csv.DictReader(file) if row["form"] == form]
    assert [number for number, _, _ in shown] == numbers


def test_a_question_put_in_or_taken_out_renumbers_the_rest(made: Path) -> None:
    document = opened(made / "papers/A.docx")
    before = asked(printed(document))
    stems = [one for one in paragraphs(document) if value(one, "pPr/pStyle") == "Stem"]
    new = deepcopy(stems[2])
    stems[2].addprevious(new)
    option = deepcopy(
        next(one for one in paragraphs(document) if "Option" in str(value(one, "pPr/pStyle")))
    )
    new.addnext(option)
    after = asked(printed(document))
    assert [number for number, _, _ in after] == [str(n) for n in range(1, len(before) + 2)]
    assert after[2][2].keys() == {"A"}
    assert [one[2] for one in after[3:]] == [one[2] for one in before[2:]]
    new.getparent().remove(new)
    option.getparent().remove(option)
    assert asked(printed(document)) == before


def test_the_left_of_a_matching_counts_from_one(made: Path) -> None:
    left = [row for row in printed(opened(made / "papers/A.docx")) if row[0] == "Left"]
    assert [number for _, number, _ in left] == ["1", "2", "3"]
    assert {words for *_, words in left} == {"重疾险", "医疗险", "意外险"}


def paper(*numbers: int, **more: Any) -> Paper:
    """A paper of questions with these numbers."""
    given: dict[str, Any] = {"stem": (Run("问"),)} | more
    blocks = tuple(Ask(number=number, **given) for number in numbers)
    return Paper(
        title="卷",
        lang="zh",
        foot="卷",
        code="",
        page="{page}/{pages}",
        brackets=("（", "）"),
        blocks=blocks,
    )


def test_numbers_are_those_of_the_paper_wherever_it_begins() -> None:
    shown = printed(opened(DocxWriter().write(paper(7, 8, 11, 12))))
    assert [number for style, number, _ in shown if style == "Stem"] == ["7", "8", "11", "12"]


@pytest.mark.parametrize("columns", [1, 2, 4, 5])
def test_options_side_by_side_are_lettered_along_the_rows(columns: int) -> None:
    choices = tuple(Choice(letter=letter, text=f"选{letter}") for letter in "ABCDE")
    document = opened(DocxWriter().write(paper(1, choices=choices, columns=columns)))
    ((_, _, options),) = asked(printed(document))
    assert options == {letter: f"选{letter}" for letter in "ABCDE"}
    rows = [len(row.cells) for table in document.tables for row in table.rows]
    assert len(rows) == (0 if columns == 1 else -(-5 // columns))


def test_styles_alone_make_the_look(made: Path) -> None:
    document = opened(made / "papers/A.docx")
    names = {style.style_id: style.name for style in document.styles}
    used = {value(one, "pPr/pStyle") for one in paragraphs(document)}
    assert {names[str(one)] for one in used} >= STYLES
    for run in document.element.body.iter(qn("w:r")):
        form = run.find(qn("w:rPr"))
        for one in () if form is None else form:
            hint = one.tag == qn("w:rFonts") and set(one.attrib) == {qn("w:hint")}
            assert hint or one.tag == qn("w:rStyle")
            assert hint or one.get(qn("w:val")) in names
    fonts = {
        name: value_of(document, name, "rFonts", "eastAsia") for name in ("Title", "Part", "Stem")
    }
    assert fonts == {"Title": "SimHei", "Part": "SimHei", "Stem": None}
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:rFonts"))).get(qn("w:eastAsia")) == "SimSun"
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:eastAsia")) == "zh-CN"
    assert next(defaults.iter(qn("w:widowControl"))) is not None


def value_of(document: Any, style: str, tag: str, attribute: str) -> str | None:
    """An attribute of an element of a style."""
    (element,) = (one.element for one in document.styles if one.style_id == style)
    found = next(element.iter(qn(f"w:{tag}")), None)
    return None if found is None else str(found.get(qn(f"w:{attribute}")))


def test_an_english_paper_has_english_styles() -> None:
    english = replace(paper(1), lang="en")
    names = {style.name for style in opened(DocxWriter().write(english)).styles}
    assert {"Stem", "Option", "Part", "Story"} <= names
    assert not {"题干", "选项"} & names


def test_nothing_is_left_alone_at_the_foot(made: Path) -> None:
    """All but the last paragraph of a question, heads and stories keep with what follows."""
    document = opened(made / "papers/A.docx")
    keeps = {
        style.style_id
        for style in document.styles
        if style.element.find(f".//{qn('w:keepNext')}") is not None
    }
    rows = [
        (str(value(one, "pPr/pStyle")), one.find(f"./{qn('w:pPr')}/{qn('w:keepNext')}") is not None)
        for one in paragraphs(document)
    ]
    assert {"Title", "Part", "PartNote", "Story"} <= keeps
    inside = {"Option", "OptionSide", "Left", "AnswerLine", "Answer"}
    for (style, kept), (after, _) in pairwise(rows):
        if style in {"Stem", "Option", "Answer", "AnswerLine"} and after in inside:
            assert kept
        if after == "Alone":
            assert kept
    for table in document.tables:
        for row in table.rows:
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None  # noqa: SLF001  # no other way to it


def test_every_part_is_whole(made: Path) -> None:
    for path in made.rglob("*.docx"):
        members = parts(path)
        for name, data in members.items():
            if name.endswith((".xml", ".rels")):
                assert parse_xml(data) is not None
        assert not {
            name for name in members if "Effects" in name or "custom" in name or "thumb" in name
        }
        document = opened(path)
        styles = {style.style_id for style in document.styles}
        of, _, _ = lists(document)
        for one in document.element.body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle")):
            assert one.get(qn("w:val")) in styles
        for one in document.element.body.iter(qn("w:numId")):
            assert one.get(qn("w:val")) in of
        body = document.element.body
        assert body[-1].tag == qn("w:sectPr")
        assert body[-2].tag == qn("w:p")
        assert all(not left.tag == right.tag == qn("w:tbl") for left, right in pairwise(body))


def test_every_question_is_there(made: Path) -> None:
    shown = "\n".join(text(one) for one in paragraphs(opened(made / "papers/A.docx")))
    for words in (
        "一、单项选择题（每题 2 分，共 16 分）",
        "【材料】王女士",
        "姓名",
        "评卷人",
        "答：",
    ):
        assert words in shown
    sheet = "\n".join(text(one) for one in paragraphs(opened(made / "papers/A-sheet.docx")))
    assert "1\t[A] [B] [C] [D]\n2\t" in sheet
    solutions = "\n".join(
        text(one) for one in paragraphs(opened(made / "private/A-solutions.docx"))
    )
    assert "解析\t" in solutions
    assert "30日 | 10日" in "\n".join(
        text(one) for one in paragraphs(opened(made / "private/A-key.docx"))
    )


def test_the_foot_counts_pages(made: Path) -> None:
    with zipfile.ZipFile(made / "papers/A.docx") as package:
        foot = package.read("word/footer1.xml").decode()
        kinds = {info.compress_type for info in package.infolist()}
    assert foot.index("PAGE<") < foot.index("NUMPAGES<")
    assert "校验码" in foot
    assert kinds == {zipfile.ZIP_STORED}


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_the_seal_stands_in_the_margin_of_odd_pages(size: Any) -> None:
    seal = Seal(
        blanks=(("姓名", "王小明"), ("编号", "")), marks=("密", "封", "线"), note="线内勿答"
    )
    sealed = replace(paper(1), layout=Layout(paper=size, seal=True), seal=seal)
    document = opened(DocxWriter().write(sealed))
    (section,) = document.sections
    (table,) = section.header.tables
    words = [cell.text.strip("\u3000\u00a0") for cell in table.rows[0].cells]
    assert "王小明" in words[0]
    assert words[1].replace("\u3000", "") == "密封线"
    assert words[2] == "线内勿答"
    turned = [one.get(qn("w:val")) for one in table._tbl.iter(qn("w:textDirection"))]  # noqa: SLF001  # no other way to it
    assert turned == ["btLr"] * 3
    place = next(table._tbl.iter(qn("w:tblpPr")))  # noqa: SLF001  # no other way to it
    assert place.get(qn("w:horzAnchor")) == place.get(qn("w:vertAnchor")) == "page"
    assert not section.even_page_header.tables
    assert section.even_page_footer.paragraphs[0].text == section.footer.paragraphs[0].text
    settings = document.settings.element
    assert document.settings.odd_and_even_pages_header_footer
    assert settings.find(qn("w:mirrorMargins")) is not None
    assert section.left_margin > section.right_margin


def test_unsealed_papers_have_one_head(made: Path) -> None:
    document = opened(made / "papers/A.docx")
    assert not document.settings.odd_and_even_pages_header_footer
    assert document.sections[0].header.is_linked_to_previous


@pytest.mark.parametrize(
    ("count", "expected"),
    [(10, False), (34, False), (38, True), (40, True), (44, False), (76, True), (85, False)],
)
def test_a_line_too_full_for_a_bracket_is_known(count: int, expected: bool) -> None:  # noqa: FBT001  # a case
    assert crowded((Run("问" * count),), 40) is expected


def test_a_full_line_breaks_before_its_last_words() -> None:
    full = paper(1, stem=(Run("问" * 36),), tail=(Run("做什么？"),), bracket=True)
    shown = printed(opened(DocxWriter().write(full)))
    assert [words for style, _, words in shown if style == "Stem"] == [
        "问" * 36 + "\n做什么？\t（" + "\u00a0" * 6 + "）"
    ]


def test_twice_the_same_bytes(made: Path, tmp_path: Path) -> None:
    notice = BLUEPRINT.replace("minutes: 30", "minutes: 30\nnotice: [闭卷。, 关机。]")
    build(write_exam(tmp_path, notice), tmp_path / "out", formats=("docx",))
    for path in made.rglob("*.docx"):
        assert (tmp_path / "out" / path.relative_to(made)).read_bytes() == path.read_bytes()


def test_a_leak_in_its_parts_is_found(tmp_path: Path) -> None:
    path = write_exam(
        tmp_path, BLUEPRINT.replace("minutes: 30", "minutes: 30\nnotice: [见 hidden.fill]")
    )
    with pytest.raises(ExamError, match="leak"):
        build(path, tmp_path / "out", formats=("docx",))
