"""Every kind of mistake in a bank is told at its place, all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import TODAY, WriteBank
from kaoka import lang
from kaoka.errors import BankError
from kaoka.jobs.bank import open_bank, open_questions

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


def test_every_code_has_a_sentence_and_a_remedy_in_both_languages() -> None:
    for code in lang.codes():
        english, chinese = lang.message(code, "en"), lang.message(code, "zh")
        assert english is not None
        assert chinese is not None
        assert english.text != chinese.text, code
