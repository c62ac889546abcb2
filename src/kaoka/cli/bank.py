"""The commands that look at a bank: check, explain, items, questions, schema."""

from __future__ import annotations

from typing import Annotated

import typer

from kaoka.cli import show
from kaoka.cli.dates import day
from kaoka.lang import words

_ = words("cli")

Bank = Annotated[
    str | None,
    typer.Argument(
        metavar="[BANK]",
        help=_("A folder with a bank.yaml, or the id of a shipped bank."),
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", metavar="", help=_("One JSON object a line."))]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help=_("The day on which things are judged (default: today).")),
]


def check(
    where: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[BANK…]",
            help=_(
                "Banks, deck.yaml files and blueprints; default: the bank here, else the shipped one."
            ),
            show_default=False,
        ),
    ] = None,
    json: Json = False,
    as_of: AsOf = None,
) -> None:
    """Every problem, with file, line and column; exit 1 when there are errors."""
    from kaoka.cli.problems import as_json, as_text
    from kaoka.jobs.check import check_all

    report = check_all(where or [None], day(as_of))
    if json:
        show.json_lines(as_json(problem) for problem in report.problems)
    else:
        show.lines(as_text(problem, report.texts) for problem in report.problems)
        counts = {"items": report.items, "questions": report.questions}
        counts |= {"errors": report.errors, "warnings": len(report.problems) - report.errors}
        summary = _("{items} items, {questions} questions: {errors} errors, {warnings} warnings.")
        show.talk(summary.format(**counts))
    raise typer.Exit(1 if report.errors else 0)


def explain(
    code: Annotated[str | None, typer.Argument(help=_("A code that `kaoka check` shows."))] = None,
) -> None:
    """What a problem code means, how to mend it, an example; without a code, all of them."""
    from kaoka.cli.problems import explained, listed

    show.lines(explained(code) if code else listed())


def items(
    where: Bank = None,
    kind: Annotated[str | None, typer.Option(help=_("Only items of this kind."))] = None,
    tag: Annotated[str | None, typer.Option(help=_("Only items with this tag."))] = None,
    json: Json = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help=_("Sections, kinds, gaps and reviews due."))
    ] = False,
    as_of: AsOf = None,
) -> None:
    """The items of a bank: one a line."""
    from kaoka.jobs import listing

    if coverage:
        show.lines(show.columns(listing.coverage(where, day(as_of))))
        for name, short in listing.gaps(where, day(as_of)).items():
            show.lines([f"\n{name} ({len(short)})", *(f"  {one}" for one in short)])
        return
    found = listing.items(where, day(as_of), kind=kind, tag=tag)
    if json:
        show.json_lines(found)
    else:
        rows = [(row["id"], row["kind"], listing.gist(row)) for row in found]
        show.lines(show.columns(rows))


def questions(  # one option each
    where: Bank = None,
    item: Annotated[str | None, typer.Option(help=_("Only questions about this item."))] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help=_("Only questions of this type."))
    ] = None,
    json: Json = False,
    as_of: AsOf = None,
) -> None:
    """The questions of a bank, with their keys: one JSON object a line, or to be read."""
    from kaoka.jobs import listing

    found = listing.questions(where, day(as_of), item=item, type_=type_)
    if json:
        show.json_lines(question.plain() for question in found)
    else:
        show.lines(text for question in found for text in listing.readable(question))


def schema(
    name: Annotated[
        str, typer.Argument(help=_("items, bank, deck, blueprint or calendar."), metavar="[NAME]")
    ] = "items",
) -> None:
    """The JSON Schema of a YAML file, for editors: items, bank, deck, blueprint, calendar."""
    import json

    from kaoka.jobs.schema import schema as made

    show.lines([json.dumps(made(name), ensure_ascii=False, indent=2)])
