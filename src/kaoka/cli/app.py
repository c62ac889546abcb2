"""The table of commands."""

from __future__ import annotations

from typing import Annotated

import typer

from kaoka.cli import bank, deck, demo, exam, study
from kaoka.lang import words

_ = words("cli")

app = typer.Typer(
    name="kaoka",
    help=_("Typed, sourced knowledge in plain text: Anki decks, certification papers, self-study."),
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
    lang: Annotated[str, typer.Option(help=_("Language of what kaoka says: zh or en."))] = "",
) -> None:
    """What is to be done first, when no command is given."""
    if lang:
        raise typer.BadParameter(_("--lang takes zh or en."))
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"kaoka {installed('kaoka')}")
    elif context.invoked_subcommand is None:
        typer.echo(_(FIRST_STEPS))


FIRST_STEPS = """\
kaoka keeps knowledge as plain text and makes decks, papers and study sessions from it.

  kaoka demo                 the shipped bank as an Anki deck and three papers with keys
  kaoka study                study the shipped bank here, in the terminal
  kaoka init my-bank         start a bank of your own
  kaoka check my-bank        find what is wrong with it
  kaoka --help               all commands"""


app.command("demo", help=_("The shipped bank as a deck, papers and keys, in one go."))(demo.demo)
app.command("init", help=_("Start a bank of your own: a small bank, deck and blueprint."))(
    demo.init
)
app.command("check", help=_("Tell every problem of banks, decks and blueprints."))(bank.check)
app.command("explain", help=_("Tell what a problem code means, with an example."))(bank.explain)
app.command("items", help=_("List the items of a bank."))(bank.items)
app.command("questions", help=_("List the questions of a bank."))(bank.questions)
app.command("schema", help=_("Print the JSON Schema of the YAML files."))(bank.schema)
app.add_typer(deck.app, name="deck", help=_("Anki decks."))
app.add_typer(exam.app, name="exam", help=_("Papers, keys, marking."))
app.add_typer(study.app, name="study", help=_("Study in the terminal."))
