"""Every kind of mistake in a bank is told at its place, all at once."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import TODAY, WriteBank
from kaoka import lang
from kaoka.errors import BankError
from kaoka.jobs.bank import open_bank, open_questions
from kaoka.jobs.check import check_all

ITEM = """\
- id: a
  kind: term
  source: [{doc: course}]
  term: 犹豫期
  definition: 签收后可以反悔的一段时间
  explanation: 要记住。
"""
LIMIT = """\
- id: a
  kind: service_standard
  source: [{{doc: course}}]
  metric: 答复时限
  sentence: 应在{{}}内答复
  op: "<="
  value: {value}
  unit: 个工作日
  clock_starts: 收到投诉时
  explanation: 要记住。
"""
CASES = yaml.safe_load((Path(__file__).parent / "problems.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_problems_are_placed(case: dict[str, Any], write_bank: WriteBank) -> None:
    bank, _ = open_bank(write_bank(case["items"]), TODAY)
    found = [[p.code, p.line, p.column, p.meant] for p in bank.problems]
    assert found == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_problems_are_said_in_both_languages(case: dict[str, Any], write_bank: WriteBank) -> None:
    bank, _ = open_bank(write_bank(case["items"]), TODAY)
    for problem in bank.problems:
        english, chinese = lang.say(problem, "en"), lang.say(problem, "zh")
        assert "{" not in english.replace("{}", "")
        assert english != chinese
        assert any("\u4e00" <= c <= "\u9fff" for c in chinese)


def test_no_bank_is_the_one_thing_that_raises(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="bank_missing"):
        open_bank(tmp_path, TODAY)


@pytest.mark.parametrize(
    ("text", "code"),
    [("id: x\ntitle: y\n", "bank_head"), ("id: [\n", "bank_broken"), ("", "bank_broken")],
)
def test_a_bank_without_a_usable_head_raises(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "bank.yaml").write_text(text, "utf-8")
    with pytest.raises(BankError, match=code):
        open_bank(tmp_path, TODAY)


def test_nothing_is_made_of_a_bank_with_errors(write_bank: WriteBank) -> None:
    folder = write_bank("- id: a\n  kind: trem\n")
    with pytest.raises(BankError) as raised:
        open_questions(folder, TODAY)
    assert "line 2" in lang.say(raised.value, "en")


def test_a_file_that_is_not_utf8_is_told(write_bank: WriteBank) -> None:
    folder = write_bank("[]")
    (folder / "items/b.yaml").write_bytes("- id: a\n  kind: 术语\n".encode("gbk"))
    bank, _ = open_bank(folder, TODAY)
    assert [(p.code, p.line) for p in bank.problems] == [("not_utf8", 2)]


def test_a_byte_order_mark_is_no_character(write_bank: WriteBank) -> None:
    folder = write_bank("[]")
    (folder / "items/b.yaml").write_bytes(b"\xef\xbb\xbf- id: a\n  kind: trem\n")
    bank, _ = open_bank(folder, TODAY)
    assert [(p.code, p.line, p.column) for p in bank.problems] == [("unknown_kind", 2, 9)]


@pytest.fixture
def odd(write_bank: WriteBank) -> Path:
    """A bank beside whose one item stands whatever a disk may hold."""
    folder = write_bank(ITEM)
    items = folder / "items"
    (items / "dir.yaml").mkdir()
    (items / "dangling.yaml").symlink_to("nowhere.yaml")
    (items / "itself.yaml").symlink_to("itself.yaml")
    (items / "up").symlink_to("..")
    (items / ".#a.yaml").symlink_to("editor@host.1")
    (items / "._a.yaml").write_bytes(b"\x00\x05\x16\x07")
    (items / "more.yml").write_text(ITEM, "utf-8")
    os.mkfifo(items / "pipe.yaml")
    return folder


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
def test_what_is_no_file_is_told_and_the_rest_is_read(odd: Path) -> None:
    bank, _ = open_bank(odd, TODAY)
    assert [item.id for item in bank.items] == ["a"]
    assert [(Path(p.file).name, p.code, p.severity) for p in bank.problems] == [
        ("dangling.yaml", "file_unreadable", "error"),
        ("dir.yaml", "file_unreadable", "error"),
        ("itself.yaml", "file_unreadable", "error"),
        ("more.yml", "file_not_read", "warning"),
        ("pipe.yaml", "file_unreadable", "error"),
    ]


@pytest.mark.parametrize("depth", [60, 900, 20_000])
@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_deep_nesting_is_told_at_its_place(write_bank: WriteBank, depth: int, pair: str) -> None:
    begin = pair[0] if pair == "[]" else "{a: "
    bank, _ = open_bank(write_bank(f"- note: {begin * depth}{pair[1] * depth}\n"), TODAY)
    assert "yaml_deep" in {p.code for p in bank.problems}
    assert {p.line for p in bank.problems} == {1}


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("", [("bank_file_empty", 1, 1)]),
        ("- a\n", [("file_not_mapping", 1, 1)]),
        (
            "id: x\ntitel: y\n",
            [("missing_field", 1, 1), ("missing_field", 1, 1), ("unknown_field", 2, 1)],
        ),
        ("id: x\ntitle: y\nlang: fr\ndocs: {}\n", [("bad_choice", 3, 7)]),
        ('id: "x\n', [("yaml_quote", 1, 5)]),
    ],
)
def test_a_broken_head_is_told_as_problems(
    tmp_path: Path, text: str, expect: list[tuple[str, int, int]]
) -> None:
    (tmp_path / "bank.yaml").write_text(text, "utf-8")
    found = check_all([str(tmp_path)], TODAY).problems
    assert sorted((p.code, p.line, p.column) for p in found) == expect
    with pytest.raises(BankError) as raised:
        open_bank(tmp_path, TODAY)
    for language in lang.LANGUAGES:
        said = lang.say(raised.value, language)
        assert all(lang.say(problem, language) in said for problem in found)


def test_an_error_travels_between_processes(tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").write_text("- a\n", "utf-8")
    with pytest.raises(BankError) as raised:
        open_bank(tmp_path, TODAY)
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301  # our own bytes
    assert type(again) is BankError
    assert lang.say(again) == lang.say(raised.value)


def test_a_calendar_is_checked(write_bank: WriteBank) -> None:
    folder = write_bank(ITEM)
    text = "source: 通知\nyears: [2026]\nholidays: [[2026-10-07, 2026-10-01]]\n"
    (folder / "calendar.yaml").write_text(text, "utf-8")
    bank, _ = open_bank(folder, TODAY)
    assert [(p.code, Path(p.file).name) for p in bank.problems] == [
        ("calendar_span", "calendar.yaml")
    ]
    (folder / "calendar.yaml").write_text("source: 通知\nyears: [9999]\n", "utf-8")
    bank, _ = open_bank(folder, TODAY)
    assert [(p.code, p.line, p.column) for p in bank.problems] == [("out_of_range", 2, 9)]


def test_a_limit_beyond_the_calendar_asks_for_no_latest_day(write_bank: WriteBank) -> None:
    for value, asked in [(5, True), (300, False), (999_999_999, False)]:
        folder = write_bank(LIMIT.format(value=value))
        text = "source: 通知\nyears: [2026]\n"
        (folder / "calendar.yaml").write_text(text, "utf-8")
        _, questions = open_bank(folder, TODAY)
        assert any(q.fact == "deadline" for q in questions) == asked


def test_every_code_has_a_sentence_and_a_remedy_in_both_languages() -> None:
    for code in lang.codes():
        english, chinese = lang.message(code, "en"), lang.message(code, "zh")
        assert english is not None
        assert chinese is not None
        assert english.text != chinese.text, code
