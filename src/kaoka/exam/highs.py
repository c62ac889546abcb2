"""The search by HiGHS (extra `assembly`), for blueprints where our own takes too long.

One whole number, 0 or 1, for each question; branch and cut decides. What it finds is
checked here in whole numbers; that there is nothing, it is believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import highspy
import numpy as np

from kaoka.errors import BlueprintError
from kaoka.exam.solve import System, Wanted

Row = tuple[frozenset[int], int, int]
"""Questions, and the least and most of them that a set holds."""


class _Silent(highspy.Highs):
    """HiGHS on one thread, without the lines that it prints when callbacks are enabled."""

    def enableCallbacks(self) -> None:  # noqa: N802  # their name
        """Do so, in silence."""
        self.setOptionValue("output_flag", False)  # noqa: FBT003  # their signature
        self.setOptionValue("threads", 1)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # it has no types


def solve(system: System, wanted: Wanted) -> frozenset[int] | None:
    """Return a set that meets every bound and holds what is wanted; None when there is none.

    Raises:
        BlueprintError: HiGHS came to no answer (`draw_too_hard`).
    """
    rows = tuple(_rows(system, wanted))
    model = _Silent()  # type: ignore[no-untyped-call]  # it has no types
    size = len(system.cells)
    low = np.array([question in wanted.fixed for question in range(size)], float)
    model.addVars(size, low, np.ones(size))
    whole = np.full(size, highspy.HighsVarType.kInteger)
    model.changeColsIntegrality(size, np.arange(size, dtype=np.int32), whole)
    for members, least, most in rows:
        columns = np.array(sorted(members), dtype=np.int32)
        model.addRow(float(least), float(most), len(columns), columns, np.ones(len(columns)))
    model.run()
    status = model.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    values = enumerate(model.getSolution().col_value)
    found = frozenset(question for question, value in values if value > 0.5)  # nearest whole
    if status != highspy.HighsModelStatus.kOptimal or not _holds(found, wanted, rows):
        raise BlueprintError("draw_too_hard")
    return found


def _rows(system: System, wanted: Wanted) -> Iterator[Row]:
    for bound in system.bounds:
        yield bound.members, bound.least, bound.most
    asked = [frozenset(questions) for questions in system.by_item]
    for item, questions in enumerate(asked):
        yield questions, 0, 1
        for other in system.pool.enemies.get(item, ()):
            if item < other:
                yield questions | asked[other], 0, 1
    taken = Counter(system.cells[question] for question in wanted.fixed)
    for cell in wanted.closed:
        yield frozenset(system.members[cell]), 0, taken[cell]
    if wanted.more is not None:
        members = frozenset(system.members[wanted.more])
        yield members, taken[wanted.more] + 1, len(members)


def _holds(found: frozenset[int], wanted: Wanted, rows: Iterable[Row]) -> bool:
    counted = ((len(members & found), least, most) for members, least, most in rows)
    return wanted.fixed <= found and all(least <= count <= most for count, least, most in counted)
