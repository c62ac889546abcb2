"""The QR code of answer sheets, read back from the pages by a real decoder."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
import zxingcpp

from exam.hands import build, write_exam
from exam.samples import SEED, every_type
from kaoka.exam.assemble import Drawing
from kaoka.exam.pool import pool
from kaoka.exam.sheet import scan
from kaoka.formats.page.qr import modules, svg


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exam in every format."""
    folder = tmp_path_factory.mktemp("qr")
    build(write_exam(folder), folder / "out", forms=1, formats=("pdf", "html", "docx"))
    return folder / "out/papers"


def read(data: bytes, kind: str) -> list[str]:
    """The QR codes on the first page of a document."""
    document: Any = pymupdf.open(stream=data, filetype=kind)  # type: ignore[no-untyped-call]
    drawn = document[0].get_pixmap(dpi=150, alpha=False)
    shape = (drawn.height, drawn.width, drawn.n)
    pixels = np.frombuffer(drawn.samples, dtype=np.uint8).reshape(shape)
    return [code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(pixels))]


def the_svg(page: str) -> bytes:
    """The picture on an HTML page."""
    return page[page.index("<svg") : page.index("</svg>") + 6].encode()


def test_every_format_bears_the_same_code(made: Path) -> None:
    (found,) = read((made / "A-sheet.pdf").read_bytes(), "pdf")
    code, exam, name = found.split(" ", 2)
    page = (made / "A-sheet.html").read_text("utf-8")
    assert (exam, name) == ("small-cert", "A")
    assert f"校验码 {code}" in page
    assert read(the_svg(page), "svg") == [found]
    with zipfile.ZipFile(made / "A-sheet.docx") as package:
        (picture,) = [name for name in package.namelist() if name.endswith(".png")]
        assert read(package.read(picture), "png") == [found]


def test_only_sheets_bear_one(made: Path) -> None:
    assert read((made / "A.pdf").read_bytes(), "pdf") == []
    assert "<svg" not in (made / "A.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["A", "王小明", "li si 07", "é–ß"])
def test_any_name_can_be_read(name: str) -> None:
    plan, questions = every_type()
    form = Drawing(plan, pool(plan, questions), SEED).form(name)
    picture = svg(modules(scan(form, "7K3M-9QXT")), "code")
    assert read(picture.encode(), "svg") == [f"7K3M-9QXT cert {name}"]


def test_pages_do_without_segno(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "segno", None)
    build(write_exam(tmp_path), tmp_path / "out", forms=1, formats=("pdf", "html", "docx"))
    papers = tmp_path / "out/papers"
    assert (papers / "A.pdf").read_bytes() == (made / "A.pdf").read_bytes()
    assert read((papers / "A-sheet.pdf").read_bytes(), "pdf") == []
    assert "校验码" in (papers / "A-sheet.html").read_text("utf-8")
