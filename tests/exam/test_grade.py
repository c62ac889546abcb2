"""Grading: every kind of answer, every encoding, every row graded or rejected by number."""

from __future__ import annotations

import csv
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter

from exam.hands import build, write_exam
from kaoka.errors import ExamError, FormatError
from kaoka.exam.manifest import NAME
from kaoka.formats.table.csv import inert, write_csv
from kaoka.jobs.grade_exam import Graded, decimals, grade_exam
from kaoka.jobs.verify_exam import read_manifest, verify_exam
from kaoka.jobs.void_exam import void
from kaoka.result.mark import Entry, Unreadable, entries, mark
from kaoka.result.score import marker


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exam with forms A and B."""
    folder = tmp_path_factory.mktemp("grade")
    build(write_exam(folder), folder / "out", formats=("html",))
    return folder / "out"


def keys(exam: Path) -> dict[str, dict[str, str]]:
    """The key of each form by number; a short answer is given its full points."""
    found: dict[str, dict[str, str]] = {}
    with (exam / "private/key.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answer = row["points"] if row["type"] == "short" else row["answer"]
            found.setdefault(row["form"], {})[row["number"]] = answer
    return found


def table(exam: Path, *rows: tuple[str, str, dict[str, str]]) -> list[list[str]]:
    """A response table: each row is the form's key with some answers changed."""
    key = keys(exam)
    numbers = list(key["A"])
    lines = [
        [who, form, *(({**key.get(form, key["A"]), **changed})[n] for n in numbers)]
        for who, form, changed in rows
    ]
    return [["candidate", "form", *numbers], *lines]


def save(path: Path, rows: list[list[str]], encoding: str = "utf-8", **options: Any) -> Path:
    """Write a CSV file in an encoding."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, **options).writerows(rows)
    return path


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV file that was made."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def graded(exam: Path, file: Path) -> tuple[Graded, dict[str, dict[str, str]]]:
    """Grade a file; the results by candidate."""
    out = file.parent / "graded"
    done = grade_exam(exam, file, out)
    return done, {row["candidate"]: row for row in read(out / "results.csv")}


def entry(exam: Path, type_: str, **changes: Any) -> Entry:
    """The question of a type on form A."""
    form = read_manifest(exam)["forms"][0]
    (found,) = [one for one in entries(form) if one.type == type_][:1]
    fields = {name: getattr(found, name) for name in Entry.__slots__} | changes
    return Entry(**fields)


def test_the_key_earns_everything(exam: Path, tmp_path: Path) -> None:
    file = save(tmp_path / "r.csv", table(exam, ("Z1", "A", {}), ("Z2", "B", {})))
    done, results = graded(exam, file)
    assert (done.graded, done.passed, done.rejected) == (2, 2, ())
    for row in results.values():
        wanted = {"points": "50.00", "max": "50.00", "percent": "100.00", "passed": "true"}
        assert {name: row[name] for name in wanted} == wanted
        assert row["veto"] == "false"
    assert list(results["Z1"]) == [
        "candidate",
        "form",
        "points",
        "max",
        "percent",
        "passed",
        "veto",
    ]


MARKS = [
    ("single", "{answer}", 1),
    ("single", " {lower} ", 1),
    ("single", "", 0),
    ("single", "ABCD", 0),
    ("true_false", "Ａ", 1),
    ("true_false", "对", 1),
    ("true_false", "×", 0),
    ("multiple", "{comma}", 1),
    ("multiple", "{backwards}", 1),
    ("multiple", "ABCDE", Fraction(1, 3)),
    ("ordering", "{answer}", 1),
    ("ordering", "{backwards}", 0),
    ("matching", "{answer}", 1),
    ("matching", "{letters}", 1),
    ("matching", "{full}", 1),
    ("matching", "1A2A3A", 0),
    ("fill", "三十天|10 日", 1),
    ("fill", "30日", 0),
    ("fill", "|", 0),
    ("numeric", "２小时", 1),
    ("numeric", "2", 1),
    ("numeric", "120分钟", 1),
    ("numeric", "3", 0),
    ("short", "2.5", Fraction(1, 2)),
]


@pytest.mark.parametrize(("type_", "written", "share"), MARKS)
def test_marks(exam: Path, type_: str, written: str, share: Fraction) -> None:
    one = entry(exam, type_)
    full = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
    cell = written.format(
        answer=one.answer,
        lower=one.answer.lower(),
        comma=",".join(one.answer),
        backwards=one.answer[::-1],
        letters=one.answer[1::2],
        full=one.answer.lower().translate(full),
    )
    assert mark(one, cell).share == share


@pytest.mark.parametrize(
    ("scoring", "chosen", "share"),
    [
        ("partial", "123", 1),
        ("partial", "12", Fraction(2, 3)),
        ("partial", "12x", Fraction(1, 3)),
        ("partial", "1xy", 0),
        ("partial", "xy", 0),
        ("all_or_nothing", "12", 0),
        ("all_or_nothing", "123", 1),
        ("all_or_nothing", "123x", 0),
    ],
)
def test_multiple(exam: Path, scoring: str, chosen: str, share: Fraction) -> None:
    one = entry(exam, "multiple", scoring=scoring)
    wrong = "".join(c for c in "ABCDE" if c not in one.answer)
    named = dict(zip("123xy", one.answer + wrong, strict=True))
    assert mark(one, "".join(named[c] for c in chosen)).share == share


def test_partial_places(exam: Path) -> None:
    ordering = entry(exam, "ordering", scoring="partial", answer="CABD", options=("",) * 4)
    assert mark(ordering, "CADB").share == Fraction(1, 2)
    assert mark(ordering, "CA").share == Fraction(1, 2)
    matching = entry(exam, "matching", scoring="partial", answer="1C2A3B", lefts=3)
    assert mark(matching, "1C").share == Fraction(1, 3)


@pytest.mark.parametrize(
    ("type_", "cell", "code"),
    [
        ("single", "E", "cell_letter"),
        ("single", "？", "cell_letter"),
        ("true_false", "C", "cell_letter"),
        ("multiple", "AF", "cell_letter"),
        ("ordering", "ABCE", "cell_letter"),
        ("matching", "1A4B", "cell_letter"),
        ("matching", "1A?", "cell_pairs"),
        ("fill", "1|2|3", "cell_blanks"),
        ("short", "6", "cell_points"),
        ("short", "1/3", "cell_points"),
        ("short", "好", "cell_points"),
    ],
)
def test_what_cannot_be_an_answer(exam: Path, type_: str, cell: str, code: str) -> None:
    with pytest.raises(Unreadable, match=code):
        mark(entry(exam, type_), cell)


ENCODINGS = [
    ("utf-8", {}),
    ("utf-8-sig", {}),
    ("gbk", {}),
    ("utf-16", {"delimiter": "\t"}),
    ("utf-8", {"delimiter": ";"}),
]


@pytest.mark.parametrize(("encoding", "options"), ENCODINGS)
def test_encodings(exam: Path, tmp_path: Path, encoding: str, options: dict[str, Any]) -> None:
    rows = table(exam, ("王小明", "A", {}), ("李雷", "B", {"1": ""}))
    rows[0][:2] = ["考号", "卷"]
    done, results = graded(exam, save(tmp_path / "r.csv", rows, encoding, **options))
    assert set(results) == {"王小明", "李雷"}
    assert done.rejected == ()


def test_a_workbook_as_excel_saves_it(exam: Path, tmp_path: Path) -> None:
    rows = table(exam, ("Z1", "A", {}), ("Z2", "B", {}))
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 8, "客服认证 答题汇总")
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if cell.isdigit():
                    sheet.write_number(number, column, int(cell))
                else:
                    sheet.write_string(number, column, cell)
    done, results = graded(exam, path)
    assert (done.graded, done.rejected) == (2, ())
    assert results["Z1"]["points"] == "50.00"


def test_every_row_is_graded_or_rejected_by_number(exam: Path, tmp_path: Path) -> None:
    rows = table(
        exam,
        ("Z1", "A", {}),
        ("Z2", "D", {}),
        ("Z3", "A", {"1": "Z"}),
        ("Z4", "B", {}),
        ("Z4", "A", {}),
        ("", "A", {}),
        ("Z6", "", {}),
        ("=cmd|x", "B", {}),
        ("Z7", "aa", {}),
        ("Z8", "Ａ", {}),
        ("Z9", "b", {}),
    )
    rows.insert(2, [""] * len(rows[0]))
    rows[0].append("备注")
    done, results = graded(exam, save(tmp_path / "r.csv", rows))
    assert set(results) == {"Z1", "'=cmd|x", "Z8", "Z9"}
    codes = {problem.line: problem.code for problem in done.rejected}
    assert codes == {
        4: "row_form_unknown",
        5: "cell_letter",
        6: "row_candidate_twice",
        7: "row_candidate_twice",
        8: "row_without_candidate",
        9: "row_without_form",
        11: "row_form_unknown",
    }
    found = read(tmp_path / "graded/rejected.csv")
    assert [(row["row"], row["candidate"]) for row in found][:3] == [
        ("4", "Z2"),
        ("5", "Z3"),
        ("6", "Z4"),
    ]
    assert found[1]["reason"] == "Question 1: “Z” is no letter of its options."
    assert done.ignored == ("备注",)


def test_a_veto_question_fails_the_paper(exam: Path, tmp_path: Path) -> None:
    form = read_manifest(exam)["forms"][0]
    veto = next(one for one in entries(form) if one.veto)
    plain = next(one for one in entries(form) if one.type == "single" and not one.veto)
    rows = table(
        exam,
        ("blank", "A", {str(veto.number): ""}),
        ("other", "A", {str(plain.number): ""}),
    )
    _, results = graded(exam, save(tmp_path / "r.csv", rows))
    assert (results["blank"]["veto"], results["blank"]["passed"]) == ("true", "false")
    assert (results["other"]["veto"], results["other"]["passed"]) == ("false", "true")
    assert results["blank"]["points"] == results["other"]["points"] == "48.00"


def test_percent_is_cut_off_not_rounded_into_a_pass(exam: Path) -> None:
    assert decimals(Fraction(2, 3), cut=True) == "0.66"
    assert decimals(Fraction(2, 3)) == "0.67"
    assert decimals(Fraction(79_999, 1000), cut=True) == "79.99"
    form = read_manifest(exam)["forms"][0]
    made = marker(form, Fraction(60))
    assert all((entry.points / made.unit).denominator == 1 for entry in made.entries)


def test_columns_in_any_order_and_missing_ones(exam: Path, tmp_path: Path) -> None:
    rows = table(exam, ("Z1", "A", {}))
    order = list(range(len(rows[0])))
    random.Random(1).shuffle(order)  # noqa: S311  # a test's own order
    shuffled = [[row[n] for n in order] for row in rows]
    _, results = graded(exam, save(tmp_path / "r.csv", shuffled))
    assert results["Z1"]["points"] == "50.00"
    done, results = graded(exam, save(tmp_path / "r.csv", [row[:-1] for row in rows]))
    assert done.missing == (17,)
    assert results["Z1"]["points"] == "45.00"


@pytest.mark.parametrize(
    ("text", "code"),
    [("a,b\n1,2\n", "responses_head"), ("candidate,form\n1,A\n", "responses_no_answers")],
)
def test_tables_without_a_head(exam: Path, tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(ExamError, match=code):
        grade_exam(exam, tmp_path / "r.csv", tmp_path / "graded")
    assert not (tmp_path / "graded").exists()


def test_a_file_that_is_missing_or_no_workbook(exam: Path, tmp_path: Path) -> None:
    for missing in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(FormatError, match="table_missing"):
            grade_exam(exam, missing, tmp_path / "graded")
    (tmp_path / "r.xlsx").write_bytes(b"no zip")
    with pytest.raises(FormatError, match="table_broken"):
        grade_exam(exam, tmp_path / "r.xlsx", tmp_path / "graded")


def many(exam: Path, count: int) -> list[list[str]]:
    """Candidates of all abilities, with random answers where they do not know."""
    chance = random.Random(7)  # noqa: S311  # a test's own answers
    rows = []
    for number in range(count):
        form, ability = "AB"[number % 2], chance.random()
        changed = {str(n): chance.choice("ABCD") for n in range(1, 9) if chance.random() > ability}
        rows.append((f"Z{number:04}", form, changed))
    return table(exam, *rows)


def test_item_figures_agree_with_numpy(exam: Path, tmp_path: Path) -> None:
    rows = many(exam, 200)
    file = save(tmp_path / "r.csv", rows)
    graded(exam, file)
    manifest = read_manifest(exam)
    by_form = {form["name"]: entries(form) for form in manifest["forms"]}
    scores: dict[str, list[tuple[float, float]]] = {}
    for _, form, *cells in rows[1:]:
        marks = [
            float(mark(one, cell).share * one.points)
            for one, cell in zip(by_form[form], cells, strict=True)
        ]
        for one, points in zip(by_form[form], marks, strict=True):
            scores.setdefault(one.question, []).append((points, sum(marks) - points))
    items = {row["question"]: row for row in read(tmp_path / "graded/items.csv")}
    assert set(items) == set(scores)
    for question, pairs in scores.items():
        points, rest = np.array(pairs).T
        row = items[question]
        assert int(row["n"]) == len(pairs)
        assert float(row["p"]) == pytest.approx(points.mean() / float(row["points"]))
        if points.std() == 0 or rest.std() == 0:
            assert row["r_pbis"] == ""
        else:
            assert float(row["r_pbis"]) == pytest.approx(np.corrcoef(points, rest)[0, 1])
    for row in read(tmp_path / "graded/forms.csv"):
        assert 0 < float(row["alpha"]) <= 1
        assert int(row["n"]) == 100


def test_the_order_of_rows_does_not_matter(exam: Path, tmp_path: Path) -> None:
    head, *rows = many(exam, 60)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    graded(exam, save(tmp_path / "a/r.csv", [head, *rows]))
    graded(exam, save(tmp_path / "b/r.csv", [head, *reversed(rows)]))
    for name in ("items.csv", "options.csv", "forms.csv"):
        one, other = (tmp_path / side / "graded" / name for side in "ab")
        assert one.read_bytes() == other.read_bytes()


def test_a_wrong_key_is_flagged(exam: Path, tmp_path: Path) -> None:
    rows = many(exam, 200)
    key = keys(exam)
    for row in rows[1:]:
        right = key[row[1]]["2"]
        if row[3] == right:
            row[3] = "ABCD"[("ABCD".index(right) + 1) % 4]
    graded(exam, save(tmp_path / "r.csv", rows))
    flags = {row["question"]: row["flag"] for row in read(tmp_path / "graded/items.csv")}
    form = read_manifest(exam)["forms"][0]
    second = entries(form)[1].question
    assert flags[second] in {"key", "negative"}
    assert sum(flag != "" for flag in flags.values()) <= 4


def test_cells_are_inert_and_numbers_stay() -> None:
    made = write_csv(("a", "b"), [("=1+1", -0.5), ("@x", 2.0), ("-", "+")]).decode()
    assert made == "a,b\r\n'=1+1,-0.5\r\n'@x,2.0\r\n'-,'+\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠"])
def test_no_cell_can_run(start: str) -> None:
    assert inert(f"{start}cmd|' /C calc'!A0").startswith(f"'{start}")
    assert inert(f"a{start}1") == f"a{start}1"


def test_a_changed_manifest_is_not_graded_with(exam: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / NAME
    target.parent.mkdir(parents=True)
    target.write_text(
        (exam / NAME).read_text("utf-8").replace('"pass": "60"', '"pass": "10"'), "utf-8"
    )
    with pytest.raises(ExamError, match="manifest_damaged"):
        grade_exam(tmp_path / "out", save(tmp_path / "r.csv", table(exam)), tmp_path / "graded")


@pytest.mark.parametrize(
    ("drop", "points", "most"), [(False, "50.00", "50.00"), (True, "48.00", "48.00")]
)
def test_a_voided_question(tmp_path: Path, *, drop: bool, points: str, most: str) -> None:
    build(write_exam(tmp_path), tmp_path / "out", formats=("html",))
    exam = tmp_path / "out"
    form = read_manifest(exam)["forms"][0]
    veto = next(one for one in entries(form) if one.veto)
    assert void(exam, f" {veto.question}\r\n", drop=drop)[1][0] == "A"
    number = str(veto.number)
    rows = table(exam, ("ok", "A", {}), ("bad", "A", {number: "?"}), ("blank", "A", {number: ""}))
    done, results = graded(exam, save(tmp_path / "r.csv", rows))
    assert done.rejected == ()
    assert {(row["points"], row["max"], row["passed"]) for row in results.values()} == {
        (points, most, "true")
    }
    changed = {row["candidate"]: row for row in read(tmp_path / "graded/changes.csv")}
    assert (changed["blank"]["points_before"], changed["blank"]["passed_before"]) == (
        "48.00",
        "false",
    )
    assert ("ok" in changed) == drop
    assert verify_exam(exam, str(tmp_path / "bank")).problems == ()
    with pytest.raises(ExamError, match="question_unknown"):
        void(exam, "no#such")


def test_a_question_is_voided_by_its_number_on_a_form(tmp_path: Path) -> None:
    exam = tmp_path / "out"
    build(write_exam(tmp_path), exam, formats=("html",))
    for form in read_manifest(exam)["forms"]:
        for one in (entries(form)[0], entries(form)[-1]):
            question, forms = void(exam, form["name"], one.number)
            assert question == one.question
            assert form["name"] in forms
    with pytest.raises(ExamError, match="number_unknown"):
        void(exam, "A", 99)
    with pytest.raises(ExamError, match="row_form_unknown"):
        void(exam, "Z", 1)
