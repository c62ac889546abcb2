"""Exact search: is there a set of questions that meets every bound, and which one?

Questions that lie in the same bounds form a cell; only the number taken from each cell
matters. `counts` finds those numbers; then cells are matched to items (an item is asked
once). A matching that fails is learned as one more limit (Hall's condition), enemies
are branched on only where a found set holds both. Every step is exact: None means that
no set exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kaoka.errors import BlueprintError
from kaoka.exam.counts import Counts, Limit, proportional
from kaoka.exam.pool import Pool
from kaoka.exam.rules import Bound

_STEPS = 5_000


@dataclass(frozen=True, slots=True)
class System:
    """A pool under bounds: the cell of each question, and the limits on cells.

    `limits` are what the bounds say of cells, `counts` the search under them.
    """

    pool: Pool
    bounds: tuple[Bound, ...]
    within: tuple[tuple[int, ...], ...]
    cells: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]
    limits: tuple[Limit, ...]
    counts: Counts
    by_item: tuple[tuple[int, ...], ...]
    offers: tuple[frozenset[int], ...]
    supply: tuple[int, ...]


def system(pool: Pool, bounds: Sequence[Bound]) -> System:
    """Sort the questions of a pool into cells."""
    count = len(pool.questions)
    lists: list[list[int]] = [[] for _ in range(count)]
    for number, bound in enumerate(bounds):
        for question in bound.members:
            lists[question].append(number)
    within = tuple(map(tuple, lists))
    numbers = {key: number for number, key in enumerate(sorted(set(within)))}
    cells = tuple(numbers[key] for key in within)
    members: list[list[int]] = [[] for _ in numbers]
    by_item: list[list[int]] = [[] for _ in range(max(pool.items, default=-1) + 1)]
    for question, cell in enumerate(cells):
        members[cell].append(question)
        by_item[pool.items[question]].append(question)
    limits = _limits(bounds, numbers)
    offers = tuple(frozenset(cells[question] for question in asked) for asked in by_item)
    supply = Counter(cell for offer in offers for cell in offer)
    return System(
        pool=pool,
        bounds=tuple(bounds),
        within=within,
        cells=cells,
        members=tuple(map(tuple, members)),
        limits=limits,
        counts=Counts(len(members), limits),
        by_item=tuple(map(tuple, by_item)),
        offers=offers,
        supply=tuple(supply[cell] for cell in range(len(members))),
    )


def under(system: System, bounds: Sequence[Bound]) -> System:
    """Return the system under other bounds, each of which takes or leaves whole cells."""
    limits = tuple(
        (
            tuple(n for n, members in enumerate(system.members) if members[0] in bound.members),
            bound.least,
            bound.most,
        )
        for bound in bounds
    )
    counts = Counts(len(system.members), limits)
    return replace(system, bounds=tuple(bounds), limits=limits, counts=counts)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a set must hold besides meeting the bounds, and what is known of it.

    `fixed` are questions in it, `more` a cell that gives it at least one further
    question, `closed` cells that can give it none. `near` is a set nearby, on which
    only the speed depends.
    """

    fixed: frozenset[int] = frozenset()
    more: int | None = None
    closed: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()


def solve(system: System, wanted: Wanted = Wanted()) -> frozenset[int] | None:
    """Return a set that meets every bound and holds what is wanted; None when there is none.

    Where our own search takes too long, HiGHS decides, if it is installed.

    Raises:
        BlueprintError: the search was given up (`draw_too_hard`).
    """
    if not system.counts.hard:
        try:
            return _apart(system, wanted, frozenset(), [_STEPS])
        except BlueprintError:
            system.counts.hard = True
    try:
        from kaoka.exam import highs
    except ImportError:
        raise BlueprintError("draw_too_hard") from None
    return highs.solve(system, wanted)


def _apart(
    system: System,
    wanted: Wanted,
    banned: frozenset[int],
    steps: list[int],
) -> frozenset[int] | None:
    """Solve without looking at enemies, then branch on a pair that met."""
    pool, fixed = system.pool, wanted.fixed
    held = {pool.items[question] for question in fixed}
    if len(held) < len(fixed) or any(pool.enemies.get(item, frozenset()) & held for item in held):
        return None
    away = banned.union(*(pool.enemies.get(item, frozenset()) for item in held))
    found = _Search(system, wanted, away, steps).run()
    if found is None:
        return None
    items = {pool.items[question] for question in found}
    for item in sorted(items & pool.enemies.keys()):
        for other in sorted(pool.enemies[item] & items):
            for out in (item, other):
                if out not in held:
                    answer = _apart(system, wanted, banned | {out}, steps)
                    if answer is not None:
                        return answer
            return None
    return found


class _Search:
    """One exact search over the number of questions taken from each cell."""

    def __init__(
        self,
        system: System,
        wanted: Wanted,
        away: frozenset[int],
        steps: list[int],
    ) -> None:
        fixed = wanted.fixed
        self.system, self.wanted, self.fixed, self.steps = system, wanted, fixed, steps
        self.taken = Counter(system.cells[question] for question in fixed)
        self.gone = away | {system.pool.items[question] for question in fixed}
        self.learned: list[Limit] = []

    def run(self) -> frozenset[int] | None:
        """Return a set, or None."""
        low, high = self._ends()
        for cell in self.wanted.closed:
            high[cell] = low[cell]
        if self.wanted.more is not None:
            low[self.wanted.more] += 1
        search = self.system.counts
        near = self._near()
        while True:
            counts = search.find(list(low), list(high), near, self.steps)
            if counts is None:
                return None
            found = self._match(counts)
            if found is not None:
                return found
            search = Counts(len(low), (*self.system.limits, *self.learned))

    def _ends(self) -> tuple[list[int], list[int]]:
        """Return the least and most that each cell can give."""
        low = [self.taken[cell] for cell in range(len(self.system.members))]
        high = list(map(int.__add__, low, self.system.supply))
        for item in self.gone:
            for cell in self.system.offers[item]:
                high[cell] -= 1
        return low, high

    @cached_property
    def free(self) -> dict[frozenset[int], list[int]]:
        """The items that are left, by the cells that they offer."""
        free: dict[frozenset[int], list[int]] = {}
        for item, offer in enumerate(self.system.offers):
            if item not in self.gone:
                free.setdefault(offer, []).append(item)
        return free

    def _near(self) -> list[float]:
        if not self.wanted.near:
            return proportional(self.system.supply, self.system.limits)
        near = [0.0] * len(self.system.members)
        for question in self.wanted.near:
            near[self.system.cells[question]] += 1
        return near

    def _match(self, counts: Sequence[int]) -> frozenset[int] | None:
        """Match cells to items of their own; learn from the cells that found too few."""
        left = {offer: len(items) for offer, items in self.free.items()}
        flow: Counter[tuple[int, frozenset[int]]] = Counter()
        for cell, count in enumerate(counts):
            for _ in range(count - self.taken[cell]):
                stuck = _augment(cell, left, flow)
                if stuck:
                    supply = sum(len(items) for offer, items in self.free.items() if offer & stuck)
                    most = supply + sum(self.taken[cell] for cell in stuck)
                    self.learned.append((tuple(sorted(stuck)), 0, most))
                    return None
        return self.fixed | self._questions(flow)

    def _questions(self, flow: Mapping[tuple[int, frozenset[int]], int]) -> set[int]:
        """Take items for the cells, none that shares no paper with another where that is easy."""
        system, enemies = self.system, self.system.pool.enemies
        waiting = {offer: dict.fromkeys(items) for offer, items in self.free.items()}
        chosen, away = set(), set[int]()
        for (cell, offer), count in flow.items():
            for _ in range(count):
                left = waiting[offer]
                item = next((one for one in left if one not in away), None)
                item = next(iter(left)) if item is None else item
                del left[item]
                away |= enemies.get(item, frozenset())
                chosen.add(next(q for q in system.by_item[item] if system.cells[q] == cell))
        return chosen


def _augment(
    cell: int, left: dict[frozenset[int], int], flow: Counter[tuple[int, frozenset[int]]]
) -> set[int]:
    """Give `cell` one more item, moving others where needed; else return the cells stuck."""
    came: dict[frozenset[int], int] = {}
    through: dict[int, frozenset[int]] = {}
    seen, queue = {cell}, [cell]
    for current in queue:
        for offer, spare in left.items():
            if current not in offer or offer in came:
                continue
            came[offer] = current
            if spare:
                left[offer] -= 1
                _shift(cell, offer, came, through, flow)
                return set()
            for other in offer:
                if other not in seen and flow[other, offer]:
                    seen.add(other)
                    through[other] = offer
                    queue.append(other)
    return seen


def _shift(
    start: int,
    offer: frozenset[int],
    came: Mapping[frozenset[int], int],
    through: Mapping[int, frozenset[int]],
    flow: Counter[tuple[int, frozenset[int]]],
) -> None:
    current = came[offer]
    flow[current, offer] += 1
    while current != start:
        given_up = through[current]
        flow[current, given_up] -= 1
        current = came[given_up]
        flow[current, given_up] += 1


def _limits(bounds: Sequence[Bound], numbers: Mapping[tuple[int, ...], int]) -> tuple[Limit, ...]:
    """Return the bounds over cells, those over the same cells as one, idle ones left out."""
    ends: dict[tuple[int, ...], tuple[int, int]] = {}
    for number, bound in enumerate(bounds):
        cells = tuple(cell for key, cell in numbers.items() if number in key)
        least, most = ends.get(cells, (0, len(bound.members)))
        ends[cells] = max(least, bound.least), min(most, bound.most)
    return tuple((cells, least, most) for cells, (least, most) in ends.items())
