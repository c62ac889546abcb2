"""Assembly: from a blueprint and the questions of a bank to forms."""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kaoka.errors import BlueprintError, ExamError
from kaoka.exam.arrange import arrange
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.clash import clash
from kaoka.exam.draw import first, sections
from kaoka.exam.form import Form
from kaoka.exam.names import earlier
from kaoka.exam.pool import Pool, pool
from kaoka.exam.positions import lead
from kaoka.exam.rank import Rank, head, ranker, tail
from kaoka.exam.rules import Bound, Rule, bounds, parallel, rules, selected
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

    A form depends on the blueprint, the questions, the seed and its own name alone (with
    `overlap` on the forms lettered before it too), so one more name moves no other form.
    Of all sets that meet the blueprint it is the one whose sorted ranks come first; see
    `docs/exams.md`.

    Args:
        blueprint: what a form must hold.
        questions: the bank's questions, as of the day of the exam.
        seed: the exam's secret, 16 bytes.
        names: names of the forms, `A`, `B` … or candidates' ids.

    Raises:
        BlueprintError: no form can meet the blueprint; `values["rules"]` names the
            smallest set of rules that clash, each with file and line. With `overlap`,
            a name that is no letter (`overlap_names`).
        ExamError: a seed of another length (`seed_length`), two forms of one name.
    """
    if len(seed) != SEED_BYTES:
        raise ExamError("seed_length", given=len(seed), bytes=SEED_BYTES)
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise ExamError("form_name_twice", name=twice)
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
    _taken: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False)

    def ready(self) -> Drawing:
        """Return the drawing with what its forms share worked out, to be sent elsewhere.

        Raises:
            BlueprintError: no form can meet the blueprint.
        """
        _ = self.system, self.base
        return self

    def form(self, name: str) -> Form:
        """Return the form called `name`."""
        rank = ranker(self.seed, self.blueprint.id, name)
        chosen = self._by_section(self._draw(name))
        before = earlier(name)
        number = None if before is None else len(before)
        return arrange(
            self.blueprint, name, chosen, rank, lambda size: lead(number, size, self._shared)
        )

    def _draw(self, name: str) -> tuple[int, ...]:
        if self.blueprint.draw == "once":
            return self.base
        if self.blueprint.overlap is None:
            return first(self.system, self.order(name), self.base)
        before = earlier(name)
        if before is None:
            raise BlueprintError("overlap_names", name=name)
        for other in (*before, name):
            if other not in self._taken:
                order = self.order(other)
                self._taken[other] = self._apart(other, earlier(other) or (), order)
        return self._taken[name]

    def _apart(self, name: str, before: Sequence[str], order: Sequence[int]) -> tuple[int, ...]:
        """Draw a form that shares few enough items with each of those before it."""
        stated = tuple(self._overlap(other) for other in before)
        found = [rule.bound for rule in stated if rule.bound is not None]
        bound = system(self.pool, (*self.system.bounds, *found)) if found else self.system
        start = solve(bound)
        if start is None:
            error = clash(self.blueprint, self.pool, (*self._stated, *self._equal, *stated))
            raise BlueprintError("overlap_clash", form=name, rules=error.values["rules"])
        return first(bound, order, start)

    def _overlap(self, other: str) -> Rule:
        held = {self.pool.items[question] for question in self._taken[other]}
        members = frozenset(q for q, item in enumerate(self.pool.items) if item in held)
        most = self.blueprint.overlap or 0
        says = f"overlap: max {most} ({other})"
        return Rule(self.blueprint.overlap_place, says, bound=Bound(members, 0, most))

    @cached_property
    def base(self) -> tuple[int, ...]:
        """The draw under the form name "" (empty).

        It is the set of every form where `draw: once`, and it fixes how many veto
        questions each form holds, and how many of each value of what is `parallel`.
        """
        return first(self._free, self.order(""), self._any)

    @property
    def _shared(self) -> Rank:
        """The ranks of what all forms have in common: those of the form named "" (empty)."""
        return ranker(self.seed, self.blueprint.id, "")

    @cached_property
    def system(self) -> System:
        """The bounds that every named form meets."""
        equal = [rule.bound for rule in self._equal if rule.bound is not None]
        return system(self.pool, (*self._bounds, *equal)) if equal else self._free

    @cached_property
    def _equal(self) -> tuple[Rule, ...]:
        """What every form holds as often as the base draw does."""
        found = list(parallel(self.blueprint, self.pool, self.base))
        if self.blueprint.veto is not None:
            veto = selected(self.pool, self.blueprint.veto)
            count = len(veto.intersection(self.base))
            says = f"veto × {count}"
            found.append(Rule(self.blueprint.veto_place, says, bound=Bound(veto, count, count)))
        return tuple(found)

    @cached_property
    def _stated(self) -> tuple[Rule, ...]:
        return rules(self.blueprint, self.pool)

    @cached_property
    def _bounds(self) -> tuple[Bound, ...]:
        return bounds(self._stated, self.blueprint.sections, self.pool)

    @cached_property
    def _free(self) -> System:
        return system(self.pool, self._bounds)

    @cached_property
    def _any(self) -> frozenset[int]:
        found = solve(self._free)
        if found is None:
            raise clash(self.blueprint, self.pool, self._stated)
        return found

    def order(self, name: str) -> list[int]:
        """Return the numbers of all questions by the draw rank of a form."""
        start, seed = head(self.blueprint.id, name), self.seed
        ranks = [hmac.digest(seed, start + end, "sha256") for end in self._tails]
        return sorted(range(len(ranks)), key=ranks.__getitem__)

    @cached_property
    def _tails(self) -> tuple[bytes, ...]:
        return tuple(tail("draw", question.id, "") for question in self.pool.questions)

    def _by_section(self, taken: Sequence[int]) -> list[list[Question]]:
        counts = [section.count for section in self.blueprint.sections]
        given = sections(taken, self.pool.sections, counts)
        chosen: list[list[Question]] = [[] for _ in counts]
        for question in taken:
            chosen[given[question]].append(self.pool.questions[question])
        return chosen
