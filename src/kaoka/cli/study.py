"""`kaoka study`: the session, what it adds up to, and the log in and out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kaoka.cli import study_log
from kaoka.cli.dates import day
from kaoka.lang import words

_ = words("study")

_SESSION = "session"


class StudyGroup(TyperGroup):
    """A group whose first command need not be named: `kaoka study BANK` studies BANK."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the session's name in front of what names no command."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [_SESSION, *args]
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the session's own options with the commands."""
        own = self.params
        self.params = [*self.commands[_SESSION].params, *own]
        try:
            super().format_help(ctx, formatter)
        finally:
            self.params = own

    def list_commands(self, ctx: Any) -> list[str]:
        """Leave out the session, which is what the group itself does."""
        return [name for name in super().list_commands(ctx) if name != _SESSION]


app = typer.Typer(cls=StudyGroup, no_args_is_help=False)
app.add_typer(study_log.app, name="log", help=_("The review log: export, import, merge."))

Bank = Annotated[
    str | None,
    typer.Argument(
        metavar="[BANK]",
        help=_("A folder with a bank.yaml, or the id of a shipped bank."),
        show_default=False,
    ),
]
Learner = Annotated[str, typer.Option(metavar="NAME", help=_("Whose record it is."))]
Json = Annotated[bool, typer.Option("--json", metavar="", help=_("One JSON object."))]


@app.command(_SESSION, hidden=True)
def study(  # noqa: PLR0913, PLR0917 - one parameter an option
    bank: Bank = None,
    new: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            show_default=False,
            help=_(
                "At most so many new questions now; 0: due only. Default: what is left of 20 a day."
            ),
        ),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TAG", help=_("Only questions with this tag; may stand more than once.")
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, show_default=False, help=_("At most so many questions in all.")
        ),
    ] = None,
    minutes: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, show_default=False, help=_("Stop after so many minutes.")),
    ] = None,
    mistakes: Annotated[
        bool,
        typer.Option("--mistakes", metavar="", help=_("What went wrong and is not yet made good.")),
    ] = False,
    cram: Annotated[
        bool,
        typer.Option("--cram", metavar="", help=_("Everything in mixed order; nothing is saved.")),
    ] = False,
    weak: Annotated[bool, typer.Option("--weak", metavar="", help=_("Weak topics first."))] = False,
    exam: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            show_default=False,
            help=_("Plan for an exam on this day (extra fsrs); `study plan` shows the days."),
        ),
    ] = None,
    budget: Annotated[
        int, typer.Option(metavar="N", min=1, help=_("With --exam: answers a day at most."))
    ] = 60,
    plain: Annotated[
        bool, typer.Option("--plain", metavar="", help=_("Nothing drawn: for screen readers."))
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            show_default=False,
            help=_("Switch to sm2, sm2:delphi, fsrs or fsrs:0.9 (the recall aimed at)."),
        ),
    ] = None,
    balance: Annotated[
        bool | None,
        typer.Option(
            "--balance/--no-balance",
            metavar="",
            show_default=False,
            help=_(
                "From now on let questions come back a little earlier or later, on quieter days."
            ),
        ),
    ] = None,
    learner: Learner = "me",
) -> None:
    """Study: due first, then new. Every answer is saved before the next question shows."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        typer.echo(
            _("kaoka study needs a terminal: it asks questions and waits for keys."), err=True
        )
        raise typer.Exit(2)
    from contextlib import closing

    from kaoka.cli.study_screen import run
    from kaoka.jobs.study import Wish, sit_down
    from kaoka.jobs.study_records import open_store

    wish = Wish(
        new=new,
        tags=tuple(tag or ()),
        limit=limit,
        weak=weak,
        mistakes=mistakes,
        cram=cram,
        minutes=minutes,
        exam=None if exam is None else day(exam),
        budget=budget,
        scheduler=scheduler,
        balance=balance,
        learner=learner,
    )
    with closing(open_store()) as store:
        desk = sit_down(bank, wish, store=store)
        if desk.session.phase == "over" and mistakes:
            typer.echo(_("The notebook is empty."))
        elif desk.session.phase == "over":
            typer.echo(_("Nothing is due. `kaoka study --new 20` takes up new questions."))
        else:
            run(desk, plain=plain)


@app.command("stats", help=_("What the record adds up to: recall, weak topics, answers a day."))
def show_stats(
    bank: Bank = None,
    learner: Learner = "me",
    json: Json = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", show_default=False, help=_("Write a page with charts.")),
    ] = None,
) -> None:
    """Print the figures, or write them as a page."""
    from contextlib import closing

    from kaoka.cli.study_figures import stats_lines
    from kaoka.jobs.study_look import look_back, write_page
    from kaoka.jobs.study_records import open_store

    with closing(open_store()) as store:
        if html is not None:
            write_page(bank, learner, html, store=store)
            typer.echo(_("Written: {file}").format(file=html), err=True)
            return
        title, found, known = look_back(bank, learner, store=store)
    if json:
        _print_json(found.plain())
    else:
        _print(stats_lines(title, found, known))


@app.command("forecast", help=_("How many questions fall due on each of the next days."))
def show_forecast(
    bank: Bank = None,
    days: Annotated[
        int, typer.Option(metavar="N", min=1, max=3660, help=_("How many days ahead."))
    ] = 14,
    learner: Learner = "me",
    json: Json = False,
) -> None:
    """Print the load of the days ahead."""
    from contextlib import closing

    from kaoka.cli.study_figures import forecast_lines
    from kaoka.jobs.study_look import look_ahead
    from kaoka.jobs.study_records import open_store
    from kaoka.study.day import written

    with closing(open_store()) as store:
        load = look_ahead(bank, learner, days, store=store)
    if json:
        _print_json({written(day): count for day, count in load.items()})
    else:
        _print(forecast_lines(load))


@app.command("plan", help=_("The days to an exam: what to do, what to expect, what to leave out."))
def show_plan(
    exam: Annotated[str, typer.Option(metavar="DATE", help=_("The day of the exam."))],
    bank: Bank = None,
    budget: Annotated[int, typer.Option(metavar="N", min=1, help=_("Answers a day at most."))] = 60,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TAG", help=_("Only questions with this tag; may stand more than once.")
        ),
    ] = None,
    learner: Learner = "me",
    json: Json = False,
) -> None:
    """Print the plan, day by day."""
    from contextlib import closing

    from kaoka.cli.study_figures import plan_lines
    from kaoka.jobs.study import Wish
    from kaoka.jobs.study_look import look_at_plan
    from kaoka.jobs.study_records import open_store

    wish = Wish(tags=tuple(tag or ()), budget=budget, learner=learner)
    with closing(open_store()) as store:
        title, plan = look_at_plan(bank, wish, day(exam), store=store)
    if json:
        _print_json(plan.plain())
    else:
        _print(plan_lines(title, plan))


@app.command("mistakes", help=_("The mistakes notebook: what went wrong and is not yet made good."))
def show_mistakes(bank: Bank = None, learner: Learner = "me", json: Json = False) -> None:
    """Print the notebook, what was wrong most often first."""
    from contextlib import closing

    from kaoka.cli.study_figures import mistake_lines, mistakes_plain
    from kaoka.jobs.study_look import look_at_mistakes
    from kaoka.jobs.study_records import open_store

    with closing(open_store()) as store:
        found = look_at_mistakes(bank, learner, store=store)
    if json:
        _print_json(mistakes_plain(found))
    else:
        _print(mistake_lines(found))


@app.command("optimize", help=_("Fit FSRS to the learner's own record (extra fsrs)."))
def optimize(
    learner: Learner = "me",
    retention: Annotated[
        float,
        typer.Option(metavar="N", min=0.7, max=0.99, help=_("The recall aimed at on the due day.")),
    ] = 0.9,
    json: Json = False,
) -> None:
    """Fit, tell what it brings, and use it if it foretells better."""
    from contextlib import closing

    from kaoka.cli.study_figures import fit_lines, fit_plain
    from kaoka.jobs.study_mend import optimize as fit
    from kaoka.jobs.study_records import open_store

    with closing(open_store()) as store:
        found, better = fit(learner, retention, store=store)
    if json:
        _print_json(fit_plain(found, taken=better))
    else:
        _print(fit_lines(found, taken=better))


@app.command("undo", help=_("Undo the latest answer of the record."))
def undo(learner: Learner = "me") -> None:
    """Undo one answer; undoing again undoes the one before."""
    from contextlib import closing
    from datetime import UTC, datetime

    from kaoka.jobs.study_mend import undo_last
    from kaoka.jobs.study_records import open_store

    with closing(open_store()) as store:
        undone = undo_last(store, learner)
    if undone is None:
        typer.echo(_("Nothing to undo here."), err=True)
        raise typer.Exit(1)
    said = _("Undone: {question}, graded {grade} at {at}.")
    at = f"{datetime.fromtimestamp(undone.at / 1000, UTC).astimezone():%Y-%m-%d %H:%M}"
    typer.echo(said.format(question=undone.question, grade=undone.grade, at=at), err=True)


@app.command("reset", help=_("Make questions new again: undo every answer to them."))
def reset(
    bank: Bank = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TAG", help=_("Only questions with this tag; may stand more than once.")
        ),
    ] = None,
    question: Annotated[
        list[str] | None, typer.Option(metavar="ID", help=_("Only this question."))
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", metavar="", help=_("The whole bank."))
    ] = False,
    learner: Learner = "me",
) -> None:
    """Undo the answers by events of their own; the log keeps them."""
    from contextlib import closing

    from kaoka.jobs.study import Wish
    from kaoka.jobs.study_mend import reset as forget
    from kaoka.jobs.study_records import open_store

    if not (tag or question or everything):
        raise typer.BadParameter(_("Name --tag, --question or --all."))
    wish = Wish(tags=tuple(tag or ()), learner=learner)
    with closing(open_store()) as store:
        count = forget(bank, wish, tuple(question or ()), store=store)
    typer.echo(_("{count} answers undone.").format(count=count), err=True)


def _print(lines: Sequence[str]) -> None:
    for line in lines:
        typer.echo(line)


def _print_json(value: Any) -> None:
    import json

    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")
    sys.stdout.buffer.flush()
