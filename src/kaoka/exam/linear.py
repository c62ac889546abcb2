"""Linear relaxation: can fractions of questions meet the limits? And if not, why not?

A bounded revised simplex in floats, after Chvátal, Linear Programming (1983), chapter 8,
with phase one only. Nothing rests on its rounding: points are rounded and checked in
integers, and a refusal counts only through its witness, which is checked in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_EPS = 1e-9
_DANTZIG = 400
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Answer:
    """A point that meets the limits, or the weights of a combination that none can meet."""

    point: list[float] | None
    weights: list[float]


class Relaxation:
    """Limits over cells: row i is the sum of its cells, between `least` and `most`."""

    def __init__(self, columns: Sequence[Sequence[int]], ends: Sequence[tuple[int, int]]) -> None:
        self.columns, self.ends = columns, ends

    def solve(self, low: Sequence[int], high: Sequence[int], near: Sequence[float]) -> Answer:
        """Look for a point between `low` and `high`, beginning at `near`."""
        return _Simplex(self.columns, self.ends, low, high, near).solve()


class _Simplex:
    def __init__(
        self,
        columns: Sequence[Sequence[int]],
        ends: Sequence[tuple[int, int]],
        low: Sequence[int],
        high: Sequence[int],
        near: Sequence[float],
    ) -> None:
        rows, cells = len(ends), len(columns)
        self.cells = cells
        self.columns = columns
        self.low = [*map(float, low), *(float(least) for least, _ in ends)]
        self.high = [*map(float, high), *(float(most) for _, most in ends)]
        inside = zip(self.low, near, self.high, strict=False)
        self.value = [*(min(max(a, x), b) for a, x, b in inside), *(0.0 for _ in ends)]
        for cell, column in enumerate(columns):
            for row in column:
                self.value[cells + row] += self.value[cell]
        width = zip(self.low, self.high, strict=True)
        self.movable = [n for n, (bottom, top) in enumerate(width) if top - bottom > _EPS]
        self.basis = [cells + row for row in range(rows)]
        self.is_basic = [False] * cells + [True] * rows
        self.inverse = [[-1.0 if i == k else 0.0 for k in range(rows)] for i in range(rows)]

    def solve(self) -> Answer:
        for step in range(_MOST):
            costs = [self._cost(variable) for variable in self.basis]
            if not any(costs):
                return Answer(self.value[: self.cells], [])
            weights = self._weights(costs)
            entering = self._entering(weights, first=step > _DANTZIG)
            if entering is None:
                return Answer(None, weights)
            self._move(*entering)
        return Answer(None, [])

    def _cost(self, variable: int) -> int:
        value = self.value[variable]
        if value > self.high[variable] + 1e-7:
            return 1
        return -1 if value < self.low[variable] - 1e-7 else 0

    def _weights(self, costs: Sequence[int]) -> list[float]:
        weights = [0.0] * len(costs)
        for cost, row in zip(costs, self.inverse, strict=True):
            if cost == 1:
                weights = [a + b for a, b in zip(weights, row, strict=True)]
            elif cost == -1:
                weights = [a - b for a, b in zip(weights, row, strict=True)]
        return weights

    def _entering(self, weights: Sequence[float], *, first: bool) -> tuple[int, int] | None:
        best, found = 1e-7, None
        for variable in self.movable:
            if self.is_basic[variable]:
                continue
            if variable < self.cells:
                slope = -sum([weights[row] for row in self.columns[variable]])
            else:
                slope = weights[variable - self.cells]
            if abs(slope) <= best:
                continue
            at_low = self.value[variable] <= self.low[variable] + _EPS
            at_high = self.value[variable] >= self.high[variable] - _EPS
            if (slope < 0 and not at_high) or (slope > 0 and not at_low):
                found = variable, (1 if slope < 0 else -1)
                if first:
                    return found
                best = abs(slope)
        return found

    def _move(self, variable: int, sign: int) -> None:
        column = self._column(variable)
        ahead = self.high if sign > 0 else self.low
        length = abs(ahead[variable] - self.value[variable])
        leaving, bound = -1, 0.0
        for row, weight in enumerate(column):
            rate = -sign * weight
            if abs(rate) < _EPS:
                continue
            room, stop = self._room(self.basis[row], rate)
            better = room < length - _EPS
            equal = leaving >= 0 and room < length + _EPS
            if better or (equal and self.basis[row] < self.basis[leaving]):
                length, leaving, bound = max(room, 0.0), row, stop
        for row, weight in enumerate(column):
            if weight:
                self.value[self.basis[row]] -= sign * weight * length
        self.value[variable] += sign * length
        if leaving >= 0:
            self.value[self.basis[leaving]] = bound
            self._pivot(leaving, variable, column)

    def _room(self, variable: int, rate: float) -> tuple[float, float]:
        """Return how far a basic variable may go, and the bound it then meets."""
        value, low, high = self.value[variable], self.low[variable], self.high[variable]
        if rate > 0:
            stop = low if value < low - 1e-7 else high
            return ((stop - value) / rate, stop) if value <= high + 1e-7 else (float("inf"), 0.0)
        stop = high if value > high + 1e-7 else low
        return ((stop - value) / rate, stop) if value >= low - 1e-7 else (float("inf"), 0.0)

    def _column(self, variable: int) -> list[float]:
        if variable >= self.cells:
            place = variable - self.cells
            return [-row[place] for row in self.inverse]
        rows = self.columns[variable]
        return [sum([row[place] for place in rows]) for row in self.inverse]

    def _pivot(self, leaving: int, entering: int, column: Sequence[float]) -> None:
        self.is_basic[self.basis[leaving]] = False
        self.is_basic[entering] = True
        self.basis[leaving] = entering
        pivot = column[leaving]
        top = [value / pivot for value in self.inverse[leaving]]
        for row, weight in enumerate(column):
            if row == leaving:
                self.inverse[row] = top
            elif weight:
                self.inverse[row] = [
                    value - weight * above
                    for value, above in zip(self.inverse[row], top, strict=True)
                ]
