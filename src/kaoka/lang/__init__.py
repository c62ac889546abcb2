"""What kaoka says to people, in Chinese or English (gettext catalogues)."""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from kaoka.errors import KaokaError, Problem
from kaoka.lang.message import Message

LANGUAGES = ("zh", "en")
ROOMS = ("bank", "question", "deck", "exam", "study", "cli")

_LOCALE = Path(__file__).parent / "locale"
_chosen: list[str] = []


def choose(lang: str | None) -> None:
    """Set the language of everything said from here on; None follows the locale."""
    _chosen[:] = [lang or from_environment()]


def current() -> str:
    """Return the language in use."""
    if not _chosen:
        choose(None)
    return _chosen[0]


def from_environment() -> str:
    """Return zh for a Chinese locale or none set at all, en for any other."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    known = (locale.getlocale()[0] or "zh").lower()
    return "zh" if known.startswith(("zh", "chinese")) else "en"


@cache
def _catalogue(domain: str, lang: str) -> gettext.NullTranslations:
    return gettext.translation(domain, _LOCALE, languages=[lang], fallback=True)


def words(domain: str) -> Callable[[str], str]:
    """Return the translator for one room's catalogue, in the language in use when called."""

    def translate(text: str, lang: str | None = None) -> str:
        return _catalogue(domain, lang or current()).gettext(text) if text else ""

    return translate


def codes() -> Iterator[str]:
    """Every code that `message` knows, room by room."""
    for room in ROOMS:
        yield from _messages(room)


def message(code: str, lang: str | None = None) -> Message | None:
    """Return the sentence of `code` in a language, or None when there is none."""
    for room in ROOMS:
        found = _messages(room).get(code)
        if found:
            translate = _catalogue(room, lang or current()).gettext
            return Message(
                translate(found.text), _or_nothing(translate, found.explain), found.example
            )
    return None


def say(thing: Problem | KaokaError, lang: str | None = None) -> str:
    """Return the sentence for a problem or an error, its values filled in.

    Args:
        thing: a problem of a file, or an error that was raised; the problems that an
            error stands for follow it, one a line.
        lang: `zh` or `en`; the language in use (`--lang`, else the locale) when left out.
    """
    found = message(thing.code, lang)
    if found is None:
        return str(thing) if isinstance(thing, KaokaError) else thing.code
    sentence = found.text.format_map(_Lenient(thing.values))
    for problem in thing.problems if isinstance(thing, KaokaError) else ():
        sentence += f"\n{problem.file}:{problem.line}:{problem.column}: {say(problem, lang)}"
    return sentence


def _or_nothing(translate: Callable[[str], str], text: str) -> str:
    return translate(text) if text else ""


@cache
def _messages(room: str) -> dict[str, Message]:
    messages: dict[str, Message] = import_module(f"kaoka.lang.messages.{room}").MESSAGES
    return messages


class _Lenient(dict[str, str]):
    """Values for a sentence; one that is missing shows its own name."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
