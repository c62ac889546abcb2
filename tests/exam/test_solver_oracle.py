"""The draw does not depend on who decides whether a form exists: HiGHS gives the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import highspy
import numpy as np
import pytest

import kaoka
from kaoka.bank.bank import Bank
from kaoka.exam import counts
from kaoka.exam.assemble import Drawing
from kaoka.exam.pool import pool
from kaoka.question.model import Question

BLUEPRINTS = sorted((Path(__file__).parents[2] / "exams").glob("*.yaml"))
NAMES = ("A", "B", "候选人7")


def by_highs(
    self: counts.Counts, low: list[int], high: list[int], near: Sequence[float], steps: list[int]
) -> list[int] | None:
    """Decide in integers by branch and cut, from nothing, every time."""
    del near, steps
    size = len(low)
    model = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no types
    model.setOptionValue("output_flag", False)  # noqa: FBT003  # their signature
    model.addVars(size, np.array(low, float), np.array(high, float))
    every = np.arange(size, dtype=np.int32)
    whole = np.full(size, highspy.HighsVarType.kInteger)
    model.changeColsIntegrality(size, every, whole)
    for cells, least, most in self.limits:
        members = np.array(cells, dtype=np.int32)
        model.addRow(float(least), float(most), len(cells), members, np.ones(len(cells)))
    if any(a > b for a, b in zip(low, high, strict=True)):
        return None
    model.run()
    if model.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    return [round(value) for value in model.getSolution().col_value]


@pytest.mark.parametrize("path", BLUEPRINTS, ids=lambda path: path.stem)
def test_the_same_forms_by_another_solver(
    path: Path, shipped: tuple[Bank, tuple[Question, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    blueprint, _ = kaoka.load_blueprint(path)
    assert blueprint is not None
    seed = bytes(range(16))
    own = Drawing(blueprint, pool(blueprint, shipped[1]), seed)
    ours = [own.form(name) for name in NAMES]
    monkeypatch.setattr(counts.Counts, "find", by_highs)
    other = Drawing(blueprint, pool(blueprint, shipped[1]), seed)
    assert [other.form(name) for name in NAMES] == ours
