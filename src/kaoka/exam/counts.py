"""How many questions to take from each cell so that every limit holds: exact search.

Branch and bound on the linear relaxation. A refusal of the relaxation is a weighted sum
of limits that cannot hold; it is checked in integers, and kept, for it holds in every
later search over the same limits and mostly decides it at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaoka.errors import BlueprintError
from kaoka.exam.linear import Relaxation

Limit = tuple[tuple[int, ...], int, int]
"""Cells, and the least and most questions taken from all of them together."""

Sum = tuple[tuple[tuple[int, int], ...], int, int]
"""Weights of cells, and between what their weighted sum lies in every solution."""

_SCALE = 5_040
"""Weights of refusals are mostly small fractions; this makes them whole."""

_MOST_KEPT = 200
_WHOLE = 1e-6


class Counts:
    """The limits over the cells of one system, and what has been learned about them."""

    def __init__(self, cells: int, limits: Sequence[Limit]) -> None:
        self.limits = tuple(limits)
        columns: list[list[int]] = [[] for _ in range(cells)]
        for number, (members, _, _) in enumerate(self.limits):
            for cell in members:
                columns[cell].append(number)
        self.columns = columns
        self.ends = [(least, most) for _, least, most in self.limits]
        self.relaxation = Relaxation(columns, self.ends)
        self.refusals: list[Sum] = []

    def find(self, low: list[int], high: list[int], steps: list[int]) -> list[int] | None:
        """Return the number to take from each cell, or None when there is no way.

        Raises:
            BlueprintError: the search was given up (`draw_too_hard`).
        """
        steps[0] -= 1
        if steps[0] < 0:
            raise BlueprintError("draw_too_hard")
        if not narrow(low, high, self.limits) or self.refused(low, high):
            return None
        answer = self.relaxation.solve(low, high)
        if answer.point is None:
            if self._proven(answer.weights, low, high):
                return None
            return self._split(low, high, _widest(low, high), None, steps)
        cell = _most_split(answer.point)
        if cell is None:
            counts = [round(value) for value in answer.point]
            if self._holds(counts, low, high):
                return counts
            cell = _widest(low, high)
        return self._split(low, high, cell, answer.point, steps)

    def refused(self, low: Sequence[int], high: Sequence[int]) -> bool:
        """Whether a sum learned before shows that there is no way."""
        return any(_breaks(total, low, high) for total in self.refusals)

    def _split(
        self,
        low: list[int],
        high: list[int],
        cell: int | None,
        point: Sequence[float] | None,
        steps: list[int],
    ) -> list[int] | None:
        if cell is None:
            return None
        value = point[cell] if point else (low[cell] + high[cell]) / 2
        below = min(int(value), high[cell] - 1)
        halves = [(low[cell], below), (below + 1, high[cell])]
        if value - below > 0.5:  # noqa: PLR2004  # the nearer half first
            halves.reverse()
        for start, end in halves:
            lower, upper = list(low), list(high)
            lower[cell], upper[cell] = start, end
            found = self.find(lower, upper, steps)
            if found is not None:
                return found
        return None

    def _proven(self, weights: Sequence[float], low: Sequence[int], high: Sequence[int]) -> bool:
        """Check a refusal in integers, and keep it when it holds."""
        whole = [round(weight * _SCALE) for weight in weights]
        if not any(whole):
            return False
        terms = tuple(
            (cell, weight)
            for cell, rows in enumerate(self.columns)
            if (weight := sum(whole[row] for row in rows))
        )
        ends = zip(whole, self.ends, strict=True)
        pairs = [(weight * least, weight * most) for weight, (least, most) in ends]
        total = terms, sum(map(min, pairs)), sum(map(max, pairs))
        if not _breaks(total, low, high):
            return False
        if len(self.refusals) < _MOST_KEPT:
            self.refusals.append(total)
        return True

    def _holds(self, counts: Sequence[int], low: Sequence[int], high: Sequence[int]) -> bool:
        inside = all(a <= x <= b for a, x, b in zip(low, counts, high, strict=True))
        return inside and all(
            least <= sum(counts[cell] for cell in cells) <= most
            for cells, least, most in self.limits
        )


def narrow(low: list[int], high: list[int], limits: Sequence[Limit]) -> bool:
    """Narrow the intervals until nothing changes; False when one becomes empty."""
    changed = True
    while changed:
        changed = False
        for cells, least, most in limits:
            bottom = sum([low[cell] for cell in cells])
            top = sum([high[cell] for cell in cells])
            if least > most or bottom > most or top < least:
                return False
            spare, slack = most - bottom, top - least
            if spare >= top - bottom and slack >= top - bottom:
                continue
            for cell in cells:
                width = high[cell] - low[cell]
                if width > spare:
                    high[cell] = low[cell] + spare
                    changed = True
                if width > slack:
                    low[cell] += width - slack
                    changed = True
                if low[cell] > high[cell]:
                    return False
    return True


def _breaks(total: Sum, low: Sequence[int], high: Sequence[int]) -> bool:
    terms, least, most = total
    bottom = top = 0
    for cell, weight in terms:
        if weight > 0:
            bottom += weight * low[cell]
            top += weight * high[cell]
        else:
            bottom += weight * high[cell]
            top += weight * low[cell]
    return bottom > most or top < least


def _most_split(point: Sequence[float]) -> int | None:
    """Return the cell whose number is farthest from whole, or None when all are whole."""
    cell = max(range(len(point)), key=lambda cell: abs(point[cell] - round(point[cell])), default=None)
    if cell is None or abs(point[cell] - round(point[cell])) < _WHOLE:
        return None
    return cell


def _widest(low: Sequence[int], high: Sequence[int]) -> int | None:
    cell = max(range(len(low)), key=lambda cell: high[cell] - low[cell], default=None)
    return None if cell is None or low[cell] == high[cell] else cell
