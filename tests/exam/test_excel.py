"""Response files as Excel saves them: each row is graded or rejected by number."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from exam.hands import BLUEPRINT, build, write_exam
from exam.test_commands import kaoka
from kaoka.formats.table.read import read_table
from kaoka.formats.table.shown import number_text, shown
from kaoka.jobs.grade_exam import Graded, grade_exam
from kaoka.jobs.verify_exam import read_manifest
from kaoka.result.mark import entries
from kaoka.result.response import columns

RATE = """\
- id: hidden.rate
  kind: question
  type: numeric
  source: [{doc: course, section: 15}]
  stem: 回访成功率应不低于百分之几？
  value: 85
  unit: "%"
  explanation: 指标写在服务标准里。
- id: hidden.premium
  kind: question
  type: numeric
  source: [{doc: course, section: 15}]
  stem: 这份保单每年交多少元？
  value: 1200
  unit: 元
  explanation: 见保险单首页。
- id: hidden.ratio
  kind: question
  type: fill
  source: [{doc: course, section: 15}]
  stem: 医疗费用中由个人负担的比例是____。
  answers: [[3/4, 四分之三]]
  explanation: 见条款。
- id: hidden.code
  kind: question
  type: fill
  source: [{doc: course, section: 15}]
  stem: 深圳的长途区号是____。
  answers: [["0755"]]
  explanation: 见通讯录。
- id: hidden.day
  kind: question
  type: fill
  source: [{doc: course, section: 15}]
  stem: 新的健康保险管理办法自____起施行。
  answers: [[2019年12月1日]]
  explanation: 见第七十二条。
"""
PLAN = """\
id: small-cert
title: 小认证
bank: ../bank
minutes: 30
pass: 60
sections:
  - {title: 单项选择题, type: single, count: 1, points: 2}
  - {title: 判断题, type: true_false, count: 1, points: 2}
  - title: 填空题
    type: [fill, numeric]
    count: 5
    points: 2
    questions: [hidden.rate, hidden.premium, hidden.ratio, hidden.code, hidden.day]
"""
RIGHT = {
    "rate": "85%",
    "premium": "1200",
    "ratio": "四分之三",
    "code": "0755",
    "day": "2019年12月1日",
    "truth": "对",
}


def made(folder: Path, **changes: object) -> Path:
    """An exam that asks for a percentage, an amount, a ratio, a code and a date."""
    path = write_exam(folder, PLAN)
    with (folder / "bank/items/a.yaml").open("a", encoding="utf-8") as items:
        items.write(RATE)
    build(path, folder / "out", formats=("html",), **changes)  # type: ignore[arg-type]
    return folder / "out"


@pytest.fixture(scope="module")
def exam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forms A and B."""
    return made(tmp_path_factory.mktemp("excel"))


@pytest.fixture(scope="module")
def personal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forms for candidates whose ids begin with zeros."""
    folder = tmp_path_factory.mktemp("personal")
    (folder / "people.csv").write_text(
        "candidate,name\n0012,王小明\n0034,李雷\n034,韩梅\n1E5,林涛\nZ9,高敏\n", "utf-8"
    )
    return made(folder, candidates=folder / "people.csv")


@pytest.fixture(autouse=True)
def _no_plots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plots take time, and are tested elsewhere."""
    monkeypatch.setattr("kaoka.result.plots.available", lambda: False)


def numbers(exam: Path, form: str) -> dict[str, int]:
    """The number of each question on a form, by a short name."""
    (found,) = (one for one in read_manifest(exam)["forms"] if one["name"] == form)
    names = {one.item.removeprefix("hidden."): one.number for one in entries(found)}
    return {name.partition("-")[0]: number for name, number in names.items()}


def answers(exam: Path, form: str, **changed: Any) -> list[Any]:
    """A row of right answers, some of them changed; a single is left out."""
    by_number = {
        number: changed.get(name, RIGHT.get(name, ""))
        for name, number in numbers(exam, form).items()
    }
    return [by_number[number] for number in sorted(by_number)]


def head(exam: Path, form: str = "A") -> list[Any]:
    """The first row."""
    return ["candidate", "form", *sorted(numbers(exam, form).values())]


def outcome(exam: Path, table: Path) -> tuple[Graded, dict[str, str], dict[int, str]]:
    """Grade: points by candidate, codes of what was set aside by row."""
    done = grade_exam(exam, table, table.parent / "graded")
    with (table.parent / "graded/results.csv").open(encoding="utf-8", newline="") as file:
        points = {row["candidate"]: row["points"] for row in csv.DictReader(file)}
    return done, points, {problem.line: problem.code for problem in done.rejected}


def book(path: Path, rows: list[list[Any]], top: int = 0) -> Path:
    """Write a workbook; a cell may be a value, or a value and its number format."""
    with xlsxwriter.Workbook(path) as made_:
        sheet = made_.add_worksheet()
        for row, cells in enumerate(rows, top):
            for column, cell in enumerate(cells):
                value, form = cell if isinstance(cell, tuple) else (cell, "")
                style = made_.add_format({"num_format": form}) if form else None
                if isinstance(value, str) and value.startswith("#"):
                    sheet.write_formula(row, column, "=NA()", style, value)
                elif isinstance(value, str):
                    sheet.write_string(row, column, value, style)
                else:
                    sheet.write(row, column, value, style)
    return path


MARCH = (datetime(2026, 3, 4), 'm"月"d"日"')  # noqa: DTZ001  # a workbook has no zones
CELLS: list[tuple[str, Any, str]] = [
    ("rate", (0.85, "0%"), "12.00"),
    ("rate", (0.8499999999999999, "0.00%"), "12.00"),
    ("rate", (0.86, "0%"), "10.00"),
    ("rate", 85, "12.00"),
    ("rate", 0.85, "10.00"),
    ("rate", "８５％", "12.00"),
    ("premium", 1200.0, "12.00"),
    ("premium", (1200, "0.00E+00"), "12.00"),
    ("premium", (1200, '"¥"#,##0.00'), "12.00"),
    ("premium", "1,200.00", "12.00"),
    ("premium", 1.2e17, "cell_changed"),
    ("premium", "#NAME?", "cell_changed"),
    ("ratio", "3/4", "12.00"),
    ("ratio", MARCH, "cell_changed"),
    ("ratio", "3月4日", "10.00"),
    ("ratio", (0.5423611111, "h:mm"), "cell_changed"),
    ("ratio", "#N/A", "cell_changed"),
    ("code", 755, "12.00"),
    ("code", (755, "0000"), "12.00"),
    ("code", 756, "10.00"),
    ("day", (datetime(2019, 12, 1), "yyyy-mm-dd"), "12.00"),  # noqa: DTZ001
    ("day", (datetime(2019, 12, 2), "yyyy-mm-dd"), "10.00"),  # noqa: DTZ001
    ("truth", True, "12.00"),
    ("truth", False, "10.00"),
    ("truth", "ＴＲＵＥ", "12.00"),
    ("truth", "#REF!", "cell_letter"),
    ("single", 3, "cell_letter"),
    ("single", MARCH, "cell_letter"),
]


@pytest.mark.parametrize(("name", "cell", "expected"), CELLS)
def test_a_cell_of_a_workbook(
    exam: Path, tmp_path: Path, name: str, cell: Any, expected: str
) -> None:
    row = ["Z1", "A", *answers(exam, "A", **{name: cell})]
    _, points, codes = outcome(exam, book(tmp_path / "r.xlsx", [head(exam), row]))
    assert [*points.values(), *codes.values()] == [expected]


TEXTS = [
    ("rate", "85.00%", "12.00"),
    ("premium", "1.20E+03", "cell_changed"),
    ("premium", '"1,200.00"', "12.00"),
    ("ratio", "4-Mar", "cell_changed"),
    ("ratio", "3月4日", "cell_changed"),
    ("ratio", "'3月4日", "10.00"),
    ("ratio", "'3/4", "12.00"),
    ("ratio", "2026/3/4", "cell_changed"),
    ("ratio", "3:04:00", "cell_changed"),
    ("code", "755", "12.00"),
    ("day", "2019/12/1", "10.00"),
    ("truth", "FALSE", "10.00"),
]


@pytest.mark.parametrize(("name", "cell", "expected"), TEXTS)
def test_a_cell_of_a_csv_that_excel_saved(
    exam: Path, tmp_path: Path, name: str, cell: str, expected: str
) -> None:
    lines = [head(exam), ["Z1", "A", *answers(exam, "A", **{name: cell})]]
    text = "\r\n".join(",".join(map(str, line)) for line in lines)
    (tmp_path / "r.csv").write_bytes(text.encode("gbk"))
    _, points, codes = outcome(exam, tmp_path / "r.csv")
    assert [*points.values(), *codes.values()] == [expected]


SAVED = {
    "gbk": ("gbk", ","),
    "bom": ("utf-8-sig", ","),
    "unicode text": ("utf-16", "\t"),
    "semicolons": ("gbk", ";"),
}


@pytest.mark.parametrize("saved", SAVED)
def test_titles_above_and_empty_cells_around(exam: Path, tmp_path: Path, saved: str) -> None:
    encoding, by = SAVED[saved]
    blank = [""] * 3
    lines = [
        ["客服认证，第一场"],
        ["2026年12月1日", "", "", *blank],
        [*head(exam), "备注", *blank],
        [],
        ["王小明", "Ａ", *answers(exam, "A"), "缺身份证", *blank],
        ["　", *blank],
        ["李雷", "B", *answers(exam, "B")],
        [*blank, *blank],
    ]
    path = tmp_path / "r.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=by).writerows(lines)
    done, points, codes = outcome(exam, path)
    assert (points, codes) == ({"王小明": "12.00", "李雷": "12.00"}, {})
    assert done.ignored == ("备注",)


def test_merged_heads_in_two_rows_and_columns_without_a_head(exam: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as made_:
        sheet = made_.add_worksheet()
        sheet.merge_range(0, 0, 0, 9, "客服认证 答题汇总")
        sheet.merge_range(1, 0, 2, 0, "考号")
        sheet.merge_range(1, 1, 2, 1, "卷别")
        sheet.merge_range(1, 2, 1, 8, "各题作答")
        sheet.write_row(2, 2, [f"第{number}题" for number in head(exam)[2:]])
        sheet.write_row(3, 0, ["Z1", "A", *answers(exam, "A"), "", "缺席一节"])
        sheet.merge_range(4, 0, 5, 0, "Z2")
        sheet.write_row(4, 1, ["B", *answers(exam, "B")])
        sheet.write_row(5, 1, ["B", *answers(exam, "B")])
    done, points, codes = outcome(exam, path)
    assert points == {"Z1": "12.00", "Z2": "12.00"}
    assert codes == {6: "row_without_candidate"}
    assert done.ignored == ("[K]",)


def test_zeros_lost_at_the_front_of_ids(personal: Path, tmp_path: Path) -> None:
    """12 is 0012; 34 may be two people; 1E5 became 100000; Z9 is as it was."""
    rows = [
        [who, form, *answers(personal, meant)]
        for who, form, meant in (
            (12, 12, "0012"),
            (34, 34, "0034"),
            (100000.0, 100000.0, "1E5"),
            ("Z9", "z9", "Z9"),
            (1.1010119900101e17, "Z9", "Z9"),
            (MARCH, "Z9", "Z9"),
        )
    ]
    done, points, codes = outcome(
        personal, book(tmp_path / "r.xlsx", [head(personal, "Z9"), *rows])
    )
    assert points == {"0012": "12.00", "Z9": "12.00"}
    assert codes == {
        3: "row_form_unclear",
        4: "row_form_unknown",
        6: "row_id_changed",
        7: "row_id_changed",
    }
    assert done.restored == (("12", "0012"),)


def test_one_id_in_two_spellings_stands_twice(personal: Path, tmp_path: Path) -> None:
    lines = [
        head(personal, "Z9"),
        ["12", "0012", *answers(personal, "0012")],
        ["0012", "0012", *answers(personal, "0012")],
        ["Z9", "Z9", *answers(personal, "Z9")],
        ["Ｚ９", "", *answers(personal, "Z9")],
    ]
    path = tmp_path / "r.csv"
    path.write_text("\n".join(",".join(map(str, line)) for line in lines), "utf-8")
    _, points, codes = outcome(personal, path)
    assert points == {}
    assert codes == {
        2: "row_candidate_twice",
        3: "row_candidate_twice",
        4: "row_candidate_twice",
        5: "row_without_form",
    }


def test_the_command_tells_what_it_put_back(personal: Path, tmp_path: Path) -> None:
    lines = [head(personal, "0012"), ["12", "12", *answers(personal, "0012")]]
    path = tmp_path / "r.csv"
    path.write_text("\n".join(",".join(map(str, line)) for line in lines), "utf-8")
    done = kaoka("exam", "grade", personal, path, "-o", tmp_path / "graded")
    assert (done.returncode, done.stderr) == (
        0,
        "Zeros put back at the front of ids (1): 12 → 0012\n",
    )


def test_an_answer_to_a_question_that_the_form_does_not_have(tmp_path: Path) -> None:
    """Forms differ in length where one case has more parts than another."""
    path = write_exam(tmp_path, BLUEPRINT)
    items = tmp_path / "bank/items/a.yaml"
    case = items.read_text("utf-8").partition("- id: hidden.case\n")[2]
    part = "\n    - {id: more, type: true_false, stem: 客服可以请她改天再打。, key: [错]}"
    longer = case.replace("王女士", "李女士").replace("\n  explanation", f"{part}\n  explanation")
    items.write_text(f"{items.read_text('utf-8')}- id: hidden.longer\n{longer}", "utf-8")
    build(path, tmp_path / "out", forms=6, formats=("html",))
    forms = {form["name"]: len(entries(form)) for form in read_manifest(tmp_path / "out")["forms"]}
    short, long = (next(name for name in forms if forms[name] == n) for n in (17, 18))
    rows = [
        ["candidate", "form", "1", "18"],
        ["Z1", short, "A", "B"],
        ["Z2", long, "A", "B"],
        ["Z3", short, "A", ""],
    ]
    (tmp_path / "r.csv").write_text("\n".join(map(",".join, rows)))
    _, points, codes = outcome(tmp_path / "out", tmp_path / "r.csv")
    assert (set(points), codes) == ({"Z2", "Z3"}, {2: "cell_beyond"})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (-3.0, "-3"),
        (-0.0, "0"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        (0.28999999999999998, "0.29"),
        (7e-7, "0.0000007"),
        (123456789012345.0, "123456789012345"),
        (110101199001011234.0, "1.10101199001011E+17"),
    ],
)
def test_numbers_are_written_as_excel_holds_them(value: float, text: str) -> None:
    assert number_text(value) == text


def test_what_is_no_xlsx_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "r.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert list(shown(tmp_path / "r.xls")) == []


def test_a_quote_marks_a_text_that_looks_like_a_date(tmp_path: Path) -> None:
    rows = [["3月4日", "4-Mar", "1月", MARCH, (30 / 24, "[h]:mm"), (5, "000")]]
    (found,) = read_table(book(tmp_path / "r.xlsx", rows))
    assert found == ["'3月4日", "'4-Mar", "1月", "2026-03-04", "1 day, 6:00:00", "005"]


@pytest.mark.parametrize(
    "name", ["1", "q1", "第1题", "1题", "NO.1", "１", "01", "1.0", "1、", "1."]
)
def test_heads_of_questions(name: str) -> None:
    head_, found = columns([["编号", "卷", name, "备注"]], {1, 2})
    assert (head_, found.numbers, found.ignored) == (1, {1: 2}, ("备注",))
