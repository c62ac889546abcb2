"""Days as they are written on the command line."""

from __future__ import annotations

from datetime import date

import typer

from kaoka.lang import words


def day(written: str | None) -> date:
    """Return the day that was written as YYYY-MM-DD, else today.

    Raises:
        typer.BadParameter: what was written is no day.
    """
    if written is None:
        return date.today()  # noqa: DTZ011  # a training day is a local day
    try:
        return date.fromisoformat(written)
    except ValueError:
        said = words("cli")("“{given}” is no day; write it as 2026-11-24.")
        raise typer.BadParameter(said.format(given=written)) from None
