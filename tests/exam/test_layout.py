"""Layouts: paper sizes, sealed margin, large print, standards of the PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import pymupdf
import pypdf
import pytest
from docx.oxml import parse_xml

from exam.hands import BLUEPRINT, build, write_exam
from kaoka.exam.layout import Layout
from kaoka.exam.paper import Seal
from kaoka.formats.page.html_seal import seal_style
from kaoka.jobs.verify_exam import verify_exam

FORMATS = ("pdf", "html", "docx")
A4, A3 = (595, 842), (1191, 842)


def printed(folder: Path, layout: str) -> Path:
    """The folder of an exam with a layout."""
    path = write_exam(folder, BLUEPRINT + f"layout: {layout}\n")
    build(path, folder / "out", forms=1, formats=FORMATS)
    return folder / "out"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A3, sealed, with large print, by the standards."""
    folder = tmp_path_factory.mktemp("sealed")
    return printed(folder, "{paper: a3, seal: true, large: true, pdf: [ua-1, a-2a]}")


def pages(path: Path) -> Any:
    """The pages of a PDF."""
    return pymupdf.open(path)  # type: ignore[no-untyped-call]


def size(path: Path) -> tuple[int, int]:
    """Width and height of the first page, in points."""
    rect = pages(path)[0].rect
    return round(rect.width), round(rect.height)


def words(path: Path, page: int = 0) -> dict[str, tuple[float, float]]:
    """Where each word of a page begins."""
    return {word[4]: (word[0], word[1]) for word in pages(path)[page].get_text("words")}


@pytest.mark.parametrize(
    ("layout", "line"),
    [
        (Layout(), 43),
        (Layout(seal=True), 41),
        (Layout(paper="a3"), 45),
        (Layout(paper="a3", seal=True), 44),
        (Layout(large=True), 28),
    ],
)
def test_lines_fit_their_column(layout: Layout, line: int) -> None:
    assert layout.line == line


def test_the_usual_layout_leaves_bytes_alone(tmp_path: Path) -> None:
    plain = write_exam(tmp_path / "plain")
    build(plain, tmp_path / "plain/out", forms=1, formats=FORMATS)
    stated = printed(tmp_path / "stated", "{paper: a4, seal: false}")
    for path in (tmp_path / "plain/out/papers").iterdir():
        assert (stated / "papers" / path.name).read_bytes() == path.read_bytes()


def test_sizes(sealed: Path) -> None:
    papers = sealed / "papers"
    sizes = {path.name: size(path) for path in papers.glob("*.pdf")}
    assert sizes == {
        "A.pdf": A3,
        "A-sheet.pdf": A4,
        "A-large.pdf": A4,
        "A-large-sheet.pdf": A4,
    }
    assert verify_exam(sealed).problems == ()
    assert "size: A3 landscape" in (papers / "A.html").read_text("utf-8")
    section: Any = docx.Document(str(papers / "A.docx")).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (420, 297)


def test_the_sealed_margin_holds_name_and_number(sealed: Path) -> None:
    paper = sealed / "papers/A.pdf"
    front = words(paper)
    edge = 35 / 25.4 * 72
    for label in ("姓名", "编号", "密", "封", "线"):
        assert front[label][0] < edge
    assert min(at for word, (at, _) in front.items() if word.startswith("小认证")) > edge
    assert "姓名" in (sealed / "papers/A.html").read_text("utf-8")
    assert "姓名" in words(sealed / "papers/A-sheet.pdf")
    large = sealed / "papers/A-large.pdf"
    assert "姓名" in words(large)
    assert "姓名" not in words(large, 1)


def strips(page: Any, edge: float) -> list[Any]:
    """What is drawn wholly left of an edge, in mm: the rectangles."""
    far = edge / 25.4 * 72
    return [one["rect"] for one in page.get_drawings() if one["rect"].x1 < far]


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
def test_a_browser_prints_the_seal_into_the_margin_of_odd_pages(
    sealed: Path, tmp_path: Path
) -> None:
    made = tmp_path / "a.pdf"
    subprocess.run(
        [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--print-to-pdf={made}",
            str(sealed / "papers/A-large.html"),
        ],
        check=True,
        capture_output=True,
    )
    printed = pages(made)
    assert len(printed) > 2
    for number, page in enumerate(printed, 1):
        texts = {word[4] for word in page.get_text("words", clip=(0, 0, 34 / 25.4 * 72, 842))}
        odd = number % 2 == 1
        assert ({"姓名", "编号", "密", "封", "线"} <= texts) is odd
        assert bool(strips(page, 34)) is odd
    (name,) = (word for word in printed[0].get_text("words") if word[4] == "姓名")
    assert name[2] - name[0] < name[3] - name[1]


def test_a_name_cannot_break_out_of_the_drawn_seal() -> None:
    name = 'O\'Brien "x" <b>&\\ 100% #1'
    seal = Seal(blanks=(("Name", name),), marks=("SEALED",), note="no answers")
    style = seal_style(seal, Layout(seal=True))
    found = re.search(r'url\("data:image/svg\+xml,([^"\\#]*)"\)', style)
    assert found
    drawn = parse_xml(unquote(found[1]))
    assert [one.text for one in drawn.iter("{*}text")] == ["Name", name, "SEALED", "no answers"]


def test_large_print_is_large(sealed: Path) -> None:
    spans = [
        span
        for page in pages(sealed / "papers/A-large.pdf")
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if "客服首先" in span["text"]
    ]
    assert spans
    assert {(round(span["size"], 1), span["font"]) for span in spans} == {
        (16.0, "NotoSansSC-Regular")
    }


STANDARDS: dict[str, dict[str, str]] = {
    "ua-1": {"pdfuaid:part": "1"},
    **{
        f"a-{part}{level}": {"pdfaid:part": part, "pdfaid:conformance": level.upper()}
        for part in "23"
        for level in "abu"
    },
}


@pytest.mark.parametrize("standards", [*([one] for one in STANDARDS), ["ua-1", "a-2a"]])
def test_standards(standards: list[str], tmp_path: Path) -> None:
    path = write_exam(tmp_path, BLUEPRINT + f"layout: {{large: true, pdf: {standards}}}\n")
    build(path, tmp_path / "out", forms=1, formats=("pdf",))
    told = {key: value for one in standards for key, value in STANDARDS[one].items()}
    made = {path.name for path in (tmp_path / "out").rglob("*.pdf")}
    assert made == {
        f"A{end}.pdf" for end in ("", "-sheet", "-large", "-large-sheet", "-key", "-solutions")
    }
    for path in (tmp_path / "out").rglob("*.pdf"):
        root: Any = pypdf.PdfReader(path).trailer["/Root"]
        data = root["/Metadata"].get_data().decode()
        assert dict(re.findall(r"<(pdf(?:ua|a)id:\w+)>([^<]*)<", data)) == told
        assert "小认证" in data
        assert root["/Lang"] == "zh-CN"
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        if "ua-1" in standards:
            assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert ("/OutputIntents" in root) is any(one.startswith("a-") for one in standards)


def test_twice_the_same_bytes(sealed: Path, tmp_path: Path) -> None:
    layout = "{paper: a3, seal: true, large: true, pdf: [ua-1, a-2a]}"
    again = printed(tmp_path, layout)
    for path in sealed.rglob("A*.*"):
        assert (again / path.relative_to(sealed)).read_bytes() == path.read_bytes()
