"""What a paper must hold: the blueprint as written in YAML, and as the draw reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from kaoka.bank.item import Slug, Strict, Text, Texts, Type
from kaoka.bank.select import Selector, selector
from kaoka.exam.layout import USUAL, Layout, WrittenLayout

Scoring = Literal["all_or_nothing", "partial"]
Draw = Literal["per_form", "once"]
Parallel = Literal["level", "type", "kind", "tag", "authority", "difficulty"]


def _listed(written: Any) -> Any:
    return (written,) if isinstance(written, str) else written


def _positive(points: Fraction) -> Fraction:
    if points <= 0:
        msg = "points_not_positive"
        raise ValueError(msg)
    return points


def _percent(share: Fraction) -> Fraction:
    if not 0 <= share <= 100:  # percent
        msg = "pass_not_percent"
        raise ValueError(msg)
    return share


Count = Annotated[int, Field(ge=0)]
Values = Annotated[Texts, BeforeValidator(_listed), Field(min_length=1)]
Where = Mapping[str, Values]
Points = Annotated[Fraction, AfterValidator(_positive)]


class WrittenSection(Strict):
    """One section as written: questions named (`questions`), drawn (`from`), or both."""

    title: Text
    type: Annotated[tuple[Type, ...], BeforeValidator(_listed), Field(min_length=1)]
    count: Annotated[int, Field(ge=1)] | None = None
    points: Points
    options: Annotated[int, Field(ge=2, le=8)] | None = None
    scoring: Scoring = "all_or_nothing"
    among: Where = Field(default={}, alias="from")
    questions: Texts = ()
    instructions: Text | None = None

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if self.count is None and not self.questions:
            msg = "section_count"
            raise ValueError(msg)
        if self.count is not None and self.count < len(self.questions):
            msg = "section_named_more"
            raise ValueError(msg)
        return self


class WrittenQuota(Strict):
    """How many questions of a kind the whole paper holds."""

    where: Where
    min: Count = 0
    max: Count | None = None

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.max is not None and self.max < self.min:
            msg = "quota_ends"
            raise ValueError(msg)
        return self


class WrittenOverlap(Strict):
    """How many items two forms may share: a number, or a percentage of all questions."""

    max: Count | None = None
    percent: Annotated[int, Field(ge=0, le=100)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.max is None) == (self.percent is None):
            msg = "overlap_one"
            raise ValueError(msg)
        return self


class Written(Strict):
    """A blueprint file (`exams/*.yaml`)."""

    id: Slug
    title: Text
    bank: Text
    minutes: Annotated[int, Field(ge=1)]
    passing: Annotated[Fraction, AfterValidator(_percent)] = Field(alias="pass")
    date: dt.date | None = None
    draw: Draw = "per_form"
    sections: Annotated[tuple[WrittenSection, ...], Field(min_length=1)]
    quotas: tuple[WrittenQuota, ...] = ()
    must: tuple[Text, ...] = ()
    enemies: tuple[Annotated[Texts, Field(min_length=2)], ...] = ()
    veto: Where | None = None
    notice: Texts = ()
    layout: WrittenLayout = WrittenLayout()
    overlap: WrittenOverlap | None = None
    parallel: Annotated[tuple[Parallel, ...], BeforeValidator(_listed)] = ()

    @model_validator(mode="after")
    def _overlaps(self) -> Self:
        if self.overlap is not None and self.draw == "once":
            msg = "overlap_once"
            raise ValueError(msg)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the paper; `place` is `file:line`, for messages.

    `points` are those of one question; a case shares them equally among its parts.
    """

    title: str
    types: tuple[str, ...]
    count: int
    points: Fraction
    options: int | None = None
    scoring: Scoring = "all_or_nothing"
    among: Selector
    named: tuple[str, ...] = ()
    drawn: bool = True
    instructions: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """At least `least` and at most `most` questions that `where` selects."""

    where: Selector
    least: int = 0
    most: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """What a paper must hold. `passing` is a percentage of all points; `date` the as-of day.

    `overlap` is the most items that two forms may share; each value of a field that
    `parallel` names is held equally often by every form.
    `must` pairs each item id with its place, `enemies` each group of items; `veto` selects the questions that fail
    the paper when not answered with full points.
    """

    id: str
    title: str
    bank: str
    minutes: int
    passing: Fraction
    sections: tuple[Section, ...]
    date: dt.date | None = None
    draw: Draw = "per_form"
    quotas: tuple[Quota, ...] = ()
    must: tuple[tuple[str, str], ...] = ()
    enemies: tuple[tuple[tuple[str, ...], str], ...] = ()
    veto: Selector | None = None
    veto_place: str = ""
    notice: tuple[str, ...] = ()
    layout: Layout = USUAL
    overlap: int | None = None
    overlap_place: str = ""
    parallel: tuple[str, ...] = ()
    parallel_place: str = ""
    file: str = ""

    @property
    def total(self) -> Fraction:
        """The points of the whole paper."""
        return sum((section.points * section.count for section in self.sections), Fraction(0))


def blueprint(written: Written, file: str, line: Mapping[tuple[str | int, ...], int]) -> Blueprint:
    """Return the blueprint that `written` states.

    Args:
        written: the checked YAML.
        file: name of the file, for messages.
        line: the line of each path (`("sections", 0)`) in the file.
    """

    def place(*path: str | int) -> str:
        return f"{file}:{line.get(path, 1)}"

    return Blueprint(
        id=written.id,
        title=written.title,
        bank=written.bank,
        minutes=written.minutes,
        passing=written.passing,
        date=written.date,
        draw=written.draw,
        sections=tuple(
            _section(section, place("sections", number))
            for number, section in enumerate(written.sections)
        ),
        quotas=tuple(
            Quota(
                where=selector(quota.where),
                least=quota.min,
                most=quota.max,
                place=place("quotas", number),
            )
            for number, quota in enumerate(written.quotas)
        ),
        must=tuple((item, place("must", number)) for number, item in enumerate(written.must)),
        enemies=tuple(
            (group, place("enemies", number)) for number, group in enumerate(written.enemies)
        ),
        veto=None if written.veto is None else selector(written.veto),
        veto_place=place("veto"),
        notice=written.notice,
        layout=Layout(**written.layout.model_dump()),
        overlap=_overlap(written),
        overlap_place=place("overlap"),
        parallel=written.parallel,
        parallel_place=place("parallel"),
        file=file,
    )


def _overlap(written: Written) -> int | None:
    if written.overlap is None:
        return None
    if written.overlap.percent is None:
        return written.overlap.max
    questions = sum(section.count or len(section.questions) for section in written.sections)
    return questions * written.overlap.percent // 100


def _section(written: WrittenSection, place: str) -> Section:
    return Section(
        title=written.title,
        types=written.type,
        count=written.count or len(written.questions),
        points=written.points,
        options=written.options,
        scoring=written.scoring,
        among=selector(written.among),
        named=written.questions,
        drawn=written.count is not None and written.count > len(written.questions),
        instructions=written.instructions or "",
        place=place,
    )
