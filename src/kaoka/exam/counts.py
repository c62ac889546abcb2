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
_SWEEPS = 20


class Counts:
    """The limits over the cells of one system, and what has been learned about them.

    `hard` is set when a search under them was given up.
    """

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
        self.hard = False

    def find(
        self, low: list[int], high: list[int], near: Sequence[float], steps: list[int]
    ) -> list[int] | None:
        """Return the number to take from each cell, or None when there is no way.

        Args:
            low: the least of each cell; narrowed in place, as is `high`.
            high: the most of each cell.
            near: numbers to begin at; only the speed depends on them.
            steps: how many steps are left; counted down.

        Raises:
            BlueprintError: the search was given up (`draw_too_hard`).
        """
        steps[0] -= 1
        if steps[0] < 0:
            raise BlueprintError("draw_too_hard")
        if not narrow(low, high, self.limits) or self.refused(low, high):
            return None
        answer = self.relaxation.solve(low, high, near)
        if answer.point is None:
            if self._proven(answer.weights, low, high):
                return None
            return self._split(low, high, _widest(low, high), near, steps)
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
        point: Sequence[float],
        steps: list[int],
    ) -> list[int] | None:
        if cell is None:
            return None
        value = min(max(point[cell], low[cell]), high[cell])
        below = min(int(value), high[cell] - 1)
        halves = [(low[cell], below), (below + 1, high[cell])]
        if value > below:
            halves.reverse()
        for start, end in halves:
            lower, upper = list(low), list(high)
            lower[cell], upper[cell] = start, end
            found = self.find(lower, upper, point, steps)
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
    """Return the cell whose number is nearest to the next whole one, or None when all are whole."""
    best, found = 1.0, None
    for cell, value in enumerate(point):
        above = -value % 1.0
        if _WHOLE < above < 1 - _WHOLE and above < best:
            best, found = above, cell
    return found


def _widest(low: Sequence[int], high: Sequence[int]) -> int | None:
    cell = max(range(len(low)), key=lambda cell: high[cell] - low[cell], default=None)
    return None if cell is None or low[cell] == high[cell] else cell


def proportional(supply: Sequence[int], limits: Sequence[Limit]) -> list[float]:
    """Return a first guess: the supply scaled to each limit in turn, some times over.

    It begins with no more than all limits together ask for: a small set leaves room to
    give each question an item of its own.
    """
    share = min(1.0, sum(least for _, least, _ in limits) / max(1, sum(supply)))
    shares = [top * share for top in supply]
    for _ in range(_SWEEPS):
        for cells, least, most in limits:
            total = sum(shares[cell] for cell in cells)
            wanted = min(max(total, least), most)
            if total and wanted != total:
                for cell in cells:
                    shares[cell] *= wanted / total
    return [float(round(share)) for share in shares]
