"""Swapping one question of a made form."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from exam.hands import BLUEPRINT, build, write_exam
from exam.test_commands import kaoka
from kaoka.errors import ExamError
from kaoka.exam.rank import ranker
from kaoka.jobs.record_exam import RECORD, recorded
from kaoka.jobs.swap_exam import Swapped, swap_exam
from kaoka.jobs.verify_exam import read_manifest, verify_exam


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exam with forms A and B as HTML."""
    folder = tmp_path_factory.mktemp("swap")
    build(write_exam(folder), folder / "out", formats=("html",))
    return folder


@pytest.fixture
def exam(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    shutil.copytree(made, tmp_path / "exam")
    return tmp_path / "exam"


def swap(exam: Path, form: str, number: int) -> Swapped:
    """Swap a question, with the copy's own bank."""
    return swap_exam(exam / "out", form, number, str(exam / "bank"))


def form(exam: Path, name: str) -> dict[str, Any]:
    """A form of the manifest."""
    (found,) = (one for one in read_manifest(exam / "out")["forms"] if one["name"] == name)
    return dict(found)


def asked(form: dict[str, Any]) -> list[dict[str, Any]]:
    """Its questions in order."""
    return [one for section in form["sections"] for one in section["questions"]]


def test_one_question_moves_and_nothing_else(exam: Path) -> None:
    before, old_code = asked(form(exam, "A")), form(exam, "A")["code"]
    files = {path: path.read_bytes() for path in (exam / "out").rglob("B*.html")}
    done = swap(exam, "A", 3)
    after = asked(form(exam, "A"))
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    ((old, new),) = changed
    assert (old["question"], new["question"]) == (done.swap.old, done.swap.new)
    assert [old[name] for name in ("number", "points", "answer", "type")] == [
        new[name] for name in ("number", "points", "answer", "type")
    ]
    assert form(exam, "A")["code"] == done.code != old_code
    assert {path: path.read_bytes() for path in files} == files
    page = (exam / "out/papers/A.html").read_text("utf-8")
    assert new["stem"].partition("，")[0] in page
    assert old["stem"].partition("，")[0] not in page
    with (exam / "out/private/key.csv").open(encoding="utf-8", newline="") as file:
        rows = [row["question"] for row in csv.DictReader(file) if row["form"] == "A"]
    assert new["question"] in rows
    assert old["question"] not in rows
    assert verify_exam(exam / "out", str(exam / "bank")).problems == ()


def test_it_is_the_lowest_rank_that_keeps_every_rule(exam: Path) -> None:
    manifest = read_manifest(exam / "out")
    rank = ranker(bytes.fromhex(manifest["seed"]), manifest["exam"], "A")
    singles = {f"hidden.single-{n}#ask" for n in range(10, 30)}
    red = {f"hidden.single-{n}#ask" for n in range(10, 30, 5)}
    held = [one["question"] for one in asked(form(exam, "A"))]
    number = next(n for n, one in enumerate(held, 1) if one in singles - red)
    free = singles - red - set(held)
    expected = min(free, key=lambda one: rank("draw", one, ""))
    assert swap(exam, "A", number).swap.new == expected
    again = swap(exam, "A", number).swap
    left = free - {expected}
    assert (again.old, again.new) == (expected, min(left, key=lambda one: rank("draw", one, "")))


def test_adding_a_form_keeps_the_swap(exam: Path) -> None:
    swap(exam, "A", 3)
    swapped = form(exam, "A")
    page = (exam / "out/papers/A.html").read_bytes()
    build(exam / "exams/small.yaml", exam / "out", forms=3, seed=None, formats=("html",))
    assert form(exam, "A") == swapped
    assert (exam / "out/papers/A.html").read_bytes() == page
    assert verify_exam(exam / "out", str(exam / "bank")).problems == ()


def test_a_question_that_was_taken_out_of_the_bank_can_be_swapped(exam: Path) -> None:
    items = exam / "bank/items/a.yaml"
    first = asked(form(exam, "A"))[0]
    number = first["item"].rpartition("-")[2]
    text = items.read_text("utf-8")
    start = text.index(f"- id: {first['item']}\n")
    end = text.index("- id:", start + 1)
    items.write_text(text[:start] + text[end:], "utf-8")
    assert f"single-{number}" not in items.read_text("utf-8")
    assert swap(exam, "A", 1).swap.old == first["question"]
    assert verify_exam(exam / "out", str(exam / "bank")).problems == ()


def test_the_other_questions_must_be_as_printed(exam: Path) -> None:
    items = exam / "bank/items/a.yaml"
    items.write_text(items.read_text("utf-8").replace("情形复杂的", "特别复杂的"), "utf-8")
    with pytest.raises(ExamError, match="question_changed"):
        swap(exam, "A", 1)
    with pytest.raises(ExamError, match="number_unknown"):
        swap(exam, "A", 99)


def test_where_the_rules_allow_none_it_says_so(exam: Path) -> None:
    with pytest.raises(ExamError, match="swap_none"):
        swap(exam, "A", 9)
    with pytest.raises(ExamError, match="number_unknown"):
        swap(exam, "A", 99)
    with pytest.raises(ExamError, match="row_form_unknown"):
        swap(exam, "Q", 1)


def test_the_record_only_grows_and_shows_a_change(exam: Path) -> None:
    out, path = exam / "out", exam / "out" / RECORD
    seed = bytes.fromhex(read_manifest(out)["seed"])
    before = path.read_bytes()
    done = swap(exam, "B", 2)
    assert path.read_bytes().startswith(before)
    lines = recorded(out, seed)
    assert [line["did"] for line in lines] == ["build", "swap"]
    assert lines[1]["old"] == done.swap.old
    assert lines[0]["bank"] == read_manifest(out)["bank"]
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(path.read_bytes().replace(b'"form":"B"', b'"form":"A"'))
    with pytest.raises(ExamError, match="record_damaged") as caught:
        verify_exam(out, str(exam / "bank"))
    assert caught.value.values["line"] == "2"


def test_the_command(tmp_path: Path) -> None:
    path, out = write_exam(tmp_path, BLUEPRINT), tmp_path / "out"
    built = kaoka("exam", "build", path, "-o", out, "--forms", "1", "--format", "html")
    assert built.returncode == 0, built.stderr
    done = kaoka("exam", "swap", out, "A", "1")
    assert done.returncode == 0, done.stderr
    assert str(out / "papers/A.html") in done.stdout.splitlines()
    (one,) = json.loads((out / "private/manifest.json").read_text("utf-8"))["swaps"]
    told = kaoka("exam", "why", out, "A", "1", "--bank", tmp_path / "bank")
    assert f"Swapped in for  {one['old']}\n" in told.stdout
    assert f"question 1: {one['old']} → {one['new']}; check code" in done.stderr
