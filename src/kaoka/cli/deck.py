"""The commands about Anki decks: build, show, notes, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaoka.cli import show as shown
from kaoka.cli.dates import day
from kaoka.lang import words

_ = words("deck")

app = typer.Typer(no_args_is_help=True)

Deck = Annotated[
    str | None,
    typer.Argument(
        metavar="[DECK.yaml]",
        help=_("A deck.yaml, a folder that has one, or a shipped bank."),
        show_default=False,
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help=_("The day that decides what is in force (default: today).")),
]


@app.command(help=_("Build an Anki package from a deck.yaml."))
def build(  # noqa: PLR0913, PLR0917  # one option each
    deck: Deck = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE.apkg", help=_("The package to write.")),
    ] = None,
    locked: Annotated[
        bool, typer.Option("--locked", help=_("Fail when deck.lock would change."))
    ] = False,
    as_of: AsOf = None,
    restamp: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=VALUE",
            help=_("Send these cards again, such as tag=合规 or id=svc.x; several: all must hold."),
        ),
    ] = None,
) -> None:
    """Write the package and the next deck.lock; the path goes to stdout."""
    from kaoka.jobs.build_deck import build_deck

    built = build_deck(
        deck, out, as_of=day(as_of), locked=locked, restamp=_selector(restamp) if restamp else None
    )
    for problem in built.problems:
        from kaoka.cli.problems import as_text

        shown.talk(as_text(problem, {}))
    shown.lines([str(built.path)])
    said = _("{cards} cards: {new} new, {changed} changed, {retired} retired, {gone} gone.")
    shown.talk(said.format(**{name: getattr(built, name) for name in _COUNTS}))
    shown.talk(_("Content {content}").format(content=built.content))


_COUNTS = ("cards", "new", "changed", "retired", "gone")


def _selector(written: list[str]) -> dict[str, tuple[str, ...]]:
    """Return `field=value,value` options as a selector."""
    found: dict[str, tuple[str, ...]] = {}
    for one in written:
        name, sign, values = one.partition("=")
        if not sign or not values:
            raise typer.BadParameter(_("Write it as FIELD=VALUE."), param_hint="--restamp")
        found[name] = (*found.get(name, ()), *values.split(","))
    return found
