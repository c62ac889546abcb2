"""A learner's figures as lines of text: recall, weak topics, the days ahead."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kaoka.cli.study_view import WIDEST, exam
from kaoka.cli.wrap import wrap
from kaoka.jobs.study_exam import ExamPlan
from kaoka.jobs.study_page import age_words, spread_words
from kaoka.lang import words
from kaoka.question.grade import right_answer
from kaoka.question.model import Question
from kaoka.study.day import Day, written
from kaoka.study.fit import Fit
from kaoka.study.mistakes import Mistake
from kaoka.study.stats import Recall, Stats, binned
from kaoka.text import width

_ = words("study")

_BAR = 30
_BESIDE = 20
"""Columns that stand beside the bars of a chart."""

_RECENT = 14
_TOPICS = 8
_WEEKS = 26
_SHADES = "·░▒▓█"


def _columns() -> int:
    """How wide to write: the terminal, but no wider than reads well."""
    return max(min(shutil.get_terminal_size().columns - 1, WIDEST), 20)


def stats_lines(title: str, found: Stats, known: Mapping[str, Question]) -> list[str]:
    """A page of figures."""
    out = [title, ""]
    out += _table(
        [
            (_("Questions met"), f"{found.known} / {found.total}"),
            (_("Due today"), str(found.due)),
            (_("Answers"), str(found.answers)),
            (_("Days in a row"), str(found.run)),
            (_("Recall"), _share(found.recall)),
        ]
    )
    if not found.answers:
        return out
    ages = [
        (age_words(low, high), _share(one))
        for (low, high), one in found.ages.items()
        if one.answers
    ]
    out += _section(_("Recall by days since the last answer"), _table(ages))
    topics = list(found.topics.items())[:_TOPICS]
    out += _section(_("Weakest topics"), _table([(tag, _share(one)) for tag, one in topics]))
    recent = range(found.today - _RECENT + 1, found.today + 1)
    out += _section(_("Answers a day"), _bars({day: found.days.get(day, 0) for day in recent}))
    weeks = min(_WEEKS, (_columns() - 4) // 2)
    out += _section(_("The last {weeks} weeks").format(weeks=weeks), _heat_map(found, weeks))
    out += _section(spread_words(found), _counted(binned(found)))
    stems = [known[name].stem if name in known else name for name in found.leeches]
    told = (line for stem in stems for line in wrap(stem, _columns(), "  ", "    "))
    out += _section(_("Keep being forgotten"), told)
    return out


def forecast_lines(load: Mapping[Day, int]) -> list[str]:
    """The days ahead, one a line."""
    return list(_bars(load))


def fit_lines(found: Fit, *, taken: bool) -> list[str]:
    """What a fit brought."""
    losses = [("SM-2", found.sm2), (_("FSRS, defaults"), found.default)]
    losses.append((_("FSRS, fitted"), found.fitted))
    out = [_("Log loss on answers not fitted on ({answers} later answers; lower is better)")]
    out[0] = out[0].format(answers=found.answers)
    out += _table([(name, f"{loss:.4f}") for name, loss in losses])
    kept = _("The defaults foretell as well: they are used.")
    return [*out, "", _("The fitted parameters are used from now on.") if taken else kept]


def fit_plain(found: Fit, *, taken: bool) -> dict[str, Any]:
    """What a fit brought, as JSON values."""
    losses = {"sm2": found.sm2, "default": found.default, "fitted": found.fitted}
    return {
        "answers": found.answers,
        "log_loss": losses,
        "parameters": list(found.parameters),
        "taken": taken,
    }


def plan_lines(title: str, plan: ExamPlan) -> list[str]:
    """The way to an exam: the sentences, then the days."""
    out = [title, *(line for line, _style in exam(plan, _columns())), ""]
    head = (_("Day"), _("New"), _("Reviews"))
    rows = [head, *((written(day), str(n), str(r)) for day, (n, r) in plan.days.items())]
    wide = [max(width(row[n]) for row in rows) for n in range(3)]
    for row in rows:
        cells = [f"{' ' * (wide[n] - width(cell))}{cell}" for n, cell in enumerate(row)]
        out.append("  " + "  ".join(cells))
    return out


def mistake_lines(found: Sequence[tuple[Question, Mistake]]) -> list[str]:
    """The mistakes notebook as text: question, right answer, why."""
    if not found:
        return [_("The notebook is empty.")]
    out: list[str] = []
    for number, (question, mistake) in enumerate(found, start=1):
        lead = f"{number}. "
        told = _("Wrong {wrong} times, last on {day}.")
        said = told.format(wrong=mistake.wrong, day=written(mistake.last))
        out += wrap(question.stem, _columns(), lead)
        out += wrap(_("Right answer: ") + right_answer(question), _columns(), "   ")
        out += wrap(question.explanation, _columns(), "   ") if question.explanation else []
        out += wrap(said, _columns(), "   ")
        out.append("")
    return out


def mistakes_plain(found: Sequence[tuple[Question, Mistake]]) -> list[dict[str, Any]]:
    """The mistakes notebook as JSON values."""
    return [
        {
            "question": question.id,
            "stem": question.stem,
            "answer": right_answer(question),
            "explanation": question.explanation,
            "tags": list(question.tags),
            "wrong": mistake.wrong,
            "last": written(mistake.last),
        }
        for question, mistake in found
    ]


def _section(title: str, lines: list[str] | Iterator[str]) -> list[str]:
    body = list(lines)
    return ["", *wrap(title, _columns(), ""), *body] if body else []


def _table(rows: list[tuple[str, str]]) -> list[str]:
    wide = max((width(name) for name, _value in rows), default=0)
    return [f"  {name}{' ' * (wide - width(name))}  {value}" for name, value in rows]


def _heat_map(found: Stats, weeks: int) -> Iterator[str]:
    """Weeks from left to right, one line a weekday from Monday on."""
    names = _("Mo Tu We Th Fr Sa Su").split()
    most = max(found.days.values(), default=0)
    last = found.today + 7 - date.fromordinal(found.today).isoweekday()
    for weekday in range(7):
        days = range(last - 7 * weeks + 1 + weekday, found.today + 1, 7)
        shades = (-(-found.days.get(day, 0) * 4 // most) if most else 0 for day in days)
        yield f"  {names[weekday]} " + "".join(f" {_SHADES[shade]}" for shade in shades).strip()


def _counted(counts: Mapping[str, int]) -> Iterator[str]:
    most = max(counts.values(), default=0)
    wide, digits = max(map(width, counts), default=0), len(str(most))
    for name, count in counts.items():
        bar = "█" * (-(-count * _bar() // most) if most else 0)
        yield f"  {' ' * (wide - width(name))}{name}  {count:>{digits}}  {bar}".rstrip()


def _bar() -> int:
    return max(min(_BAR, _columns() - _BESIDE), 4)


def _bars(counts: Mapping[Day, int]) -> Iterator[str]:
    return _counted({written(day): count for day, count in counts.items()})


def _share(recall: Recall) -> str:
    if recall.share is None:
        return "—"
    return f"{recall.share:.0%} ({recall.passed}/{recall.answers})"
