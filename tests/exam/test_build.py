"""Building and verifying an exam on disk."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from exam.hands import AS_OF, BLUEPRINT, SEED, build, write_exam
from kaoka.errors import BlueprintError, ExamError, FormatError
from kaoka.jobs.build_exam import Order, build_exam
from kaoka.jobs.verify_exam import verify_exam


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exam with forms A and B, its folder `out`."""
    folder = tmp_path_factory.mktemp("exam")
    build(write_exam(folder), folder / "out")
    return folder


@pytest.fixture
def exam(made: Path, tmp_path: Path) -> Path:
    """A copy of the exam that a test may spoil."""
    shutil.copytree(made, tmp_path / "exam")
    return tmp_path / "exam"


def manifest(folder: Path) -> dict[str, Any]:
    """The private manifest."""
    found: dict[str, Any] = json.loads((folder / "private/manifest.json").read_text("utf-8"))
    return found


def test_public_and_private_files(made: Path) -> None:
    out = made / "out"
    papers = {
        f"{form}{end}.{kind}" for form in "AB" for end in ("", "-sheet") for kind in ("pdf", "html")
    }
    assert {path.name for path in (out / "papers").iterdir()} == papers
    private = {path.name: path for path in (out / "private").iterdir()}
    assert set(private) == {
        *(f"{form}-{page}.pdf" for form in "AB" for page in ("key", "solutions")),
        "key.csv",
        "manifest.json",
        "record.jsonl",
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in private.values()} == {0o600}
    assert stat.S_IMODE((out / "private").stat().st_mode) == 0o700
    assert not list(made.glob(".out*"))


@pytest.mark.parametrize(
    ("formats", "private"),
    [(("html",), {"txt"}), (("html", "txt"), {"txt"}), (("docx", "html"), {"docx"})],
)
def test_no_answer_goes_into_a_web_page(
    formats: tuple[str, ...], private: set[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(write_exam(tmp_path), out, forms=1, formats=formats)
    kept = {path.suffix[1:] for path in (out / "private").glob("A-*")}
    assert kept == private
    assert {path.suffix[1:] for path in (out / "papers").iterdir()} == set(formats)


def test_key_csv(made: Path) -> None:
    with (made / "out/private/key.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["form", "number", "type", "answer", "points", "item", "question"]
    form = [row for row in rows if row["form"] == "A"]
    assert [row["number"] for row in form] == [str(n) for n in range(1, 18)]
    answers = {row["question"].partition("#")[0]: row["answer"] for row in form}
    assert answers["hidden.truth"] == "A"
    assert answers["hidden.fill"] == "30日|10日"
    assert answers["hidden.numeric"] == "2小时"
    assert re.fullmatch("[A-D]{4}", answers["hidden.order"])
    assert re.fullmatch("1[ABC]2[ABC]3[ABC]", answers["hidden.match"])
    assert sum(float(row["points"]) for row in form) == pytest.approx(50)


def pdf(path: Path) -> Any:
    """Open a PDF."""
    return pymupdf.open(path)  # type: ignore[no-untyped-call]  # pymupdf has no stubs


def plain_bytes(path: Path) -> Iterator[bytes]:
    """All bytes of a file; of a PDF its streams unpacked, its text and its metadata too."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".pdf":
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                yield stream
        with pdf(path) as document:
            yield json.dumps(document.metadata).encode()
            yield "".join(page.get_text() for page in document).encode()
            yield document.get_xml_metadata().encode()


def leaks(folder: Path) -> set[str]:
    """The secrets that stand in a public byte."""
    whole = manifest(folder)
    secrets = {str(whole["seed"]), SEED.hex(), "hidden.", "explanation", "缺一不可", "才能给出替代"}
    secrets |= {"30日", "三十日", "origins", "✓", "★"}
    found = set()
    for path in (folder / "papers").iterdir():
        for data in plain_bytes(path):
            found |= {secret for secret in secrets if secret.encode() in data}
    return found


def test_no_public_byte_tells_the_key(made: Path) -> None:
    assert leaks(made / "out") == set()


@pytest.mark.parametrize("secret", ["hidden.single-10#ask", SEED.hex(), "30日"])
def test_a_planted_leak_is_found(exam: Path, secret: str) -> None:
    with (exam / "out/papers/A.html").open("a", encoding="utf-8") as page:
        page.write(f"<!-- {secret} -->")
    assert leaks(exam / "out")


def test_pages_show_every_question_whole(made: Path) -> None:
    with pdf(made / "out/papers/A.pdf") as document:
        pages = [page.get_text() for page in document]
    text = "".join(pages)
    for number in range(1, 18):
        assert re.search(rf"(?m)^{number}\.\s", text)
    (code,) = {found for page in pages for found in re.findall("校验码 (\\S{9})", page)}
    assert manifest(made / "out")["forms"][0]["code"] == code
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 共 {len(pages)} 页" in page.replace("  ", " ")


def test_fonts_are_serif_text_and_sans_headings(made: Path) -> None:
    with pdf(made / "out/papers/A.pdf") as document:
        spans = [
            span
            for block in document[0].get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        ]
    heads = {span["font"] for span in spans if "单项选择题" in span["text"]}
    stems = {span["font"] for span in spans if "客户来电" in span["text"]}
    assert heads == {"NotoSansSC-Regular"}
    assert stems == {"NotoSerifSC-Regular"}


def test_same_input_same_bytes_wherever_it_is_built(made: Path, tmp_path: Path) -> None:
    """Another process, folder, time zone, locale and hash seed."""
    path = write_exam(tmp_path / "elsewhere")
    program = (
        "import sys; from pathlib import Path; from datetime import date;"
        "from kaoka.jobs.build_exam import Order, build_exam;"
        "build_exam(Order(Path(sys.argv[1]), Path(sys.argv[2]), date(2026, 11, 24), 2, bytes(range(16))))"
    )
    env = os.environ | {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4711"}
    subprocess.run(
        [sys.executable, "-c", program, str(path), str(tmp_path / "out")], env=env, check=True
    )
    files = sorted(p.relative_to(made / "out") for p in (made / "out").rglob("*") if p.is_file())
    assert files
    for name in files:
        if name.name == "record.jsonl":  # it tells the time
            continue
        first, second = (made / "out" / name).read_bytes(), (tmp_path / "out" / name).read_bytes()
        assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest(), name


def test_one_more_form_leaves_the_others_alone(exam: Path) -> None:
    before = {path: path.read_bytes() for path in (exam / "out").rglob("[AB]*.*")}
    built = build(exam / "exams/small.yaml", exam / "out", forms=3, seed=None)
    assert [name for name, _ in built.codes] == ["A", "B", "C"]
    assert before
    assert {path: path.read_bytes() for path in before} == before
    assert verify_exam(exam / "out", str(exam / "bank")).problems == ()


def test_other_exams_and_changed_forms_are_refused(exam: Path) -> None:
    out, path = exam / "out", exam / "exams/small.yaml"
    before = {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}
    with pytest.raises(ExamError, match="seed_differs"):
        build(path, out, seed=bytes(16))
    path.write_text(BLUEPRINT.replace("count: 8, points: 2", "count: 7, points: 2"), "utf-8")
    with pytest.raises(ExamError, match="forms_would_change"):
        build(path, out)
    path.write_text(BLUEPRINT.replace("small-cert", "other"), "utf-8")
    with pytest.raises(ExamError, match="out_holds_other"):
        build(path, out)
    (exam / "stuff").mkdir()
    (exam / "stuff/notes.txt").write_text("x")
    with pytest.raises(ExamError, match="out_not_empty"):
        build(path, exam / "stuff")
    assert {file: file.read_bytes() for file in out.rglob("*") if file.is_file()} == before
    assert not list(exam.glob(".*"))


def test_verify_names_what_was_changed(exam: Path) -> None:
    out, bank = exam / "out", str(exam / "bank")
    assert verify_exam(out, bank).problems == ()
    assert verify_exam(out / "papers/A.pdf").problems == ()
    (out / "papers/A.pdf").write_bytes((out / "papers/B.pdf").read_bytes())
    (out / "private/B-key.pdf").unlink()
    (out / "papers/X.pdf").write_bytes(b"%PDF")
    found = {(Path(p.file).name, p.code) for p in verify_exam(out, bank).problems}
    assert found == {
        ("A.pdf", "file_changed"),
        ("B-key.pdf", "file_missing"),
        ("X.pdf", "file_unknown"),
    }
    assert [p.code for p in verify_exam(out / "papers/A.pdf").problems] == ["file_changed"]


def test_an_edited_bank_is_no_fault(exam: Path) -> None:
    items = exam / "bank/items/a.yaml"
    items.write_text(items.read_text("utf-8").replace("改天再来", "明天再来"), "utf-8")
    verdict = verify_exam(exam / "out", str(exam / "bank"))
    assert (verdict.problems, [note.code for note in verdict.notes]) == ((), ["bank_edited"])


@pytest.mark.parametrize("old", ['"seed": "00', '"answer":"A"', '"points":"2"', '"format"'])
def test_an_edited_manifest_is_found(exam: Path, old: str) -> None:
    path = exam / "out/private/manifest.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(
        text.replace(
            old,
            old.replace("A", "C").replace("2", "3").replace("00", "11").replace("format", "formed"),
            1,
        ),
        "utf-8",
    )
    with pytest.raises(ExamError, match="manifest_damaged"):
        verify_exam(exam / "out", str(exam / "bank"))


def test_a_character_without_a_glyph_names_its_question(tmp_path: Path) -> None:
    path = write_exam(tmp_path)
    items = tmp_path / "bank/items/a.yaml"
    items.write_text(items.read_text("utf-8").replace("情形复杂的", "情形复杂的𓀀"), "utf-8")
    with pytest.raises(FormatError) as caught:
        build(path, tmp_path / "out")
    assert caught.value.values == {
        "question": "hidden.fill#ask",
        "character": "𓀀",
        "code": "U+13000",
    }
    assert not (tmp_path / "out").exists()


BROKEN = [
    ("count: 8", "count: 0", "7"),
    ("points: 2}", "points: 0}", "7"),
    ("pass: 60", "pass: 160", "5"),
    ("minutes: 30", "minutes: soon", "4"),
    ("id: small-cert", "idd: x\nid: small-cert", "1"),
    ("max: 3", "max: 0", "16"),
    ("{tag: 红线}\n", "{colour: 红线}\n", "17"),
    ("type: single,", "type: singel,", "7"),
    ("small-cert", "Small Cert", "1"),
]


@pytest.mark.parametrize(("old", "new", "line"), BROKEN)
def test_a_broken_blueprint_names_its_line(tmp_path: Path, old: str, new: str, line: str) -> None:
    path = write_exam(tmp_path, BLUEPRINT.replace(old, new, 1))
    with pytest.raises(BlueprintError, match="blueprint_broken") as caught:
        build_exam(Order(path, tmp_path / "out", AS_OF))
    assert caught.value.values["line"] == line
    assert "{" not in caught.value.values["reason"]


def test_a_missing_blueprint(tmp_path: Path) -> None:
    with pytest.raises(BlueprintError, match="blueprint_missing"):
        build(tmp_path / "no.yaml", tmp_path / "out")


@pytest.mark.parametrize("formats", [("html",), ("pdf",)])
def test_the_build_itself_refuses_a_leak(tmp_path: Path, formats: tuple[str, ...]) -> None:
    """A planted id: visible in HTML; in a PDF, in the title of its metadata."""
    path = write_exam(tmp_path, BLUEPRINT.replace("小认证", "小认证 hidden.truth"))
    with pytest.raises(ExamError, match="leak") as caught:
        build(path, tmp_path / "out", formats=formats)
    assert caught.value.values["found"] == "hidden.truth"
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"bad\xff")
    built = build(write_exam(folder), folder / "out", forms=1, formats=("html",))
    assert verify_exam(built.folder, str(folder / "bank")).problems == ()
    assert (folder / "out/private/record.jsonl").read_text("utf-8").count("\n") == 1
