"""The session at the terminal: shows it, reads keys, and lets the desk do the rest."""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.text import Text

from kaoka import lang
from kaoka.cli import study_view as view
from kaoka.cli.keys import CLEAR, END, ENTER, ERASE, Keys, Line
from kaoka.cli.wrap import wrap
from kaoka.errors import AnswerError
from kaoka.jobs.study_desk import Desk
from kaoka.question.present import Shown
from kaoka.question.typed import understand
from kaoka.study.session import asked

_ = lang.words("study")

_LETTERED = frozenset(("single", "multiple", "true_false", "ordering", "matching"))
_COMMANDS = {"u": "undo", "s": "source", "q": "leave", "?": "help"}
_STRAY = 0.7
"""Seconds in which Enter after a grade belongs to the grade, for those who type both."""


class Screen:
    """A plain terminal: lines and styles, nothing that a dumb one cannot do.

    `draft` is what was typed before something else was said, to go on with.
    """

    def __init__(self, read: Callable[[], str], *, plain: bool = False) -> None:
        self.read = read
        self.draft = ""
        self._plain = plain
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)

    @property
    def columns(self) -> int:
        """How wide to write: the terminal, but no wider than reads well."""
        return max(min(shutil.get_terminal_size().columns - 1, view.WIDEST), 20)

    def show(self, rows: Iterable[view.Row]) -> None:
        """Show lines."""
        for text, style in map(_spoken, rows) if self._plain else rows:
            self._console.print(Text(text, style=style), crop=False, overflow="ignore")

    def write(self, text: str) -> None:
        """Write without ending the line."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def say(self, text: str, style: str = view.WARN) -> None:
        """Say one sentence."""
        self.show((line, style) for line in wrap(text, self.columns, "  "))


def _spoken(row: view.Row) -> view.Row:
    """A row without the lines that a screen reader would read out stroke by stroke."""
    text, style = row
    return text.strip("─ ") if "─" in text else text, style


def run(desk: Desk, *, plain: bool = False) -> None:
    """Study until everything is answered or the learner leaves.

    With `plain` nothing is drawn: for screen readers and braille.
    """
    with Keys() as keys:
        screen = Screen(keys.read, plain=plain)
        screen.show(view.opening(desk.title, desk.session, screen.columns, desk.plan))
        try:
            _loop(desk, screen)
        except KeyboardInterrupt:
            screen.write("\n")
            desk.leave()
        screen.show(view.closing(desk.session, screen.columns, kept=desk.kept))


def _loop(desk: Desk, screen: Screen) -> None:
    fresh, graded_at = True, 0.0
    while desk.session.phase != "over":
        match desk.session.phase:
            case "asking":
                if fresh:
                    screen.show(view.question(desk.session, screen.columns))
                fresh = _ask(desk, screen, graded_at)
            case "told":
                fresh = _told(desk, screen)
            case _:
                fresh = _grade(desk, screen)
                graded_at = time.monotonic()


def _ask(desk: Desk, screen: Screen, graded_at: float) -> bool:
    """Take one answer or command; return whether to show the question afresh."""
    shown = asked(desk.session)
    typed = _type(screen, shown, graded_at)
    match typed:
        case None | "leave":
            desk.leave()
        case "undo":
            undone = desk.undo()
            screen.say(_("Undone; asked again.") if undone else _("Nothing to undo here."))
            return undone
        case "source":
            ticket = desk.session.waiting[0]
            screen.show(view.source(shown.question, ticket.question, screen.columns))
            desk.look_up()
            return False
        case "help":
            screen.show(view.keys(desk.session, screen.columns))
            return False
        case _:
            return _answered(desk, screen, shown, typed[1:])
    return True


def _answered(desk: Desk, screen: Screen, shown: Shown, typed: str) -> bool:
    try:
        desk.answer(understand(shown, typed) if typed else None)
    except AnswerError as error:
        screen.say(lang.say(error))
        screen.draft = typed if _long(shown) else ""
        return False
    rows = view.feedback(desk.session, shown, desk.questions, screen.columns)
    screen.show([*rows, ("", "")])
    return True


def _long(shown: Shown) -> bool:
    """Whether an answer is long enough that nobody wants to type it twice."""
    return shown.question.type not in {"single", "true_false", "numeric"}


def _prompt(screen: Screen, shown: Shown) -> Line:
    """Show the prompt and what was typed before; return the line to go on with."""
    screen.write("  " + view.prompt(shown))
    line = Line(screen.write)
    line.put(screen.draft)
    screen.draft = ""
    return line


def _type(screen: Screen, shown: Shown, graded_at: float) -> str | None:
    """Return a command's name, `=` and what was typed, or None when the terminal is gone."""
    line, sure, told = _prompt(screen, shown), False, False
    while (key := screen.read()) != END:
        command = _command(shown, line.text, key)
        if command:
            lettered = shown.question.type in _LETTERED
            screen.draft = line.text if lettered and command in {"source", "help"} else ""
            screen.write(key.strip() + "\n")
            return command
        if key != ENTER:
            used, sure = _edit(line, shown, key), False
            if not used and not told and key.isalnum():
                told, screen.draft = True, line.text
                screen.write("\n")
                screen.say(view.stray(shown), view.QUIET)
                line = _prompt(screen, shown)
        elif line.text.strip() or sure:
            screen.write("\n")
            return "=" + line.text
        elif time.monotonic() - graded_at > _STRAY:
            sure = True
            screen.write("\n")
            screen.say(_("Enter once more: I do not know."), view.QUIET)
            screen.write("  " + view.prompt(shown))
    screen.write("\n")
    return None


def _command(shown: Shown, text: str, key: str) -> str | None:
    """Tell whether a key is a command: at once among letters, before Enter among words."""
    plain = unicodedata.normalize("NFKC", key).lower()
    if shown.question.type in _LETTERED or plain == "?":
        option = plain.upper() in dict(shown.lettered)
        return None if (text.strip() and plain == "?") or option else _COMMANDS.get(plain)
    alone = unicodedata.normalize("NFKC", text).strip().lower()
    return _COMMANDS.get(alone) if key == ENTER else None


def _edit(line: Line, shown: Shown, key: str) -> bool:
    """Take a key into the line; return whether it means anything here."""
    if shown.question.type not in _LETTERED or key in {ERASE, CLEAR}:
        line.edit(key)
        return True
    letter = _judged(shown, key) or unicodedata.normalize("NFKC", key).upper()
    match shown.question.type:
        case "single" | "true_false" if letter in dict(shown.lettered):
            line.put("" if line.text == letter else letter)
        case "multiple" if letter in dict(shown.lettered):
            line.put("".join(sorted(set(line.text) ^ {letter})))
        case "ordering" if letter in dict(shown.lettered):
            rest = line.text.replace(letter, "")
            line.put(rest if rest != line.text else line.text + letter)
        case "matching" if letter in dict(shown.lettered) or letter.isdecimal():
            line.edit(letter)
        case _:
            return False
    return True


def _judged(shown: Shown, key: str) -> str:
    """Return the letter of 对 or 错 when a key says so in another way: 对, √, T."""
    if shown.question.type != "true_false":
        return ""
    try:
        judged = understand(shown, key)
    except AnswerError:
        return ""
    return shown.letter(judged) if isinstance(judged, str) else ""


def _told(desk: Desk, screen: Screen) -> bool:
    """Wait for Enter between the parts of a case."""
    screen.write("  " + _("Enter goes on: "))
    while (key := screen.read()) not in {ENTER, "q", END}:
        if key == "?":
            screen.write("\n")
            screen.say(_("Enter goes on to the next part, q ends."), view.QUIET)
            screen.write("  " + _("Enter goes on: "))
    screen.write("\n")
    desk.leave() if key != ENTER else desk.go_on()
    return True


def _grade(desk: Desk, screen: Screen) -> bool:
    """Take the grade, save, and say when the question comes next."""
    screen.write("  " + view.grading(desk.session))
    while (key := unicodedata.normalize("NFKC", screen.read())) not in {"q", END}:
        if key == ENTER or key in set("012345"):
            given = desk.session.suggested if key == ENTER else int(key)
            screen.write(f"{given}\n")
            _save(desk, screen, given)
            return True
        if key == "u":
            screen.write("u\n")
            desk.take_back()
            return True
        if key in {"?", "s"}:
            screen.write(key + "\n")
            _explain(desk, screen, key)
            screen.write("  " + view.grading(desk.session))
    screen.write("\n")
    desk.leave()
    return True


def _explain(desk: Desk, screen: Screen, key: str) -> None:
    if key == "?":
        screen.show(view.keys(desk.session, screen.columns))
    else:
        whole = desk.session.waiting[0].question
        screen.show(view.source(whole, whole, screen.columns))


def _save(desk: Desk, screen: Screen, given: int) -> None:
    memory = desk.grade(given)
    again = given < desk.scheduler.repeat_below
    today = memory.last if memory else 0
    if memory is not None:
        screen.say(view.planned(memory, today, again=again), view.QUIET)
    for hint in view.hints(desk.session, memory):
        screen.say(hint)
    if desk.time_is_up and desk.session.phase != "over":
        screen.say(_("The time is up."))
        desk.leave()
