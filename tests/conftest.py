"""What every test may use: banks written on the spot, the shipped bank, golden files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kaoka import lang
from kaoka.bank.bank import Bank
from kaoka.jobs.bank import open_bank
from kaoka.question.model import Question

TODAY = date(2026, 11, 24)

BANK = """\
id: test
title: 测试题库
docs:
  course: {title: 课件, sections: {1: 第一节, 15: 及时响应}}
  law: {title: 中华人民共和国保险法, issuer: 全国人大常委会}
scope:
  channel: [phone, wechat]
  severity: [simple, major]
"""

WriteBank = Callable[..., Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write golden files anew")


@pytest.fixture(autouse=True)
def english() -> None:
    """Sentences are compared in English unless a test chooses otherwise."""
    lang.choose("en")


@pytest.fixture
def write_bank(tmp_path: Path) -> WriteBank:
    """Return a function that writes a bank with the given items and returns its folder."""

    def write(items: str, bank: str = BANK, name: str = "bank") -> Path:
        folder = tmp_path / name
        (folder / "items").mkdir(parents=True, exist_ok=True)
        (folder / "bank.yaml").write_text(bank, "utf-8")
        (folder / "items/a.yaml").write_text(items, "utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def shipped() -> tuple[Bank, tuple[Question, ...]]:
    """The shipped bank and its questions, as of a fixed day."""
    return open_bank(Path(__file__).parents[1] / "decks/insurance-service", TODAY)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a text with tests/golden/<name>, or writes it."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare
