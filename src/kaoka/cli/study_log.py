"""`kaoka study log`: the review log out and in, merged, and saved from a damaged file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kaoka.errors import Problem
from kaoka.lang import words

_ = words("study")

app = typer.Typer(no_args_is_help=True)


@app.command("export", help=_("Write the log to stdout as JSON lines."))
def log_export(
    learner: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", show_default=False, help=_("Only this learner's; default: all.")
        ),
    ] = None,
) -> None:
    """Write the log, oldest first."""
    from contextlib import closing

    from kaoka.jobs.study_log import export
    from kaoka.jobs.study_records import open_store

    with closing(open_store()) as store:
        for line in export(store, learner):
            sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


@app.command("import", help=_("Take in a log; what is known already counts once."))
def log_import(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=_("JSON lines, a .csv of py-fsrs, or an Anki collection or .apkg.")
        ),
    ],
    bank: Annotated[
        str | None,
        typer.Option(
            metavar="BANK", show_default=False, help=_("Gives the bank where lines name none.")
        ),
    ] = None,
    learner: Annotated[
        str, typer.Option(metavar="NAME", help=_("Whose record it is where lines do not say."))
    ] = "me",
) -> None:
    """Keep the good lines, name the bad ones; exit 1 when there were any."""
    from contextlib import closing

    from kaoka.jobs.study_log import fill_in, take_in
    from kaoka.jobs.study_records import open_store

    with closing(open_store()) as store:
        count, new, problems = take_in(store, file, fill_in(learner, bank), bank)
    said = _("{count} events read, {new} of them new.")
    typer.echo(said.format(count=count, new=new), err=True)
    _tell(problems)


@app.command(
    "merge", help=_("Merge logs into one file, the same in any order, any number of times.")
)
def log_merge(
    files: Annotated[list[Path], typer.Argument(metavar="A B …", help=_("Logs in JSON lines."))],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT", help=_("The file to write."))],
    bank: Annotated[
        str | None,
        typer.Option(
            metavar="BANK", show_default=False, help=_("Gives the bank where lines name none.")
        ),
    ] = None,
    learner: Annotated[
        str, typer.Option(metavar="NAME", help=_("Whose record it is where lines do not say."))
    ] = "me",
) -> None:
    """Keep the good lines, name the bad ones; exit 1 when there were any."""
    from kaoka.jobs.study_log import fill_in, merge

    count, problems = merge(files, out, fill_in(learner, bank))
    typer.echo(_("{count} events written to {out}.").format(count=count, out=out), err=True)
    _tell(problems)


@app.command("replay", help=_("Derive what is due anew from the log."))
def log_replay() -> None:
    """Replay the log; what is derived from it ends the same to the byte."""
    from contextlib import closing

    from kaoka.jobs.study_log import derive
    from kaoka.jobs.study_records import open_store

    with closing(open_store()) as store:
        count, changed = derive(store)
    said = _("{count} memories derived from the log; {changed} had been different.")
    typer.echo(said.format(count=count, changed=changed), err=True)


@app.command("salvage", help=_("Read what can be read of damaged records and start anew with it."))
def log_salvage() -> None:
    """Move the damaged file aside; every answer that is still whole is kept."""
    from kaoka.jobs.study_desk import local_now
    from kaoka.jobs.study_log import salvage
    from kaoka.jobs.study_records import home

    aside, count = salvage(home(), local_now())
    said = _("{count} events saved. The damaged file is now {file}.")
    typer.echo(said.format(count=count, file=aside), err=True)


def _tell(problems: Sequence[Problem]) -> None:
    from kaoka.lang import say

    for problem in problems:
        typer.echo(f"{problem.file}:{problem.line}: {say(problem)}", err=True)
    if problems:
        raise typer.Exit(1)
