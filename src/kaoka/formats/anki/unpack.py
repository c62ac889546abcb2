"""Reading back the notes of a package that kaoka wrote."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from kaoka.deck.card import FIELDS
from kaoka.errors import DeckError

_STEM, _STATUS = FIELDS.index("Stem"), FIELDS.index("Status")


class Found(NamedTuple):
    """One note of a package, by the id of its question; `stem` is HTML."""

    id: str
    stem: str
    time: int
    retired: bool


def notes(path: Path) -> Iterator[Found]:
    """Yield the notes of a package, one at a time.

    Raises:
        DeckError: `not_a_package`: no zip file, no collection in the older format, or
            notes of other note types.
        OSError: the file cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="kaoka-") as folder:
        database = Path(folder) / "collection.anki2"
        try:
            with zipfile.ZipFile(path) as package, database.open("wb") as out:
                shutil.copyfileobj(package.open("collection.anki2"), out, 1 << 20)
            with closing(sqlite3.connect(database)) as db:
                for flds, time in db.execute("SELECT flds, mod FROM notes"):
                    yield _found(flds.split("\x1f"), time, path)
        except (zipfile.BadZipFile, KeyError, sqlite3.DatabaseError):
            raise DeckError("not_a_package", file=path) from None


def _found(fields: list[str], time: int, path: Path) -> Found:
    if len(fields) != len(FIELDS):
        raise DeckError("not_a_package", file=path)
    return Found(fields[0], fields[_STEM], time, bool(fields[_STATUS]))
