"""Grading: an exam's folder and a table of responses to results and item analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from kaoka.errors import ExamError, Problem
from kaoka.exam.manifest import Forms, sha256
from kaoka.formats.table.csv import write_csv
from kaoka.formats.table.read import read_table
from kaoka.jobs.collector import no_cyclic_gc
from kaoka.jobs.difficulty import keep_difficulty
from kaoka.jobs.files import write_beside
from kaoka.jobs.rekey_exam import rekeyed_of
from kaoka.jobs.verify_exam import read_manifest
from kaoka.jobs.void_exam import voided
from kaoka.lang import say
from kaoka.result.analysis import Analysis, FormStats, ItemStats
from kaoka.result.mark import numbered
from kaoka.result.names import settled
from kaoka.result.report import report
from kaoka.result.response import Rejected, columns, responses
from kaoka.result.score import Marker, Score, marker, score_all

RESULTS = ("candidate", "form", "points", "max", "percent", "passed", "veto")
REJECTED = ("row", "candidate", "reason")
ITEMS = ("question", "n", "p", "r_pbis", "d27", "item", "type", "points", "forms", "flag")
OPTIONS = ("question", "option", "right", "n", "p", "r_pbis", "number")
CHANGES = (
    "candidate",
    "points_before",
    "max_before",
    "passed_before",
    "points",
    "max",
    "passed",
    "difference",
)
FORMS = ("form", "n", "mean", "sd", "passed", "alpha", "sem", "near_pass")


@dataclass(frozen=True, slots=True)
class Graded:
    """What came out: the folder, counts, what was set aside, whose score a decision changed.

    `restored` are candidates' ids as the table has them and as the exam does: 12, 0012.
    """

    folder: Path
    graded: int
    passed: int
    rejected: tuple[Problem, ...]
    ignored: tuple[str, ...]
    missing: tuple[int, ...]
    changed: tuple[Problem, ...] = ()
    restored: tuple[tuple[str, str], ...] = ()


def grade_exam(exam: Path, table: Path, out: Path, bank: str | None = None) -> Graded:
    """Grade a table of responses.

    Args:
        exam: the exam's folder; its manifest is all that is read.
        table: CSV or XLSX with the columns candidate, form, 1, 2, 3 …
        out: where results.csv, items.csv, options.csv, forms.csv, rejected.csv and
            report.html are written.
        bank: a bank's folder, beside whose items the difficulty of each question is kept.

    Raises:
        ExamError: there is no exam, or the table has no head.
        FormatError: the table cannot be read.
    """
    with no_cyclic_gc():
        return _grade(exam, table, out, bank)


def _grade(exam: Path, table: Path, out: Path, bank: str | None) -> Graded:
    manifest = read_manifest(exam)
    passing = Fraction(manifest["pass"])
    decided, rekeyed = voided(exam), rekeyed_of(exam)
    known = {asked["number"] for form in manifest.forms for asked in numbered(form)}
    rows = read_table(table)
    head, found = columns(rows, known)
    if not found.numbers:
        raise ExamError("responses_no_answers")
    written = list(responses(rows, head, found))
    given = list(settled(written, manifest.forms.names))
    markers = _Markers(manifest.forms, partial(marker, passing=passing))
    changes: list[tuple[str | float, ...]] = []
    as_made: list[Score] = []
    if decided or rekeyed:
        batches, _ = score_all(given, found, markers)
        as_made = [score for batch in batches for score in batch.scores]
        now = partial(marker, passing=passing, voided=decided, changed=rekeyed)
        markers = _Markers(manifest.forms, now)
    batches, rejected = score_all(given, found, markers)
    analysis = Analysis()
    scores: list[Score] = []
    for batch in batches:
        analysis.add(batch)
        scores.extend(batch.scores)
        rejected.extend(batch.refused)
    scores.sort(key=lambda one: one.row)
    rejected.sort(key=lambda one: one.row)
    if decided or rekeyed:
        changes = list(_changes(as_made, scores))
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[str | float]]]] = {
        "results.csv": (RESULTS, _results(scores)),
        "rejected.csv": (REJECTED, map(_rejected, rejected)),
    }
    stats, of_forms = analysis.items(), analysis.forms
    tables |= {
        "items.csv": (ITEMS, map(_item, stats)),
        "options.csv": (OPTIONS, _options(stats)),
        "forms.csv": (FORMS, map(_form, of_forms)),
    }
    if decided or rekeyed:
        tables["changes.csv"] = (CHANGES, changes)
    for name, (heads, lines) in tables.items():
        write_beside(out / name, write_csv(heads, lines), private=True)
    page = report(manifest, scores, of_forms, stats, len(rejected))
    write_beside(out / "report.html", page, private=True)
    if bank is not None:
        keep_difficulty(bank, _known_by(manifest), stats)
    return Graded(
        folder=out,
        graded=len(scores),
        passed=sum(score.passed for score in scores),
        rejected=tuple(_problem(one, table) for one in rejected),
        ignored=found.ignored,
        missing=tuple(sorted(known - found.numbers.keys())),
        changed=tuple(Problem("score_changed", "", values=_told(row)) for row in changes),
        restored=tuple(
            (old.candidate, new.candidate)
            for old, new in zip(written, given, strict=True)
            if old.candidate != new.candidate
        ),
    )


class _Markers(Mapping[str, Marker]):
    """The markers of all forms, each made when it is asked for."""

    def __init__(self, forms: Forms, make: Callable[[dict[str, Any]], Marker]) -> None:
        self._forms, self._make = forms, make

    def __getitem__(self, name: str) -> Marker:
        form = self._forms.named(name)
        if form is None:
            raise KeyError(name)
        return self._make(form)

    def __contains__(self, name: object) -> bool:
        return name in self._forms.numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms.names)

    def __len__(self) -> int:
        return len(self._forms)


def _known_by(manifest: Mapping[str, Any]) -> str:
    """Return the exam's id, and the start of the digest by which its seed is known."""
    return f"{manifest['exam']}@{sha256(bytes.fromhex(manifest['seed']))[:8]}"


def _changes(before: Iterable[Score], after: Iterable[Score]) -> Iterator[tuple[str | float, ...]]:
    """Yield whose points or pass a voided question or a changed key changed, by how much."""
    earlier = {score.row: score for score in before}
    for score in sorted(after, key=lambda one: one.row):
        old = earlier.get(score.row)
        then = _outcome(old) if old else ("", "", "")
        if then != _outcome(score):
            yield score.candidate, *then, *_outcome(score), _difference(old, score)


def _difference(old: Score | None, new: Score) -> float | str:
    return "" if old is None else round(float(new.points - old.points), 2)


def _told(row: tuple[str | float, ...]) -> dict[str, str]:
    *figures, difference = row
    told = f"{difference:+.2f}" if isinstance(difference, float) else difference
    return dict(zip(CHANGES, (*map(str, figures), told), strict=True))


def _outcome(score: Score) -> tuple[str, str, str]:
    points, most, _ = _figures(score.points, score.most)
    return points, most, str(score.passed).lower()


def _results(scores: Iterable[Score]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of results.csv; an amount that many scores share is written out once."""
    known: dict[tuple[int, int], tuple[str, str, str]] = {}
    for score in scores:
        amounts = id(score.points), id(score.most)
        if amounts not in known:
            known[amounts] = _figures(score.points, score.most)
        passed, veto = str(score.passed).lower(), str(score.veto).lower()
        yield score.candidate, score.form, *known[amounts], passed, veto


@lru_cache(maxsize=4_096)
def _figures(points: Fraction, most: Fraction) -> tuple[str, str, str]:
    percent = 100 * points / most if most else Fraction(0)
    return decimals(points), decimals(most), decimals(percent, cut=True)


def decimals(amount: Fraction, *, cut: bool = False) -> str:
    """Return an amount to two decimals, rounded half up, or cut off."""
    hundredths = int(amount * 100) if cut else int(amount * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _problem(one: Rejected, table: Path) -> Problem:
    return Problem(one.code, str(table), one.row, values=one.values)


def _rejected(one: Rejected) -> tuple[str, ...]:
    return str(one.row), one.candidate, say(_problem(one, Path()))


def _item(one: ItemStats) -> tuple[str | float, ...]:
    return (
        one.question,
        str(one.n),
        one.p,
        _number(one.r_pbis),
        _number(one.d27),
        one.item,
        one.type,
        f"{one.points:.2f}",
        " ".join(one.forms),
        one.flag,
    )


def _options(stats: Iterable[ItemStats]) -> Iterator[Sequence[str | float]]:
    for one in stats:
        for number, option in enumerate(one.options, 1):
            right = str(option.right).lower()
            figures = (str(option.n), option.share, _number(option.r))
            yield one.question, option.text, right, *figures, str(number)


def _form(one: FormStats) -> tuple[str | float, ...]:
    figures = (one.mean, one.sd, str(one.passed), _number(one.alpha), _number(one.sem))
    return one.form, str(one.n), *figures, str(one.near)


def _number(value: float | None) -> str | float:
    return "" if value is None else value
