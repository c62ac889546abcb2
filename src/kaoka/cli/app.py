"""The table of commands."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kaoka.cli import bank, demo
from kaoka.lang import words

_ = words("cli")

ROOMS = {
    "deck": _("Anki decks."),
    "exam": _("Papers, keys, marking."),
    "study": _("Study in the terminal."),
}


class Rooms(TyperGroup):
    """The table of commands; a group's own commands are made when one of them is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Put the real group in the place of its name, then go on as ever."""
        name = args[0]
        if name in ROOMS:
            room = typer.main.get_group(import_module(f"kaoka.cli.{name}").app)
            room.name = name
            self.commands[name] = room
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="kaoka",
    cls=Rooms,
    help=_("Typed, sourced knowledge in plain text: Anki decks, certification papers, self-study."),
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", metavar="", help=_("Show the version."))
    ] = False,
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
for room, about in ROOMS.items():
    app.add_typer(typer.Typer(), name=room, help=about)
