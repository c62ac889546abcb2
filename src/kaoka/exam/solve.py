"""Exact search: is there a set of questions that meets every bound, and which one?

Questions that lie in the same bounds form a cell; only the number taken from each cell
matters. `counts` finds those numbers; then cells are matched to items (an item is asked
once). A matching that fails is learned as one more limit (Hall's condition), enemies
are branched on only where a found set holds both. Every step is exact: None means that
no set exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kaoka.exam.counts import Counts, Limit, narrow
from kaoka.exam.pool import Pool
from kaoka.exam.rules import Bound

_LARGEST_CLOSURE = 300
_STEPS = 5_000

@dataclass(frozen=True, slots=True)
class System:
    """A pool under bounds: the cell of each question, and the limits on cells.

    `limits` are what the bounds say; `implied` are consequences, which let a
    contradiction show without search.
    """

    pool: Pool
    bounds: tuple[Bound, ...]
    within: tuple[tuple[int, ...], ...]
    cells: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]
    limits: tuple[Limit, ...]
    implied: tuple[Limit, ...]
    counts: Counts
    by_item: tuple[tuple[int, ...], ...]


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
    offered = [{cells[question] for question in questions} for questions in by_item]
    masks = _masks(bounds, numbers)
    limits = _limits(masks)
    return System(
        pool=pool,
        bounds=tuple(bounds),
        within=within,
        cells=cells,
        members=tuple(map(tuple, members)),
        limits=limits,
        implied=_limits(_closure(masks, _Supply(offered), len(numbers))),
        counts=Counts(len(members), limits),
        by_item=tuple(map(tuple, by_item)),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a set must hold besides meeting the bounds, and what is known of it.

    `fixed` are questions in it, `more` a cell that gives it at least one further
    question, `closed` cells that can give it none.
    """

    fixed: frozenset[int] = frozenset()
    more: int | None = None
    closed: frozenset[int] = frozenset()


def solve(system: System, wanted: Wanted = Wanted()) -> frozenset[int] | None:  # noqa: B008
    """Return a set that meets every bound and holds what is wanted; None when there is none.

    Raises:
        BlueprintError: the search was given up (`draw_too_hard`).
    """
    return _apart(system, wanted, frozenset(), [_STEPS])


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
        gone = away | {system.pool.items[question] for question in fixed}
        self.free: dict[frozenset[int], list[int]] = {}
        for item, questions in enumerate(system.by_item):
            if item not in gone:
                offer = frozenset(system.cells[question] for question in questions)
                self.free.setdefault(offer, []).append(item)
        self.learned: list[Limit] = []

    def run(self) -> frozenset[int] | None:
        """Return a set, or None."""
        cells = range(len(self.system.members))
        low = [self.taken[cell] for cell in cells]
        high = list(low)
        for offer, items in self.free.items():
            for cell in offer:
                high[cell] += len(items)
        for cell in self.wanted.closed:
            high[cell] = low[cell]
        if self.wanted.more is not None:
            low[self.wanted.more] += 1
        if not narrow(low, high, self.system.implied):
            return None
        search = self.system.counts
        while True:
            counts = search.find(list(low), list(high), self.steps)
            if counts is None:
                return None
            found = self._match(counts)
            if found is not None:
                return found
            search = Counts(len(low), (*self.system.limits, *self.learned))

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
        waiting = {offer: iter(items) for offer, items in self.free.items()}
        chosen = set()
        for (cell, offer), count in flow.items():
            for _ in range(count):
                item = next(waiting[offer])
                chosen.add(
                    next(q for q in self.system.by_item[item] if self.system.cells[q] == cell)
                )
        return chosen


def _augment(
    cell: int, left: dict[frozenset[int], int], flow: Counter[tuple[int, frozenset[int]]]
) -> set[int]:
    """Give `cell` one more item, moving others where needed; else return the cells stuck."""
    came: dict[frozenset[int], int] = {}
    through: dict[int, frozenset[int]] = {}
    seen, queue = {cell}, [cell]
    for current in queue:
        for offer in left:
            if current not in offer or offer in came:
                continue
            came[offer] = current
            if left[offer]:
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


class _Supply:
    """How many items offer something in a group of cells."""

    def __init__(self, offered: Sequence[set[int]]) -> None:
        self.offers = Counter(sum(1 << cell for cell in offer) for offer in offered)
        self.known: dict[int, int] = {}

    def __call__(self, mask: int) -> int:
        if mask not in self.known:
            self.known[mask] = sum(count for offer, count in self.offers.items() if offer & mask)
        return self.known[mask]


Masks = dict[int, tuple[int, int]]


def _masks(bounds: Sequence[Bound], numbers: Mapping[tuple[int, ...], int]) -> Masks:
    masks: Masks = {}
    for number, bound in enumerate(bounds):
        mask = sum(1 << cell for key, cell in numbers.items() if number in key)
        _tighten(masks, mask, bound.least, bound.most)
    return masks


def _tighten(masks: Masks, mask: int, least: int, most: int) -> bool:
    before = masks.get(mask)
    after = (max(least, before[0]), min(most, before[1])) if before else (max(least, 0), most)
    masks[mask] = after
    return after != before


def _closure(masks: Masks, supply: _Supply, cells: int) -> Masks:
    """Add what two limits say together: of their overlap, union and differences."""
    closed = dict(masks)
    closed.setdefault((1 << cells) - 1, (0, len(supply.offers) and supply((1 << cells) - 1)))
    for mask, (least, most) in list(closed.items()):
        closed[mask] = (least, min(most, supply(mask)))
    for _ in range(2):
        for one, two in combinations(list(closed), 2):
            if len(closed) > _LARGEST_CLOSURE:
                return closed
            _combine(closed, one, two, supply)
    return closed


def _combine(closed: Masks, one: int, two: int, supply: _Supply) -> None:
    (least_one, most_one), (least_two, most_two) = closed[one], closed[two]
    both, either = one & two, one | two
    known = closed.get(either, (0, supply(either)))
    most_either = min(known[1], most_one + most_two)
    most_both = min(most_one, most_two, supply(both))
    least_both = max(0, least_one + least_two - most_either)
    _tighten(closed, both, least_both, most_both)
    _tighten(closed, either, max(least_one, least_two, least_one + least_two - most_both), most_either)
    _tighten(closed, one & ~two, max(0, least_one - most_both), min(most_one, supply(one & ~two)))
    _tighten(closed, two & ~one, max(0, least_two - most_both), min(most_two, supply(two & ~one)))


def _limits(masks: Masks) -> tuple[Limit, ...]:
    return tuple(
        (tuple(cell for cell in range(mask.bit_length()) if mask >> cell & 1), least, most)
        for mask, (least, most) in masks.items()
    )
