"""The draw: of all sets that meet the blueprint, the one whose ranks come first.

A question is taken, in the order of ranks, when some set that meets every bound holds
it together with those already taken. That greedy walk ends at the set whose sorted
ranks come first in lexicographic order; the answer does not depend on how the question
"is there such a set?" is decided, only on its being decided exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kaoka.exam.exchange import Exchange
from kaoka.exam.solve import System, Wanted, solve


def first(system: System, order: Sequence[int], start: Iterable[int]) -> tuple[int, ...]:
    """Return the first set in lexicographic order, in the order of ranks.

    Args:
        system: the pool under its bounds.
        order: all question numbers by rank.
        start: any set that meets the bounds; it shortens the way and changes nothing.
    """
    witness = set(start)
    size = len(witness)
    walk = _Walk(system)
    for question in order:
        if len(walk.taken) == size:
            break
        if not walk.open(question):
            continue
        if question not in witness:
            found = walk.with_(question, witness)
            if found is None:
                continue
            witness = found
        walk.take(question)
    return tuple(walk.taken)


def sections(
    taken: Sequence[int], held: Sequence[Sequence[int]], counts: Sequence[int]
) -> dict[int, int]:
    """Give each question a section: in the order of ranks, the earliest that leaves a way.

    Args:
        taken: question numbers by rank; they can fill all places.
        held: for each question number, the sections that may hold it.
        counts: places of each section.
    """
    given: dict[int, int] = {}
    for place, question in enumerate(taken):
        for section in held[question]:
            given[question] = section
            if len(held[question]) == 1 or _fits(given, taken[place + 1 :], held, counts):
                break
    return given


def _fits(
    given: dict[int, int],
    rest: Sequence[int],
    held: Sequence[Sequence[int]],
    counts: Sequence[int],
) -> bool:
    free = Counter(dict(enumerate(counts)))
    free.subtract(given.values())
    if min(free.values()) < 0:
        return False
    seats: dict[int, list[int]] = {section: [] for section in free}

    def seat(question: int, seen: set[int]) -> bool:
        for section in held[question]:
            if section in seen:
                continue
            seen.add(section)
            if len(seats[section]) < free[section]:
                seats[section].append(question)
                return True
            for index, other in enumerate(seats[section]):
                if seat(other, seen):
                    seats[section][index] = question
                    return True
        return False

    return all(seat(question, set()) for question in rest)


class _Walk:
    """What has been taken so far, and what that rules out."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.exchange = Exchange(system)
        self.taken: list[int] = []
        self.fixed: set[int] = set()
        self.items: set[int] = set()
        self.away: set[int] = set()
        self.closed: set[int] = set()
        self.counts = [0] * len(system.bounds)

    def open(self, question: int) -> bool:
        """Whether the taken questions alone still leave room for this one."""
        item = self.system.pool.items[question]
        if item in self.items or item in self.away:
            return False
        bounds = self.system.bounds
        return all(self.counts[n] < bounds[n].most for n in self.system.within[question])

    def take(self, question: int) -> None:
        """Add a question for good."""
        item = self.system.pool.items[question]
        self.taken.append(question)
        self.fixed.add(question)
        self.items.add(item)
        self.away |= self.system.pool.enemies.get(item, frozenset())
        for number in self.system.within[question]:
            self.counts[number] += 1

    def with_(self, question: int, witness: set[int]) -> set[int] | None:
        """Return a set with everything taken and `question`, or None when there is none.

        A cell that can give no further question now can give none later: what is taken
        only grows.
        """
        cell = self.system.cells[question]
        if cell in self.closed:
            return None
        exchanged = self.exchange.find(witness, self.fixed, question)
        if exchanged is not None:
            return exchanged
        some = solve(self.system, self._wanted(witness, more=cell))
        if some is None:
            self.closed.add(cell)
            return None
        if question in some:
            return set(some)
        exchanged = self.exchange.find(some, self.fixed, question)
        if exchanged is not None:
            return exchanged
        found = solve(self.system, self._wanted(witness, question))
        return None if found is None else set(found)

    def _wanted(self, witness: set[int], *fixed: int, more: int | None = None) -> Wanted:
        return Wanted(
            fixed=frozenset((*self.taken, *fixed)),
            more=more,
            closed=frozenset(self.closed),
            near=frozenset(witness),
        )
