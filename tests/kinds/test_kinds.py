"""What the fields of each kind are turned into: golden files, read like code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import TODAY, WriteBank
from kaoka import kinds
from kaoka.bank.bank import Bank
from kaoka.bank.item import Item
from kaoka.jobs.bank import open_bank
from kaoka.jobs.listing import readable
from kaoka.kinds.ask import questions
from kaoka.question.model import Question
from kaoka.text import normal

CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
Shipped = tuple[Bank, tuple[Question, ...]]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_questions_of_a_kind(
    case: Path, write_bank: WriteBank, golden: Callable[[str, str], None]
) -> None:
    bank, asked = open_bank(write_bank(case.read_text("utf-8")), TODAY)
    assert {p.code for p in bank.problems} <= {"no_explanation"}
    shown = "\n".join(line for question in asked for line in readable(question))
    golden(f"questions/{case.stem}.txt", shown)


def test_every_kind_has_a_case() -> None:
    assert {path.stem for path in CASES} == set(kinds.OURS)


def test_every_kind_is_used_by_the_shipped_bank(shipped: Shipped) -> None:
    bank, asked = shipped
    counts = {kind: sum(item.kind == kind for item in bank.items) for kind in kinds.OURS}
    assert {kind for kind, count in counts.items() if count < 3} == set()
    assert {question.kind for question in asked} == set(kinds.OURS)


def test_all_types_are_used(shipped: Shipped) -> None:
    types = {question.type for question in shipped[1]}
    wanted = {"single", "multiple", "true_false", "fill", "numeric"}
    wanted |= {"ordering", "matching", "short", "case"}
    assert types == wanted


def test_ids_are_unique_ascii_and_name_their_item(shipped: Shipped) -> None:
    ids = [question.id for question in shipped[1]]
    assert len(set(ids)) == len(ids)
    for question in shipped[1]:
        assert question.id.isascii()
        assert question.id.startswith(f"{question.item}#")


def test_no_right_answer_stands_among_the_distractors(shipped: Shipped) -> None:
    bank, asked = shipped
    for question in asked:
        keys = {normal(text) for text in (*question.key, *bank.by_id[question.item].synonyms)}
        assert keys.isdisjoint(map(normal, question.distractors)), question.id


def test_no_conflicting_value_stands_among_the_distractors(shipped: Shipped) -> None:
    bank, asked = shipped
    for question in asked:
        rivals = bank.by_id[question.item].conflicts_with
        from_items = {source.partition("#")[0] for source in question.distractor_items}
        assert from_items.isdisjoint(rivals), question.id


def test_what_is_in_dispute_or_out_of_force_is_not_examined(shipped: Shipped) -> None:
    bank, asked = shipped
    for question in asked:
        item = bank.by_id[question.item]
        if item.confidence in {"ambiguous", "disputed"} or not item.in_force(TODAY):
            assert not question.examable, question.id


def test_the_order_of_items_changes_no_question(shipped: Shipped) -> None:
    bank, _ = shipped
    some = bank.items[::4]
    turned = (some[::-1], some[7:] + some[:7])
    first = {q.id: q for q in questions(_only(bank, some), as_of=TODAY)}
    for items in turned:
        assert {q.id: q for q in questions(_only(bank, items), as_of=TODAY)} == first


def test_one_more_sibling_moves_no_other_distractor(shipped: Shipped) -> None:
    bank, _ = shipped
    terms = tuple(item for item in bank.items if item.kind == "term")
    fewer = {q.id: q for q in questions(_only(bank, terms[:-1]), as_of=TODAY)}
    for question in questions(_only(bank, terms), as_of=TODAY):
        before = fewer.get(question.id)
        if before is not None:
            kept = [text for text in question.distractors if text in before.distractors]
            assert len(before.distractors) - len(kept) <= 1
            assert kept == [text for text in before.distractors if text in kept]


def _only(bank: Bank, items: tuple[Item, ...]) -> Bank:

    return replace(bank, items=items)


def test_a_clause_goes_out_of_force_with_its_law(write_bank: WriteBank) -> None:
    case = Path(__file__).parent / "cases/clause.yaml"
    _, asked = open_bank(write_bank(case.read_text("utf-8")), TODAY)
    examined = {question.item for question in asked if question.examable}
    assert "cl.a24" in examined
    assert "cl.gone" not in examined
