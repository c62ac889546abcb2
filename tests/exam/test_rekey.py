"""Keys that are changed after the exam."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from exam.hands import build, write_exam
from exam.test_commands import kaoka
from kaoka.errors import ExamError
from kaoka.exam.form import LETTERS
from kaoka.jobs.grade_exam import Graded, grade_exam
from kaoka.jobs.record_exam import REKEYED, recorded
from kaoka.jobs.rekey_exam import rekey
from kaoka.jobs.verify_exam import read_manifest, verify_exam
from kaoka.jobs.void_exam import void
from kaoka.result.mark import Entry, entries, mark
from kaoka.result.rekey import Decision, answer_of, rekeyed


@pytest.fixture
def exam(tmp_path: Path) -> Path:
    """An exam with forms A and B."""
    build(write_exam(tmp_path), tmp_path / "out", formats=("html",))
    return tmp_path / "out"


def asked(exam: Path, form: int, type_: str) -> Entry:
    """The first question of a type on a form."""
    found = entries(read_manifest(exam)["forms"][form])
    return next(one for one in found if one.type == type_)


def wrong(entry: Entry) -> str:
    """A letter that is not right."""
    return next(one for one in LETTERS[: len(entry.options)] if one not in entry.answer)


def grade(exam: Path, **answers: dict[int, str]) -> tuple[Graded, dict[str, dict[str, str]]]:
    """Grade candidates (`A_1` sits form A); the changes by candidate."""
    numbers = sorted({number for given in answers.values() for number in given})
    lines = [",".join(["candidate", "form", *map(str, numbers)])]
    for name, given in answers.items():
        lines.append(",".join([name, name[0], *(given.get(number, "") for number in numbers)]))
    (exam.parent / "r.csv").write_text("\n".join(lines), "utf-8")
    done = grade_exam(exam, exam.parent / "r.csv", exam.parent / "graded")
    path = exam.parent / "graded/changes.csv"
    if not path.is_file():
        return done, {}
    with path.open(encoding="utf-8", newline="") as file:
        return done, {row["candidate"]: row for row in csv.DictReader(file)}


def test_another_answer_counts_on_every_form(exam: Path) -> None:
    one, other = asked(exam, 0, "true_false"), asked(exam, 1, "true_false")
    assert one.question == other.question
    done = rekey(exam, "A", one.number, wrong(one))
    assert (done.question, done.forms, done.without) == (one.question, ("A", "B"), ())
    graded, changes = grade(
        exam,
        A_right={one.number: one.answer},
        A_wrong={one.number: wrong(one)},
        B_wrong={other.number: wrong(other)},
    )
    assert set(changes) == {"A_wrong", "B_wrong"}
    assert changes["A_wrong"]["points_before"] == "0.00"
    assert [changes[name]["difference"] for name in changes] == ["2.0", "2.0"]
    assert [problem.values["difference"] for problem in graded.changed] == ["+2.00", "+2.00"]


def test_instead_takes_points_away(exam: Path) -> None:
    one = asked(exam, 0, "single")
    rekey(exam, "A", one.number, wrong(one), instead=True)
    _, changes = grade(exam, A_old={one.number: one.answer}, A_new={one.number: wrong(one)})
    assert changes["A_old"]["difference"] == "-2.0"
    assert changes["A_new"]["difference"] == "2.0"


def test_a_form_that_does_not_print_it_gives_full_points(exam: Path) -> None:
    one = asked(exam, 0, "single")
    elsewhere = Decision((("不在这份卷上",),), instead=True)
    assert mark(rekeyed(one, elsewhere), wrong(one)).share == 1
    besides = rekeyed(one, Decision((("不在这份卷上",),)))
    assert [mark(besides, cell).share for cell in (one.answer, wrong(one))] == [1, 0]


KEYS: list[tuple[str, str, str, int]] = [
    ("fill", "30天|", "30天|10日", 1),
    ("fill", "30天|", "30日|10日", 1),
    ("fill", "一个月|两周", "一个月|两周", 1),
    ("numeric", "3", "3小时", 1),
    ("numeric", "3小时", "2", 1),
    ("numeric", "3", "4", 0),
]


@pytest.mark.parametrize(("type_", "written", "cell", "share"), KEYS)
def test_words_and_numbers(exam: Path, type_: str, written: str, cell: str, share: int) -> None:
    one = asked(exam, 0, type_)
    assert mark(rekeyed(one, Decision((answer_of(one, written),))), cell).share == share


@pytest.mark.parametrize("type_", ["multiple", "ordering", "matching", "true_false", "single"])
def test_letters_mean_the_same_on_both_forms(exam: Path, type_: str) -> None:
    """Rekeyed by another order of the letters on A, the texts decide on B."""
    one = asked(exam, 0, type_)
    found = entries(read_manifest(exam)["forms"][1])
    other = next((each for each in found if each.question == one.question), one)
    written = {
        "multiple": one.answer[:1] + wrong(one) if type_ == "multiple" else "",
        "ordering": one.answer[::-1],
        "matching": "1A2B3C" if one.answer != "1A2B3C" else "1B2A3C",
        "true_false": wrong(one) if type_ == "true_false" else "",
        "single": wrong(one) if type_ == "single" else "",
    }[type_]
    decision = Decision((answer_of(one, written),), instead=True)
    assert mark(rekeyed(one, decision), written).share == 1
    assert mark(rekeyed(one, decision), one.answer).share < 1
    there = rekeyed(other, decision)
    for key in there.keys:
        assert mark(there, key.answer).share == 1
        assert answer_of(other, key.answer) == decision.answers[0] or type_ == "multiple"


@pytest.mark.parametrize(
    ("type_", "answer"),
    [
        ("single", "AB"),
        ("single", "Q"),
        ("single", ""),
        ("ordering", "AB"),
        ("matching", "1A"),
        ("matching", "1A2A3A"),
        ("fill", "30天"),
        ("fill", "|"),
        ("numeric", "viel"),
        ("numeric", "NaN"),
        ("short", "3"),
    ],
)
def test_no_whole_answer_is_refused(exam: Path, type_: str, answer: str) -> None:
    with pytest.raises(ExamError, match="rekey_answer"):
        rekey(exam, "A", asked(exam, 0, type_).number, answer)
    assert not (exam / REKEYED).exists()


def test_decisions_add_up_are_recorded_and_verified(exam: Path) -> None:
    one = asked(exam, 0, "single")
    first, second = [x for x in LETTERS[: len(one.options)] if x != one.answer][:2]
    for letter in (first, second, second):
        rekey(exam, "A", one.number, letter)
    (decision,) = json.loads((exam / REKEYED).read_text("utf-8")).values()
    assert [len(decision["answers"]), decision["instead"]] == [2, False]
    _, changes = grade(exam, A_1={one.number: first}, A_2={one.number: second})
    assert set(changes) == {"A_1", "A_2"}
    void(exam, one.question, drop=True)
    seed = bytes.fromhex(read_manifest(exam)["seed"])
    did = [line["did"] for line in recorded(exam, seed)]
    assert did == ["build", "rekey", "rekey", "rekey", "void"]
    assert verify_exam(exam, str(exam.parent / "bank")).problems == ()


def test_unknown_form_or_number(exam: Path) -> None:
    for form, number, code in (("Q", 1, "row_form_unknown"), ("A", 99, "number_unknown")):
        with pytest.raises(ExamError, match=code):
            rekey(exam, form, number, "A")


def test_the_command(exam: Path) -> None:
    one: Any = asked(exam, 0, "single")
    done = kaoka("exam", "rekey", exam, "A", str(one.number), wrong(one))
    assert done.returncode == 0, done.stderr
    text = one.options[LETTERS.index(wrong(one))]
    assert done.stdout.startswith(f"{one.question} now accepts “{text}” on: A")


def test_of_many_changes_the_first_are_told(exam: Path) -> None:
    one = asked(exam, 0, "single")
    rekey(exam, "A", one.number, wrong(one))
    table = exam.parent / "r.csv"
    rows = "".join(f"Z{n},A,{wrong(one)}\n" for n in range(23))
    table.write_text(f"candidate,form,{one.number}\n{rows}", "utf-8")
    done = kaoka("exam", "grade", exam, table, "-o", exam.parent / "graded")
    assert done.stderr.count("0.00/50.00 → 2.00/50.00 (+2.00)") == 20
    assert "3 more scores changed: changes.csv lists all of them.\n" in done.stderr
