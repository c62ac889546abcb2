"""A build that was interrupted goes on from what it had made."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from exam.hands import AS_OF, BLUEPRINT, SEED, write_exam
from kaoka.errors import ExamError
from kaoka.jobs.build_exam import Built, Order, Progress, build_exam
from kaoka.jobs.staging import Staging, left_behind
from kaoka.jobs.verify_exam import verify_exam

COUNT = 40
JOURNAL = ".out.partial/private/journal.jsonl"


def order(folder: Path, seed: bytes | None = SEED) -> Order:
    """Forms for forty candidates, as HTML."""
    path = folder / "exams/small.yaml"
    if not path.is_file():
        write_exam(folder)
        people = "candidate,name\n" + "".join(f"C{n:03},\n" for n in range(COUNT))
        (folder / "people.csv").write_text(people, "utf-8")
    return Order(path, folder / "out", AS_OF, 1, seed, ("html",), folder / "people.csv")


def contents(folder: Path) -> dict[str, bytes]:
    """All files of an exam but the record, which tells the time."""
    files = (path for path in folder.rglob("*.*") if path.name != "record.jsonl")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build makes that nobody interrupts."""
    folder = tmp_path_factory.mktemp("whole")
    build_exam(order(folder))
    return contents(folder / "out")


def stop_after(count: int) -> Progress:
    """Press Ctrl-C when that many forms are made."""

    def progress(done: int, _all: int) -> None:
        if done == count:
            raise KeyboardInterrupt

    return progress


def seen(folder: Path) -> dict[str, int]:
    """When each paper that is there already was written."""
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("papers/*.html")}


def resumed(folder: Path, seed: bytes | None = None) -> tuple[Built, set[str]]:
    """Build again; which papers were not written anew."""
    before = seen(folder / ".out.partial")
    built = build_exam(order(folder, seed))
    after = seen(folder / "out")
    return built, {name for name, at in before.items() if after.get(name) == at}


PROGRAM = """
import sys
from pathlib import Path
from exam.test_resume import order
from kaoka.jobs.build_exam import build_exam
build_exam(order(Path(sys.argv[1])))
"""


def test_a_build_that_was_killed_goes_on(tmp_path: Path, whole: dict[str, bytes]) -> None:
    order(tmp_path)
    tests = str(Path(__file__).parents[1])
    program = f"import sys; sys.path.insert(0, {tests!r})\n{PROGRAM}"
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)])
    journal = tmp_path / JOURNAL
    end = time.monotonic() + 30
    while not journal.is_file() or journal.read_bytes().count(b"\n") < 5:
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.005)
    process.kill()
    process.wait()
    assert not (tmp_path / "out").exists()
    lines = journal.read_bytes().count(b"\n") - 1
    assert 4 <= lines < COUNT
    assert left_behind(tmp_path / "out")["seed"] == SEED.hex()
    _, kept = resumed(tmp_path)
    assert len(kept) >= 2 * lines
    assert contents(tmp_path / "out") == whole
    assert not list(tmp_path.glob(".out*"))
    assert verify_exam(tmp_path / "out", str(tmp_path / "bank")).problems == ()


def test_ctrl_c_keeps_what_is_made_and_the_seed(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        build_exam(order(tmp_path, None), stop_after(10))
    seed = left_behind(tmp_path / "out")["seed"]
    built, kept = resumed(tmp_path)
    assert len(kept) == 2 * 10
    assert len(built.codes) == COUNT
    assert f'"seed": "{seed}"' in (tmp_path / "out/private/manifest.json").read_text("utf-8")


def test_a_torn_line_and_a_spoiled_file_are_made_again(
    tmp_path: Path, whole: dict[str, bytes]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        build_exam(order(tmp_path), stop_after(10))
    (tmp_path / ".out.partial/papers/C001.html").write_bytes(b"half")
    with (tmp_path / JOURNAL).open("ab") as journal:
        journal.write(b'{"name": "C01')
    resumed(tmp_path)
    assert contents(tmp_path / "out") == whole


def test_what_was_made_of_another_blueprint_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        build_exam(order(tmp_path), stop_after(10))
    path = tmp_path / "exams/small.yaml"
    path.write_text(path.read_text("utf-8").replace("minutes: 30", "minutes: 45"), "utf-8")
    _, kept = resumed(tmp_path)
    assert kept == set()
    assert "45" in (tmp_path / "out/papers/C000.html").read_text("utf-8")


def test_candidates_who_came_late_are_all_that_is_made(tmp_path: Path) -> None:
    people = order(tmp_path)
    build_exam(people)
    before = seen(tmp_path / "out")
    assert people.candidates is not None
    with people.candidates.open("a", encoding="utf-8") as table:
        table.write("LATE,\nLATER,\n")
    with pytest.raises(KeyboardInterrupt):
        build_exam(people, stop_after(COUNT + 1))
    assert seen(tmp_path / "out") == before
    build_exam(people)
    after = seen(tmp_path / "out")
    assert {name for name in after if after[name] != before.get(name)} == {
        f"{name}{end}.html" for name in ("LATE", "LATER") for end in ("", "-sheet")
    }
    assert verify_exam(tmp_path / "out", str(tmp_path / "bank")).problems == ()


def test_files_of_candidates_who_stay_away_are_not_published(tmp_path: Path) -> None:
    people = order(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        build_exam(people, stop_after(10))
    assert (tmp_path / ".out.partial/papers/C003.html").is_file()
    assert people.candidates is not None
    people.candidates.write_text("candidate,name\nC000,\nC001,\nC020,\n", "utf-8")
    build_exam(people)
    papers = {path.name for path in (tmp_path / "out/papers").iterdir()}
    assert papers == {f"{n}{end}.html" for n in ("C000", "C001", "C020") for end in ("", "-sheet")}
    assert verify_exam(tmp_path / "out", str(tmp_path / "bank")).problems == ()


def test_large_print_does_not_go_again(tmp_path: Path) -> None:
    path = write_exam(tmp_path, BLUEPRINT + "layout: {large: true}\n")
    large = Order(path, tmp_path / "out", AS_OF, 1, SEED, ("html",))
    build_exam(large)
    before = contents(tmp_path / "out")
    path.write_text(BLUEPRINT, "utf-8")
    with pytest.raises(ExamError, match="large_print_gone"):
        build_exam(replace(large, forms=2))
    assert contents(tmp_path / "out") == before
    path.write_text(BLUEPRINT + "layout: {large: true}\n", "utf-8")
    build_exam(replace(large, forms=2))
    assert {"papers/A-large.html", "papers/B-large-sheet.html"} < contents(tmp_path / "out").keys()
    assert verify_exam(tmp_path / "out", str(tmp_path / "bank")).problems == ()


def test_large_print_may_come_later(tmp_path: Path) -> None:
    path = write_exam(tmp_path)
    usual = Order(path, tmp_path / "out", AS_OF, 1, SEED, ("html",))
    build_exam(usual)
    before = contents(tmp_path / "out")
    path.write_text(BLUEPRINT + "layout: {large: true}\n", "utf-8")
    build_exam(usual)
    after = contents(tmp_path / "out")
    assert after["papers/A.html"] == before["papers/A.html"]
    assert after.keys() - before.keys() == {"papers/A-large.html", "papers/A-large-sheet.html"}
    assert verify_exam(tmp_path / "out", str(tmp_path / "bank")).problems == ()


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    with Staging(tmp_path / "out", {}), pytest.raises(ExamError, match="build_under_way"):
        build_exam(order(tmp_path))
    assert len(build_exam(order(tmp_path)).codes) == COUNT
