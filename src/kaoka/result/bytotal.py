"""How often each answer to a question stands with each total: what the analysis counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from kaoka.result.score import Column

_SEARCH = 20
"""With so many candidates for each pair of cell and total, searching is worth it."""


@dataclass(frozen=True, slots=True)
class ByTotal:
    """The rows of a batch by their totals.

    `sort` puts a column in their order, lowest total first; `runs` tells where in it each
    total begins and ends.
    """

    totals: Sequence[int]
    sort: Callable[[Sequence[str]], Iterable[str]]
    runs: Sequence[tuple[int, int, int]]

    def pairs(self, column: Column) -> Iterator[tuple[tuple[str, int], int]]:
        """Yield each (cell, total) of a column, and how often it stands.

        Where many candidates share few totals and cells, a cell becomes a character and
        each run of the text is searched for it: that takes half the time.
        """
        cells = list(column.chosen)
        if len(cells) * len(self.runs) * _SEARCH > len(self.totals):
            yield from Counter(zip(column.cells, self.totals, strict=True)).items()
            return
        places = {cell: chr(place) for place, cell in enumerate(cells)}
        text = "".join(map(places.__getitem__, self.sort(column.cells)))
        for total, start, end in self.runs:
            for cell, place in places.items():
                if count := text.count(place, start, end):
                    yield (cell, total), count


def by_total(totals: Sequence[int]) -> ByTotal:
    """Sort the places of rows by their totals."""
    runs, start = [], 0
    for total, count in sorted(Counter(totals).items()):
        runs.append((total, start, start + count))
        start += count
    order = sorted(range(len(totals)), key=totals.__getitem__)
    sort = itemgetter(*order) if len(order) > 1 else tuple  # of one place it gives no tuple
    return ByTotal(totals, sort, runs)
