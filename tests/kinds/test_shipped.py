"""What the shipped bank promises: its conflicts handled, its questions worth asking."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import pytest

from conftest import TODAY
from kaoka.bank.bank import Bank
from kaoka.bank.item import Item
from kaoka.kinds import kind
from kaoka.question.check import longest_keys
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings

Shipped = tuple[Bank, tuple[Question, ...]]

ROW = re.compile(r"^\| ([CR]\d\d) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
CODES = [f"C{n:02}" for n in range(1, 51)] + [f"R{n:02}" for n in range(1, 36)]


def rows(bank: Bank) -> dict[str, list[str]]:
    text = (bank.folder / "CONFLICTS.md").read_text("utf-8")
    return {row[1]: re.findall("`([^`]+)`", row[4]) for row in ROW.finditer(text)}


def test_every_conflict_has_a_row(shipped: Shipped) -> None:
    assert list(rows(shipped[0])) == CODES


def test_the_rows_name_items_of_the_bank(shipped: Shipped) -> None:
    bank, _ = shipped
    for code, ids in rows(bank).items():
        for id_ in ids:
            assert any(fnmatch(known, id_) for known in bank.by_id), (code, id_)


def test_no_question_offers_both_readings(shipped: Shipped) -> None:
    bank, asked = shipped
    for item in bank.items:
        for rival in item.conflicts_with:
            one, other = _amount(item), _amount(bank.by_id[rival])
            if not one or not other or one == other:
                continue
            for question in asked:
                if question.item in {item.id, rival}:
                    options = {*question.key, *question.distractors}
                    assert not {one, other} <= options, question.id


def test_the_bank_has_no_problem(shipped: Shipped) -> None:
    assert list(shipped[0].problems) == []


def test_facts_are_the_last_resort(shipped: Shipped) -> None:
    items = shipped[0].items
    assert sum(item.kind == "fact" for item in items) <= 0.15 * len(items)


def test_enough_to_ask_and_of_every_depth(shipped: Shipped) -> None:
    bank, asked = shipped
    examined = [question for question in asked if question.examable]
    assert len(asked) >= 1500
    assert sum(question.level != "remember" for question in examined) >= 0.25 * len(examined)
    assert sum(item.kind == "case" for item in bank.items) >= 12
    derived = _derived(bank)
    assert sum(question.id in derived for question in examined) >= 0.7 * len(examined)


def test_keys_are_not_told_by_their_length(shipped: Shipped) -> None:
    longest, singles = longest_keys(shipped[1])
    assert longest <= 0.35 * singles


def test_true_and_false_keep_the_balance(shipped: Shipped) -> None:
    judged = [question for question in shipped[1] if question.type == "true_false"]
    right = sum(question.key == ("对",) for question in judged)
    assert 0.4 <= right / len(judged) <= 0.6


@pytest.mark.parametrize("section", [n for n in range(1, 40) if n != 10])
def test_every_section_of_the_course_is_carried(shipped: Shipped, section: int) -> None:
    items = [
        item
        for item in shipped[0].items
        for source in item.source
        if (source.doc, source.section) == ("course", section)
    ]
    assert len(items) >= 3


def test_law_is_dated_and_cites_its_text(shipped: Shipped) -> None:
    for item in shipped[0].items:
        if item.kind == "clause":
            assert item.authority in {"law", "regulation", "industry"}, item.id
            assert item.reviewed_on, item.id


def _amount(item: Item) -> str | None:
    quantity = getattr(item, "quantity", None) or getattr(item, "limit", None)
    return quantity.text if quantity is not None else None


def _derived(bank: Bank) -> set[str]:
    """The ids of the questions that come from typed fields, whoever worded their stems."""
    near = Siblings(bank, TODAY)
    found: set[str] = set()
    for item in bank.items:
        made = kind(item.kind)
        if made is not None and item.kind not in {"question", "case"}:
            bare = item.model_copy(update={"ask": ()})
            found |= {question.id for question in made.derive(bare, near)}
    return found
