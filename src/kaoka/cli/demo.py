"""The commands to begin with: demo and init."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaoka.cli import show
from kaoka.lang import words

_ = words("cli")


def demo(
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR", help=_("Where to write."))
    ] = Path("kaoka-demo"),
) -> None:
    """Write the shipped bank as a deck and three papers with keys, and say what is where."""
    from kaoka.jobs.demo import demo as run

    for path, what in run(out, lambda step: show.talk(f"… {_(step)}")):
        show.lines([f"{path}  {_(what)}"])
    show.talk(_("Next: import the .apkg into Anki, print papers/, or run: kaoka study"))


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("A new or empty folder."))],
) -> None:
    """Write a small bank, deck and blueprint to start from."""
    from kaoka.jobs.init import init as run

    show.lines(str(path) for path in run(folder))
    show.talk(_("Next: kaoka check {folder}").format(folder=folder))
