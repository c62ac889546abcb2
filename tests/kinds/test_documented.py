"""docs/kinds.md tells every field that an author may write, and every fact that is derived."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import TODAY, WriteBank
from kaoka import kinds
from kaoka.bank.bank import Bank
from kaoka.bank.item import Item
from kaoka.jobs.bank import open_bank
from kaoka.question.model import Question
from kaoka.question.siblings import Siblings

HEADER, REST = (
    (Path(__file__).parents[2] / "docs/kinds.md").read_text("utf-8").split("\n## 类型", 1)
)
PARAGRAPHS = dict(re.findall(r"\*\*(\w+)\*\* (.*?)(?=\n\*\*\w+\*\* |\n## )", REST, re.DOTALL))
ROW = re.compile(r"^\| ([a-z_]+(?:, [a-z_]+)*) \| (`.+) \|$", re.MULTILINE)
FACTS = {
    kind: set(re.findall("`([a-z.<>]+)`", row[2]))
    for row in ROW.finditer(REST)
    for kind in row[1].split(", ")
}
CASES = Path(__file__).parent / "cases"


def test_the_fields_of_every_item_are_told() -> None:
    told = set(re.findall("`([a-z_]+)`", HEADER))
    assert set(Item.model_fields) <= told


@pytest.mark.parametrize("name", kinds.OURS)
def test_the_fields_of_a_kind_are_told(name: str) -> None:
    model = kinds.model_of(name)
    assert model is not None
    own = {field.alias or key for key, field in model.model_fields.items()}
    told = set(re.findall(r"\w+", PARAGRAPHS[name]))
    assert own - set(Item.model_fields) <= told


@pytest.mark.parametrize("name", [kind for kind in kinds.OURS if kind != "question"])
def test_the_facts_of_a_kind_are_those_of_the_table(
    name: str, write_bank: WriteBank, shipped: tuple[Bank, tuple[Question, ...]]
) -> None:
    case, _ = open_bank(write_bank((CASES / f"{name}.yaml").read_text("utf-8")), TODAY)
    made = kinds.kind(name)
    assert made is not None
    found: set[str] = set()
    for bank in (case, shipped[0]):
        near = Siblings(bank, TODAY)
        for item in bank.items:
            if item.kind == name:
                found |= {question.fact for question in made.derive(item, near)}
    assert {re.sub(r"^(step|action|limit)\..*", r"\1.<id>", fact) for fact in found} == FACTS[name]
