"""Item analysis: how hard each question was, and whether it tells candidates apart.

Everything is worked out from counts of (answer, total) in an order of its own, so the
order of rows cannot matter. Sources: Crocker & Algina, Introduction to Classical and
Modern Test Theory (1986): difficulty and corrected point-biserial in chapter 14,
Cronbach's alpha in chapter 7, standard error of measurement in chapter 6. Upper and lower
27 %: Kelley, The selection of upper and lower groups (1939); candidates tied at the border
of a group belong to it by equal fractions. Alpha: Cronbach, Coefficient alpha (1951).
Point-biserials of each option, right or wrong, against the rest: Attali & Fraenkel, The
point-biserial as a discrimination index for distractors (2000).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kaoka.exam.form import LETTERS
from kaoka.result.bytotal import ByTotal, by_total
from kaoka.result.mark import Entry
from kaoka.result.score import Batch, Column

_GROUP = 0.27
_FIFTHS = 5
_ENOUGH = 20
"""With fewer candidates a flag would be chance."""

_ERRORS = 2.0
"""How many standard errors a flag is away from chance."""

_FEW = 4

_LETTERED = frozenset(("single", "multiple", "true_false"))


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a question over all forms: how many chose it, and who they were.

    `curve` is the share that chose it in each fifth of the candidates by their points on
    the rest of the form, lowest fifth first; candidates tied at a border by fractions.
    """

    text: str
    right: bool
    n: int
    share: float
    r: float | None
    curve: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemStats:
    """One question of the bank over all forms that held it.

    `p` is mean points / points; `r_pbis` the correlation of its points with those of
    the rest of the form; `d27` the difference of p between the upper and the lower 27 %.
    `flag` is `key` (a wrong option draws the better more than a right one does, and more
    candidates, or by more than chance), `negative` (the better fail it by more than
    chance), or "". Fewer than twenty candidates raise none. Chance is two standard errors;
    that of the correlation of unrelated values is 1/√n.
    """

    question: str
    item: str
    type: str
    points: float
    forms: tuple[str, ...]
    n: int
    p: float
    r_pbis: float | None
    d27: float | None
    options: tuple[Option, ...]
    flag: str
    stem: str = ""


@dataclass(frozen=True, slots=True)
class FormStats:
    """One form: `alpha` is Cronbach's, `sem` the standard error of measurement in points.

    `near` counts candidates within one such error of the pass mark.
    """

    form: str
    n: int
    mean: float
    sd: float
    passed: int
    alpha: float | None
    sem: float | None
    near: int


@dataclass(slots=True)
class _Tally:
    """What is counted of one question: (points, rest, total) and, by option, who chose it."""

    entry: Entry
    forms: list[str] = field(default_factory=list)
    scores: Counter[tuple[float, float]] = field(default_factory=Counter)
    chosen: defaultdict[str, Counter[float]] = field(default_factory=lambda: defaultdict(Counter))
    rests: Counter[float] = field(default_factory=Counter)
    right: set[str] = field(default_factory=set)


class Analysis:
    """What is counted of batches, added one after the other; none of them is kept."""

    def __init__(self) -> None:
        self.forms: list[FormStats] = []
        self._tallies: dict[str, _Tally] = {}

    def add(self, batch: Batch) -> None:
        """Count the answers of one form."""
        if not batch.scores:
            return
        self.forms.append(_form(batch))
        ordered = by_total(batch.totals)
        for column in batch.columns:
            if not column.entry.voided:
                tally = self._tallies.setdefault(column.entry.question, _Tally(column.entry))
                _count(batch, column, ordered, tally)

    def items(self) -> list[ItemStats]:
        """Return the figures of each question, by id."""
        return [_stats(tally) for _, tally in sorted(self._tallies.items()) if tally.scores]


def items(batches: Iterable[Batch]) -> list[ItemStats]:
    """Return the figures of each question, by id."""
    analysis = Analysis()
    for batch in batches:
        analysis.add(batch)
    return analysis.items()


def forms(batches: Iterable[Batch]) -> list[FormStats]:
    """Return the figures of each form, by name."""
    return [_form(batch) for batch in batches if batch.scores]


def _count(batch: Batch, column: Column, ordered: ByTotal, tally: _Tally) -> None:
    entry, unit = column.entry, float(batch.marker.unit)
    lettered = entry.type in _LETTERED
    tally.forms.append(batch.marker.name)
    for (cell, total), n in ordered.pairs(column):
        units = column.worth[cell]
        rest = (total - units) * unit
        tally.scores[units * unit, rest] += n
        if lettered:
            tally.rests[rest] += n
            for letter in column.chosen[cell]:
                tally.chosen[entry.options[LETTERS.index(letter)]][rest] += n
    if lettered:
        for letter, text in zip(LETTERS, entry.options, strict=False):
            _ = tally.chosen[text]
            if any(letter in key.answer for key in entry.keys or (entry,)):
                tally.right.add(text)


def _stats(tally: _Tally) -> ItemStats:
    entry = tally.entry
    points = float(entry.points)
    scores = dict(sorted(tally.scores.items()))
    n = sum(scores.values())
    options = tuple(_option(text, tally, n) for text in sorted(tally.chosen))
    r = _correlation(scores)
    return ItemStats(
        question=entry.question,
        item=entry.item,
        type=entry.type,
        points=points,
        forms=tuple(tally.forms),
        n=n,
        p=math.fsum(x * count for (x, _), count in scores.items()) / (n * points),
        r_pbis=r,
        d27=_upper_lower(scores, points),
        options=options,
        flag=_flag(n, r, options),
        stem=entry.plain["stem"],
    )


def _option(text: str, tally: _Tally, n: int) -> Option:
    chose = tally.chosen[text]
    count = sum(chose.values())
    pairs: Counter[tuple[float, float]] = Counter()
    for rest, all_ in tally.rests.items():
        pairs[1.0, rest] += chose[rest]
        pairs[0.0, rest] += all_ - chose[rest]
    r, curve = _correlation(pairs), _curve(tally.rests, chose)
    return Option(text, text in tally.right, count, count / n, r, curve)


def _curve(rests: Mapping[float, int], chose: Mapping[float, int]) -> tuple[float, ...]:
    size = sum(rests.values()) / _FIFTHS
    shares = [0.0] * _FIFTHS
    done = 0.0
    for rest in sorted(rests):
        count = rests[rest]
        share = chose.get(rest, 0) / count
        start, done = done, done + count
        for fifth in range(_FIFTHS):
            low, high = max(start, fifth * size), min(done, (fifth + 1) * size)
            shares[fifth] += share * max(0.0, high - low)
    return tuple(found / size for found in shares)


def _flag(n: int, r: float | None, options: Sequence[Option]) -> str:
    if n < _ENOUGH:
        return ""
    chance = _ERRORS / math.sqrt(n)
    right = [option for option in options if option.right]
    wrong = [option for option in options if not option.right]
    if any(_draws(one, other, math.sqrt(2) * chance) for one in wrong for other in right):
        return "key"
    return "negative" if r is not None and r < -chance else ""


def _draws(wrong: Option, right: Option, chance: float) -> bool:
    """Whether a wrong option draws the better, more than a right one does."""
    gap = (wrong.r or 0.0) - (right.r or 0.0)
    return (wrong.r or 0.0) > 0 and gap > (0 if wrong.n > right.n else chance)


def _correlation(pairs: Mapping[tuple[float, float], int]) -> float | None:
    """Return Pearson's r of counted pairs; None where one side does not vary."""
    n = sum(pairs.values())
    if not n:
        return None
    mean_x = math.fsum(x * count for (x, _), count in pairs.items()) / n
    mean_y = math.fsum(y * count for (_, y), count in pairs.items()) / n
    deviations = [(x - mean_x, y - mean_y, count) for (x, y), count in pairs.items()]
    xx = math.fsum(x * x * count for x, _, count in deviations)
    yy = math.fsum(y * y * count for _, y, count in deviations)
    xy = math.fsum(x * y * count for x, y, count in deviations)
    if xx < _TINY or yy < _TINY:
        return None
    return xy / math.sqrt(xx * yy)


_TINY = 1e-12


def _upper_lower(scores: Mapping[tuple[float, float], int], points: float) -> float | None:
    """Return the difference of p between the upper and the lower 27 %, by total."""
    by_total: defaultdict[float, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (x, rest), count in scores.items():
        at = by_total[round(x + rest, 9)]
        at[0] += count
        at[1] += x * count
    size = _GROUP * sum(count for count, _ in by_total.values())
    if len(by_total) < 2:  # two totals make an upper and a lower group
        return None
    ordered = [by_total[total] for total in sorted(by_total)]
    upper, lower = _mean(reversed(ordered), size), _mean(ordered, size)
    return (upper - lower) / points


def _mean(groups: Iterable[Sequence[float]], size: float) -> float:
    left, total = size, 0.0
    for count, sum_ in groups:
        part = min(1.0, left / count)
        total += sum_ * part
        left -= count * part
        if left <= 0:
            break
    return total / size


def _form(batch: Batch) -> FormStats:
    n, k = len(batch.totals), len(batch.columns)
    unit = float(batch.marker.unit)
    variance = _variance(Counter(batch.totals)) * unit**2
    each = math.fsum(_variance(_counted(column)) * unit**2 for column in batch.columns)
    alpha = k / (k - 1) * (1 - each / variance) if variance and k > 1 else None
    sem = None if alpha is None else math.sqrt(variance * max(0.0, 1 - alpha))
    border = float(batch.marker.passing * batch.marker.most / 100)
    totals = Counter(batch.totals).items()
    near = 0 if sem is None else sum(c for t, c in totals if abs(t * unit - border) <= sem)
    return FormStats(
        form=batch.marker.name,
        n=n,
        mean=sum(batch.totals) * unit / n,
        sd=math.sqrt(variance),
        passed=sum(score.passed for score in batch.scores),
        alpha=alpha,
        sem=sem,
        near=near,
    )


def _counted(column: Column) -> Mapping[int, int]:
    """Return how often each number of units was earned."""
    earned = set(column.worth.values())
    if len(earned) > _FEW:
        return Counter(column.units)
    return {units: column.units.count(units) for units in earned}


def _variance(values: Mapping[int, int]) -> float:
    """Return the sample variance (n - 1) of counted values; 0 for fewer than two."""
    n = sum(values.values())
    if n < 2:  # one value does not vary
        return 0.0
    sums = sum(value * count for value, count in values.items())
    squares = sum(value * value * count for value, count in values.items())
    return (squares * n - sums * sums) / (n * (n - 1))
