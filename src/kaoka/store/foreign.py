"""Review logs of other tools as events: py-fsrs in CSV, Anki's collection or package.

The ids of these events come from what the other tool wrote, so importing twice adds
nothing the second time.
"""

from __future__ import annotations

import csv
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kaoka.errors import Problem, StoreError
from kaoka.store.log import Lines, Missing
from kaoka.study.event import Event, ulid
from kaoka.study.fsrs import GRADES
from kaoka.text import digest

_LATEST = 1 << 48
_NEWEST = "collection.anki21b"
_REVIEWS = """
    SELECT revlog.id, notes.guid, revlog.ease, revlog.time FROM revlog
    JOIN cards ON cards.id = revlog.cid JOIN notes ON notes.id = cards.nid
    WHERE revlog.ease BETWEEN 1 AND 4 AND revlog.type BETWEEN 0 AND 3 ORDER BY revlog.id"""
"""The answers: learned, reviewed, relearned, filtered; what was rescheduled by hand is none."""


def read_py_fsrs(text: str, file: str, bank: str, missing: Missing) -> Lines:
    """Read the review log that py-fsrs and Anki's FSRS helper write.

    Columns: card_id, review_rating (1 to 4), review_time (ISO 8601 or milliseconds),
    review_duration (milliseconds, may be empty). The question is the card's id.
    """
    out = Lines()
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            at = _moment(row["review_time"])
            grade = GRADES[int(row["review_rating"])]
            took = int(float(row.get("review_duration") or 0))
            card = row["card_id"].strip()
            out_of_range = not 0 <= at < _LATEST or took < 0 or not card
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
            out_of_range = True
        if out_of_range:
            out.problems.append(Problem("log_row", file, number))
            continue
        name = _name(at, "py-fsrs", card, str(grade))
        day = missing.day_of(at)
        out.events[name] = Event(name, missing.learner, bank, card, at, day, grade, took, "py-fsrs")
    return out


def read_anki(path: Path, questions: Mapping[str, tuple[str, str]], missing: Missing) -> Lines:
    """Read the reviews of our own cards out of an Anki collection or package.

    Args:
        path: `collection.anki2`, or an .apkg or .colpkg exported with scheduling; one not
            made for older Anki too needs the extra `anki`.
        questions: bank and question id by the guid of their note.
        missing: the learner, and the study day of a moment.

    Raises:
        StoreError: when the file is no such collection, or the extra is missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        rows = _rows(_collection(path, Path(folder)), path)
    return _reviews(rows, questions, missing)


def _collection(path: Path, folder: Path) -> Path:
    if not zipfile.is_zipfile(path):
        return path
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
        if _NEWEST in names:  # the others then hold one note that asks to update Anki
            return _unpacked(package, folder / "collection.anki2", path)
        found = next((n for n in ("collection.anki21", "collection.anki2") if n in names), None)
        if found is None:
            raise StoreError("anki_none", file=path)
        return Path(package.extract(found, folder))


def _unpacked(package: zipfile.ZipFile, base: Path, path: Path) -> Path:
    """Unpack what Anki 2.1.50 and later write: the collection under Zstandard."""
    try:
        import zstandard
    except ImportError:
        raise StoreError("anki_newer", file=path) from None
    try:
        with package.open(_NEWEST) as packed, base.open("wb") as out:
            zstandard.ZstdDecompressor().copy_stream(packed, out)
    except zstandard.ZstdError:
        raise StoreError("anki_none", file=path) from None
    return base


def _rows(base: Path, path: Path) -> list[tuple[int, str, int, int]]:
    try:
        with closing(sqlite3.connect(f"{base.absolute().as_uri()}?mode=ro", uri=True)) as anki:
            return anki.execute(_REVIEWS).fetchall()
    except sqlite3.Error:
        raise StoreError("anki_none", file=path) from None


def _reviews(
    rows: Iterable[tuple[int, str, int, int]],
    questions: Mapping[str, tuple[str, str]],
    missing: Missing,
) -> Lines:
    out = Lines()
    for at, guid, button, took in rows:
        if guid in questions:
            bank, question = questions[guid]
            name = _name(at, "anki", guid, str(button))
            day, grade = missing.day_of(at), GRADES[button]
            out.events[name] = Event(
                name, missing.learner, bank, question, at, day, grade, took, "anki"
            )
    return out


def _moment(written: str) -> int:
    if written.isdecimal():
        return int(written)
    moment = datetime.fromisoformat(written)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1000)


def _name(at: int, *parts: str) -> str:
    return ulid(at, bytes.fromhex(digest(str(at), *parts))[:10])
