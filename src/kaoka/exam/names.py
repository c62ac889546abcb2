"""Names of forms, and the file names that they become."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from kaoka.errors import ExamError

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"
}
_LONGEST = 100
_LONGEST_LETTERS = 2
_KEPT = "-_"


def letters(count: int) -> tuple[str, ...]:
    """Return the first names of forms: A, B … Z, AA, AB and so on."""
    return tuple(_letter(number) for number in range(1, count + 1))


def earlier(name: str) -> tuple[str, ...] | None:
    """Return the letters before a form's letter: A, B for C; None when it is no letter."""
    number = 0
    for letter in name if len(name) <= _LONGEST_LETTERS else "?":
        if letter not in _LETTERS:
            return None
        number = number * len(_LETTERS) + _LETTERS.index(letter) + 1
    return letters(number - 1) if number else None


def _letter(number: int) -> str:
    name = ""
    while number:
        number, place = divmod(number - 1, len(_LETTERS))
        name = _LETTERS[place] + name
    return name


def file_name(name: str) -> str:
    """Return a form's name as the start of a file name.

    Letters and digits of any script, `-` and `_` stay; all else becomes `_`.

    Raises:
        ExamError: nothing usable is left, the name is too long, or Windows reserves it.
    """
    plain = unicodedata.normalize("NFC", name.strip())
    safe = "".join(c if c.isalnum() or c in _KEPT else "_" for c in plain)
    if not safe.strip("_"):
        raise ExamError("form_name_empty", name=name)
    if len(safe.encode()) > _LONGEST:
        raise ExamError("form_name_long", name=name, most=_LONGEST)
    if safe.casefold() in _DEVICES:
        raise ExamError("form_name_reserved", name=name)
    return safe


def file_names(names: Iterable[str], endings: Iterable[str]) -> dict[str, str]:
    """Return the file name of each form, no two of whose planned files fall together.

    Args:
        names: the forms' names.
        endings: what follows the name in the files that are planned (`.pdf`, `-sheet.pdf`).

    Raises:
        ExamError: two forms have one name, or would share a file on some disk.
    """
    ends = tuple(endings)
    owner: dict[str, str] = {}
    out: dict[str, str] = {}
    for name in names:
        if name in out:
            raise ExamError("form_name_twice", name=name)
        out[name] = file_name(name)
        for path in _planned(out[name], ends):
            other = owner.setdefault(path, name)
            if other != name:
                raise ExamError("form_name_clash", name=name, other=other)
    return out


def _planned(start: str, endings: Iterable[str]) -> Iterator[str]:
    for ending in endings:
        yield unicodedata.normalize("NFC", start + ending).casefold()
