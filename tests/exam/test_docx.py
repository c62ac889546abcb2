"""DOCX pages: the same blocks, page fields, the same bytes twice, no leak."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from exam.hands import BLUEPRINT, build, write_exam
from kaoka.errors import ExamError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exam as DOCX."""
    folder = tmp_path_factory.mktemp("docx")
    build(write_exam(folder), folder / "out", formats=("docx",))
    return folder / "out"


def words(path: Path) -> str:
    """All words of a document, tables included."""
    document: Any = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))


def test_every_question_is_there(made: Path) -> None:
    paper = words(made / "papers/A.docx")
    for number in range(1, 18):
        assert f"\n{number}.\t" in paper
    for text in (
        "一、单项选择题（每题 2 分，共 16 分）",
        "【材料】王女士",
        "姓名",
        "评卷人",
        "答：",
        "E. ",
    ):
        assert text in paper
    assert "[A] [B] [C] [D]" in words(made / "papers/A-sheet.docx")
    assert "解析" in words(made / "private/A-solutions.docx")
    assert "30日 | 10日" in words(made / "private/A-key.docx")


def test_the_foot_counts_pages(made: Path) -> None:
    with zipfile.ZipFile(made / "papers/A.docx") as package:
        foot = package.read("word/footer1.xml").decode()
        kinds = {info.compress_type for info in package.infolist()}
    assert foot.index("PAGE<") < foot.index("NUMPAGES<")
    assert "校验码" in foot
    assert kinds == {zipfile.ZIP_STORED}


def test_twice_the_same_bytes(made: Path, tmp_path: Path) -> None:
    build(write_exam(tmp_path), tmp_path / "out", formats=("docx",))
    for path in made.rglob("*.docx"):
        assert (tmp_path / "out" / path.relative_to(made)).read_bytes() == path.read_bytes()


def test_questions_stay_whole(made: Path) -> None:
    document: Any = docx.Document(io.BytesIO((made / "papers/A.docx").read_bytes()))
    stems = [p for p in document.paragraphs if p.text.startswith("1.\t")]
    assert [p.paragraph_format.keep_with_next for p in stems] == [True]


def test_a_leak_in_its_parts_is_found(tmp_path: Path) -> None:
    path = write_exam(
        tmp_path, BLUEPRINT.replace("minutes: 30", "minutes: 30\nnotice: [见 hidden.fill]")
    )
    with pytest.raises(ExamError, match="leak"):
        build(path, tmp_path / "out", formats=("docx",))
