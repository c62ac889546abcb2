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
Bank = Annotated[
    str | None,
    typer.Option(metavar="BANK", help=_("A folder with a bank.yaml, or the id of a shipped bank.")),
]
Json = Annotated[bool, typer.Option("--json", metavar="", help=_("One JSON object a line."))]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help=_("The day that decides what is in force (default: today).")),
]


@app.command(help=_("Build an Anki package from a deck.yaml."))
def build(  # one option each
    deck: Deck = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE.apkg", help=_("The package to write.")),
    ] = None,
    locked: Annotated[
        bool, typer.Option("--locked", metavar="", help=_("Fail when deck.lock would change."))
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
    from kaoka.cli.problems import as_text
    from kaoka.cli.progress import bar
    from kaoka.jobs.build_deck import build_deck

    again = _selector(restamp) if restamp else None
    with bar(_("Cards")) as progress:
        built = build_deck(
            deck, out, as_of=day(as_of), locked=locked, restamp=again, progress=progress
        )
    for problem in built.problems:
        shown.talk(as_text(problem, {}))
    shown.lines([str(built.path)])
    said = _("{cards} cards: {new} new, {changed} changed, {retired} retired, {gone} gone.")
    shown.talk(said.format(**{name: getattr(built, name) for name in _COUNTS}))
    shown.talk(_("Content {content}").format(content=built.content))


@app.command(help=_("Show a question as a card: both faces, light and dark, as an HTML file."))
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help=_("A question's id, or an item's."))],
    bank: Bank = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE.html", help=_("The file to write."))
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write the card as a page to look at; the path goes to stdout."""
    from kaoka.jobs.build_deck import build_time
    from kaoka.jobs.show_card import show_card

    written = show_card(id_, bank, out, as_of=day(as_of), now=build_time())
    shown.lines(str(path) for path in written)


@app.command(help=_("What changed between two locks, as release notes for trainees."))
def notes(  # one option each
    old: Annotated[
        Path, typer.Argument(metavar="OLD.lock", help=_("The lock of the last release."))
    ],
    new: Annotated[
        Path | None,
        typer.Argument(
            metavar="[NEW.lock]", help=_("Default: the bank's deck.lock."), show_default=False
        ),
    ] = None,
    bank: Bank = None,
    deck: Annotated[str | None, typer.Option(help=_("Only the cards of this deck id."))] = None,
    json: Json = False,
    as_of: AsOf = None,
) -> None:
    """Print new, changed, retired and gone cards."""
    from kaoka.jobs.deck_news import deck_notes

    news = deck_notes(old, new, bank=bank, as_of=day(as_of), deck=deck)
    shown.json_lines(news.rows()) if json else shown.lines(news.text())


@app.command(help=_("What is new, changed and retired from one package to the next."))
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD.apkg")],
    new: Annotated[Path, typer.Argument(metavar="NEW.apkg")],
    json: Json = False,
) -> None:
    """Print new, changed, retired and gone cards of two packages."""
    from kaoka.jobs.deck_news import deck_diff
    from kaoka.lang import current

    news = deck_diff(old, new, current())
    shown.json_lines(news.rows()) if json else shown.lines(news.text())


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
