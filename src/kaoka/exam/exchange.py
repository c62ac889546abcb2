"""Exchange: let a set that meets the bounds hold one more question, in the place of others.

Most steps of a draw need no search: the question takes the place of one of the set, or
of two while a third comes in for the second. Which bounds a question lies in is one
whole number, a bit a bound, so that a step is a few operations on numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from kaoka.exam.solve import System


class Exchange:
    """Exchanges in the sets of one system."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.masks = [
            sum(1 << number for number in system.within[members[0]]) for members in system.members
        ]

    def find(
        self, witness: AbstractSet[int], fixed: AbstractSet[int], question: int
    ) -> set[int] | None:
        """Return the witness with `question` and without one or two that are not `fixed`.

        None says only that no such exchange will do, or that it was not looked at.
        """
        pool = self.system.pool
        item = pool.items[question]
        barred = {item} | pool.enemies.get(item, frozenset())
        in_the_way = [other for other in witness if pool.items[other] in barred]
        if not fixed.isdisjoint(in_the_way):
            return None
        room = self._room([*witness, question])
        free = sorted(witness - fixed)
        for leaving in _choices(in_the_way, free, 1):
            if room.holds(self._mask(leaving[0])):
                return {*witness, question}.difference(leaving)
        return self._of_two(room, {*witness, question}, _choices(in_the_way, self._apart(free), 2))

    def _of_two(
        self, room: _Room, crowd: set[int], pairs: Iterable[tuple[int, ...]]
    ) -> set[int] | None:
        """Let two leave and another come, so that a crowd of one too many meets the bounds."""
        tried = set()
        for pair in pairs:
            wanted = room.wanted(*map(self._mask, pair))
            if wanted is None or wanted in tried:
                continue
            tried.add(wanted)
            rest = crowd.difference(pair)
            other = self._other(rest, pair, *wanted)
            if other is not None:
                return rest | {other}
        return None

    def _other(self, rest: set[int], gone: tuple[int, ...], bits: int, among: int) -> int | None:
        """Return a question beside the rest which, of the bounds `among`, lies in `bits`."""
        pool, members = self.system.pool, self.system.members
        cells = [cell for cell, mask in enumerate(self.masks) if mask & among == bits]
        if not cells:
            return None
        held = {pool.items[one] for one in rest}
        held |= {enemy for item in held for enemy in pool.enemies.get(item, ())}
        candidates = (one for cell in cells for one in members[cell])
        return next((n for n in candidates if pool.items[n] not in held and n not in gone), None)

    def _room(self, crowd: Iterable[int]) -> _Room:
        counts = [0] * len(self.system.bounds)
        for one in crowd:
            for number in self.system.within[one]:
                counts[number] += 1
        over = full = low = next_ = 0
        for number, (count, bound) in enumerate(zip(counts, self.system.bounds, strict=True)):
            bit = 1 << number
            over |= bit * (count > bound.most)
            full |= bit * (count == bound.most)
            low |= bit * (count == bound.least)
            next_ |= bit * (count == bound.least + 1)
        return _Room(over, full, low, next_)

    def _mask(self, question: int) -> int:
        return self.masks[self.system.cells[question]]

    def _apart(self, questions: Iterable[int]) -> list[int]:
        """Return one question of each cell."""
        return list({self.system.cells[one]: one for one in questions}.values())


@dataclass(frozen=True, slots=True)
class _Room:
    """The bounds that a crowd exceeds (by one), just fills, just meets, meets with one spare."""

    over: int
    full: int
    low: int
    spare: int

    def holds(self, leaving: int) -> bool:
        """Whether every bound is met when a question leaves."""
        return not (leaving & self.low or self.over & ~leaving)

    def wanted(self, one: int, two: int) -> tuple[int, int] | None:
        """Return what must come when two leave: the bounds it lies in, of the bounds that matter."""
        both, either = one & two, one | two
        if both & self.low or self.over & ~either:
            return None
        once = either & ~both
        must = (once & self.low) | (both & self.spare)
        must_not = (once & self.over) | (self.full & ~either)
        return None if must & must_not else (must, must | must_not)


def _choices(must: list[int], free: list[int], count: int) -> Iterator[tuple[int, ...]]:
    """Yield the sets of `count` that may leave, those that must among them."""
    if len(must) <= count:
        others = (one for one in free if one not in must)
        yield from ((*must, *rest) for rest in combinations(others, count - len(must)))
