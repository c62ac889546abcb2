"""An .apkg, note by note: the same notes give the same bytes.

genanki supplies the note types, decks, schema and first row of the collection; the rows
are written here, because genanki gives every note one time, keeps all notes in memory and
stores the database uncompressed. The tables are those of Anki's schema 11, which every
Anki since 2.0 reads: https://docs.ankiweb.net/exporting.html#packaged-decks
"""

from __future__ import annotations

import errno
import hashlib
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from kaoka.deck.card import NoteType
from kaoka.formats.anki.collection import Box, decks, note_types, numeric_id, presets
from kaoka.formats.anki.notetypes import SORT_FIELD, model
from kaoka.formats.anki.zipped import pack

_WRITTEN_BY: Final = 3_040_000
_VERSION_AT: Final = 96
_MARKUP = re.compile("<[^>]*>")
_NOTE: Final = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
"""The checksum of the first field is left at 0: Anki works it out on import."""
_CARD: Final = "INSERT INTO cards VALUES(?,?,?,0,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"
_INDEX: Final = "CREATE INDEX ix_cards_nid ON cards (nid)"
"""The one that helps a reader; the others of the schema would be a tenth of the package."""
_BATCH: Final = 500


class Note(NamedTuple):
    """One note with one card; `time` in Unix seconds is what Anki compares on import."""

    guid: str
    note_type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    time: int
    deck: str = ""


@dataclass
class _Seen:
    """What the rows used: for the one row that describes the collection."""

    types: set[NoteType] = field(default_factory=set)
    decks: dict[str, int] = field(default_factory=dict)
    ids: set[int] = field(default_factory=set)
    count: int = 0
    newest: int = 0
    content: Any = field(default_factory=hashlib.sha256)


class Written(NamedTuple):
    """How many notes went out, and the hash of what they say, the same on every platform."""

    notes: int
    content: str


def write(path: Path, box: Box, notes: Iterable[Note]) -> Written:
    """Write the package; `notes` are read once and never held together.

    Args:
        path: the file; it is written in place, so give a name beside the final one.
        box: the deck around the notes.
        notes: in teaching order.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="kaoka-") as folder:
        database = Path(folder) / "collection.anki2"
        try:
            with closing(sqlite3.connect(database, isolation_level=None)) as db:
                seen = _fill(db, box, notes)
        except sqlite3.OperationalError as error:
            raise OSError(errno.ENOSPC, str(error), str(path)) from error
        _forget_version(database)
        pack(path, database, box.media)
    return Written(seen.count, seen.content.hexdigest())


def _fill(db: sqlite3.Connection, box: Box, notes: Iterable[Note]) -> _Seen:
    db.executescript("PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    db.executescript(APKG_SCHEMA.partition("CREATE INDEX")[0])
    seen = _Seen()
    db.execute("BEGIN")
    for rows in _batches(_rows(notes, box, seen)):
        seen.content.update(_said(rows))
        db.executemany(_NOTE, [row[0] for row in rows])
        db.executemany(_CARD, [row[1] for row in rows])
    db.execute("COMMIT")
    db.execute(_INDEX)
    db.executescript(APKG_COL)
    _describe(db, box, seen)
    return seen


_Row = tuple[tuple[Any, ...], tuple[Any, ...]]


def _rows(notes: Iterable[Note], box: Box, seen: _Seen) -> Iterator[_Row]:
    models = {
        type_: model(type_, box.lang).model_id
        for type_ in ("recall", "choice", "arrange", "script")
    }
    ids = seen.ids
    for place, note in enumerate(notes, 1):
        flds, sort = "\x1f".join(note.fields), note.fields[SORT_FIELD]
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        seen.types.add(note.note_type)
        seen.newest = max(seen.newest, note.time)
        seen.count = place
        id_ = note.time * 1000 + place
        while id_ in ids:
            id_ += 1
        ids.add(id_)
        yield (
            (
                id_,
                note.guid,
                models[note.note_type],
                note.time,
                tags,
                flds,
                _MARKUP.sub("", sort) if "<" in sort else sort,
            ),
            (id_, id_, _deck_id(note.deck, box, seen), note.time, place),
        )


def _said(rows: list[_Row]) -> bytes:
    """What the notes say and where they lie, without the ids that only this file gives them."""
    heads = [
        f"{guid}\x1f{type_}\x1f{time}\x1f{tags}\x1f{card[2]}"
        for (_, guid, type_, time, tags, _, _), card in rows
    ]
    return "\x1e".join((*heads, *[note[5] for note, _ in rows], "")).encode()


def _deck_id(name: str, box: Box, seen: _Seen) -> int:
    found = seen.decks.get(name)
    if found is None:
        found = seen.decks[name] = numeric_id("kaoka-deck", box.id, name)
    return found


def _batches(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    batch: list[_Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _describe(db: sqlite3.Connection, box: Box, seen: _Seen) -> None:
    """Fill in note types, decks and preset: the single row of `col`."""
    top = _deck_id("", box, seen)
    standard_decks, standard_presets = db.execute("SELECT decks, dconf FROM col").fetchone()
    texts = (
        note_types(box, seen.types, top),
        decks(box, standard_decks, seen.decks, box.description(seen.count, seen.newest)),
        presets(box, standard_presets),
    )
    seen.content.update("\x1e".join(texts).encode())
    db.execute("UPDATE col SET models=?, decks=?, dconf=?", texts)
    db.execute("UPDATE col SET mod=?, scm=?", (seen.newest * 1000,) * 2)


def _forget_version(database: Path) -> None:
    """Set the SQLite version that the file's header tells to a constant (format2, 1.3.1)."""
    with database.open("r+b") as file:
        file.seek(_VERSION_AT)
        file.write(_WRITTEN_BY.to_bytes(4, "big"))
