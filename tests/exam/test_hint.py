"""One question that gives away the answer of another never stands on one paper with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from exam.samples import SEED, blueprint, question, section
from kaoka.bank.bank import Bank
from kaoka.errors import BlueprintError
from kaoka.exam.assemble import Drawing, assemble
from kaoka.exam.hint import ITEMS, Hint, hints
from kaoka.exam.pool import pool
from kaoka.question.model import Question

CASES = yaml.safe_load((Path(__file__).parent / "hints.yaml").read_text("utf-8"))


def made(item: str, written: Mapping[str, Any]) -> Question:
    """A question as a case writes it."""
    fields = dict(written)
    kind = fields.pop("type")
    wrong = fields.pop("wrong", [])
    fields |= {name: tuple(fields[name]) for name in ("key", "sequence") if name in fields}
    fields |= {
        name: tuple(map(tuple, fields[name])) for name in ("answers", "pairs") if name in fields
    }
    if "value" in fields:
        fields["value"] = Decimal(fields["value"])
    if "parts" in fields:
        fields["parts"] = tuple(made(item, part) for part in fields["parts"])
    return question(item, kind, distractors=tuple(wrong), **fields)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_what_gives_away_what(case: Mapping[str, Any]) -> None:
    asks, says = made("asks", case["asks"]), made("says", case["says"])
    told = [hint.answer for hint in hints([asks, says]) if hint.of == asks.id]
    assert told == ([case["gives"]] if "gives" in case else [])


def test_there_are_cases_of_both_kinds() -> None:
    assert {"gives" in case for case in CASES} == {True, False}


def pair(one: str = "asks", other: str = "says") -> tuple[Question, Question]:
    """Two singles of which the second gives the first away."""
    case = next(case for case in CASES if case["why"] == "a term, and its meaning below it")
    return made(one, case["asks"]), made(other, case["says"])


def test_questions_of_one_item_give_no_hint() -> None:
    asks, says = pair("one", "one")
    assert hints([asks, replace(says, id="one#g:single")]) == ()


def test_what_many_items_print_tells_nothing() -> None:
    asks, says = pair()
    enough = [replace(says, id=f"i{n}#f:single", item=f"i{n}") for n in range(ITEMS - 1)]
    one_more = replace(says, id="more#f:single", item="more")
    assert {hint.by for hint in hints([asks, *enough])} == {other.id for other in enough}
    assert hints([asks, *enough, one_more]) == ()


def test_neither_order_nor_wrong_options_matter(shipped: tuple[Bank, tuple[Question, ...]]) -> None:
    asked = shipped[1]
    found = hints(asked)
    others = [
        replace(one, distractors=()) if one.type == "single" else one for one in reversed(asked)
    ]
    assert hints(others) == found
    assert len({frozenset((hint.of, hint.by)) for hint in found}) > 100


def test_known_hints_of_the_shipped_bank(shipped: tuple[Bank, tuple[Question, ...]]) -> None:
    found = set(hints(shipped[1]))
    assert found >= {
        Hint(
            "change.types#action.loan:single",
            "term.policy-loan#plain:single",
            "保单贷款",
        ),
        Hint(
            "cl.compulsory-motor.a28-list#value:numeric",
            "cl.compulsory-motor.a29-pay#chain:ordering",
            "1日",
        ),
    }


def meeting(forms: Iterable[frozenset[str]], found: Iterable[Hint]) -> list[Hint]:
    """The hints of which both questions stand on one form."""
    return [hint for hint in found for form in forms if {hint.of, hint.by} <= form]


def test_a_found_pair_never_shares_a_paper() -> None:
    asked = [one for n in range(3) for one in pair(f"a{n}", f"b{n}")]
    asked += [question(f"i{n}") for n in range(6)]
    plan = blueprint([section("single", 5, options=2)])
    drawing = Drawing(plan, pool(plan, asked), SEED)
    forms = [
        frozenset(one.question.id for one in drawing.form(f"c{n}").asked()) for n in range(300)
    ]
    found = hints(asked)
    assert len(found) == 15  # each that asks by each that tells, which restate one another
    assert meeting(forms, found) == []
    for hint in found:
        assert any(hint.of in form for form in forms)
        assert any(hint.by in form for form in forms)


def test_the_shipped_papers_hold_no_found_pair(shipped: tuple[Bank, tuple[Question, ...]]) -> None:
    questions = shipped[1]
    counts = {"single": 40, "multiple": 10, "matching": 10, "numeric": 20}
    plan = blueprint([section(kind, count) for kind, count in counts.items()])
    drawing = Drawing(plan, pool(plan, questions), SEED)
    forms = [frozenset(one.question.id for one in drawing.form(f"c{n}").asked()) for n in range(20)]
    assert meeting(forms, hints(questions)) == []


def test_must_brings_a_found_pair_together() -> None:
    asked = [*pair(), *(question(f"i{n}") for n in range(6))]
    sections = [section("single", 2, options=2)]
    both = (("asks", "exam.yaml:9"), ("says", "exam.yaml:10"))
    (form,) = assemble(blueprint(sections, must=both), asked, seed=SEED)
    assert {one.question.item for one in form.asked()} == {"asks", "says"}


def test_a_section_that_names_a_found_pair_clashes() -> None:
    asked = [*pair(), *(question(f"i{n}") for n in range(6))]
    plan = blueprint([section("single", 2, options=2, named=("asks", "says"), drawn=False)])
    with pytest.raises(BlueprintError, match="blueprint_clash_enemies"):
        assemble(plan, asked, seed=SEED)
