"""Assembly: from a blueprint and the questions of a bank to forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kaoka.exam.arrange import arrange
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.clash import clash
from kaoka.exam.draw import first, sections
from kaoka.exam.form import Form
from kaoka.exam.pool import Pool, pool
from kaoka.exam.rank import Rank, ranker
from kaoka.exam.rules import Bound, bounds, rules, selected
from kaoka.exam.solve import System, solve, system
from kaoka.question.model import Question

SEED_BYTES = 16


def assemble(
    blueprint: Blueprint,
    questions: Iterable[Question],
    *,
    seed: bytes,
    names: Sequence[str] = ("A",),
) -> tuple[Form, ...]:
    """Draw, order and key one form for each name.

    A form depends on the blueprint, the questions, the seed and its own name alone, so
    one more name moves no other form. Of all sets that meet the blueprint it is the one
    whose sorted ranks come first; see `docs/exams.md`.

    Args:
        blueprint: what a form must hold.
        questions: the bank's questions, as of the day of the exam.
        seed: the exam's secret, 16 bytes.
        names: names of the forms, `A`, `B` … or candidates' ids.

    Raises:
        BlueprintError: no form can meet the blueprint; `values["rules"]` names the
            smallest set of rules that clash, each with file and line.
    """
    return tuple(forms(blueprint, questions, seed=seed, names=names))


def forms(
    blueprint: Blueprint, questions: Iterable[Question], *, seed: bytes, names: Iterable[str]
) -> Iterator[Form]:
    """Yield the forms of `assemble` one after the other."""
    drawing = Drawing(blueprint, pool(blueprint, questions), seed)
    for name in names:
        yield drawing.form(name)


@dataclass(frozen=True)
class Drawing:
    """The draw of one exam: what all its forms share, worked out once."""

    blueprint: Blueprint
    pool: Pool
    seed: bytes

    def form(self, name: str) -> Form:
        """Return the form called `name`."""
        rank = ranker(self.seed, self.blueprint.id, name)
        if self.blueprint.draw == "once":
            taken = self.base
        else:
            taken = first(self.system, self._order(rank), self.base)
        return arrange(self.blueprint, name, self._by_section(taken), rank)

    @cached_property
    def base(self) -> tuple[int, ...]:
        """The draw under the form name "" (empty).

        It is the set of every form where `draw: once`, and it fixes how many veto
        questions each form holds.
        """
        return first(self._free, self._order(ranker(self.seed, self.blueprint.id, "")), self._any)

    @cached_property
    def system(self) -> System:
        """The bounds that every named form meets."""
        if self.blueprint.veto is None:
            return self._free
        veto = selected(self.pool, self.blueprint.veto)
        count = len(veto.intersection(self.base))
        return system(self.pool, (*self._bounds, Bound(veto, count, count)))

    @cached_property
    def _bounds(self) -> tuple[Bound, ...]:
        stated = rules(self.blueprint, self.pool)
        return bounds(stated, self.blueprint.sections, self.pool)

    @cached_property
    def _free(self) -> System:
        return system(self.pool, self._bounds)

    @cached_property
    def _any(self) -> frozenset[int]:
        found = solve(self._free)
        if found is None:
            raise clash(self.blueprint, self.pool, rules(self.blueprint, self.pool))
        return found

    def _order(self, rank: Rank) -> list[int]:
        ranks = [rank("draw", question.id, "") for question in self.pool.questions]
        return sorted(range(len(ranks)), key=ranks.__getitem__)

    def _by_section(self, taken: Sequence[int]) -> list[list[Question]]:
        counts = [section.count for section in self.blueprint.sections]
        given = sections(taken, self.pool.sections, counts)
        chosen: list[list[Question]] = [[] for _ in counts]
        for question in taken:
            chosen[given[question]].append(self.pool.questions[question])
        return chosen
