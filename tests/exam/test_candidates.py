"""A form for each candidate, made by any executor."""

from __future__ import annotations

import csv
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from exam.hands import AS_OF, SEED, write_exam
from kaoka.errors import ExamError, FormatError
from kaoka.jobs.build_exam import Built, Order, build_exam
from kaoka.jobs.exam_papers import Planned
from kaoka.jobs.verify_exam import verify_exam


def build(
    folder: Path,
    people: str,
    executor: Executor | None = None,
    formats: tuple[str, ...] = ("html",),
) -> Built:
    """Build the exam for the candidates of a table."""
    path = write_exam(folder)
    (folder / "people.csv").write_text(people, "utf-8-sig")
    order = Order(path, folder / "out", AS_OF, 1, SEED, formats, folder / "people.csv", workers=2)
    return build_exam(order, executor=executor)


PEOPLE = "candidate,name,branch\n007,王小明,北京\n2024/01,李雷,上海\nZ 3,,广州\n"


def test_each_candidate_has_a_form(tmp_path: Path) -> None:
    built = build(tmp_path, PEOPLE, formats=("pdf",))
    assert [name for name, _ in built.codes] == ["007", "2024/01", "Z 3"]
    papers = {path.name for path in (tmp_path / "out/papers").iterdir()}
    assert papers == {f"{n}{e}.pdf" for n in ("007", "2024_01", "Z_3") for e in ("", "-sheet")}
    with pymupdf.open(tmp_path / "out/papers/007.pdf") as document:  # type: ignore[no-untyped-call]
        assert "王小明" in document[0].get_text()
    with (tmp_path / "out/private/key.csv").open(encoding="utf-8", newline="") as file:
        assert {row["form"] for row in csv.DictReader(file)} == {"007", "2024/01", "Z 3"}
    assert verify_exam(tmp_path / "out", str(tmp_path / "bank")).problems == ()


def test_more_candidates_move_no_other(tmp_path: Path) -> None:
    build(tmp_path, PEOPLE)
    before = {path: path.read_bytes() for path in (tmp_path / "out/papers").iterdir()}
    built = build(tmp_path, "candidate,name\nNEW,韩梅梅\n")
    assert len(built.codes) == 4
    assert {path: path.read_bytes() for path in before} == before


def test_any_executor_makes_the_same_bytes(tmp_path: Path) -> None:
    people = "candidate,name\n" + "".join(f"C{n:03},考生{n}\n" for n in range(25))
    spawn = get_context("spawn")
    executors: dict[str, AbstractContextManager[Executor | None]] = {
        "here": nullcontext(None),
        "threads": ThreadPoolExecutor(2),
        "processes": ProcessPoolExecutor(2, mp_context=spawn),
    }
    made = {}
    for name, context in executors.items():
        with context as executor:
            build(tmp_path / name, people, executor)
        out = tmp_path / name / "out"
        files = (path for path in out.rglob("*.*") if path.name != "record.jsonl")
        made[name] = {str(path.relative_to(out)): path.read_bytes() for path in files}
    assert len(made["here"]) == 25 * 4 + 2
    assert made["here"] == made["threads"] == made["processes"]


class Watched(ThreadPoolExecutor):
    """An executor that keeps what it was asked to make."""

    def __init__(self) -> None:
        super().__init__(1)
        self.planned: list[Planned] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        self.planned.extend(args[1])
        return super().submit(fn, *args, **kwargs)


def test_a_worker_is_told_of_its_own_forms_alone(tmp_path: Path) -> None:
    people = "candidate,name\n" + "".join(f"C{n:02},\n" for n in range(30))
    build(tmp_path, people)
    with Watched() as executor:
        build(tmp_path, people + "LATE,\n", executor)
    assert [one.name for one in executor.planned] == [*(f"C{n:02}" for n in range(30)), "LATE"]
    for one in executor.planned[:-1]:
        assert one.kept is not None
        assert set(one.kept.sums) > {f"papers/{one.start}{end}.html" for end in ("", "-sheet")}
        assert all(Path(path).stem.split("-")[0] == one.start for path in one.kept.sums)
    assert executor.planned[-1].kept is None


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ("name\n王小明\n", "candidates_head"),
        ("candidate,name\n", "candidates_none"),
        ("candidate,name\nA,x\n,y\n", "candidate_without_id"),
        ("candidate,name\nA,x\nA,y\n", "candidate_twice"),
        ("candidate\nab\nAB\n", "form_name_clash"),
        ("candidate\nCON\n", "form_name_reserved"),
        ("candidate\n../x\n..:x\n", "form_name_clash"),
    ],
)
def test_bad_tables_are_refused(tmp_path: Path, people: str, code: str) -> None:
    with pytest.raises(ExamError, match=code):
        build(tmp_path, people)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


def test_a_name_without_glyphs_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="missing_glyph") as caught:
        build(tmp_path, "candidate,name\nK1,𓀀\n", formats=("pdf",))
    assert caught.value.values["question"] == "K1"
