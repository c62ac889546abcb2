"""The shipped blueprints can be drawn for a class, and the papers differ."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

import kaoka
from kaoka.bank.bank import Bank
from kaoka.question.model import Question

BLUEPRINTS = sorted((Path(__file__).parents[2] / "exams").glob("*.yaml"))
SEED = bytes(range(16))


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_fifty_forms_share_little(path: Path, shipped: tuple[Bank, tuple[Question, ...]]) -> None:
    blueprint, problems = kaoka.load_blueprint(path)
    assert blueprint is not None
    assert list(problems) == []
    names = [f"{number:02}" for number in range(50)]
    forms = kaoka.assemble(blueprint, shipped[1], seed=SEED, names=names)
    held = [
        {asked.question.id for section in form.sections for asked in section.asked}
        for form in forms
    ]
    assert len(held) == 50
    assert len(held[0]) >= 40
    for one, other in combinations(held, 2):
        assert len(one & other) <= 0.6 * len(one)


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_points_sum_to_a_hundred(path: Path) -> None:
    blueprint, _ = kaoka.load_blueprint(path)
    assert blueprint is not None
    assert sum(section.count * section.points for section in blueprint.sections) == 100
