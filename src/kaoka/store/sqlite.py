"""The store in one SQLite file: every commit reaches the disk before it is reported."""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kaoka.errors import StoreError
from kaoka.store.sql import TABLES, Row, SqlStore

APPLICATION = 0x6B616F6B
"""Marks the file as ours ("kaok"), so that no other program's database is taken for it."""

VERSION = 1
_BUSY_MS = 10_000
_AGAIN = 0.01
_CHECKED = 32 << 20
"""A file up to this size is checked whole when it is opened; a bigger one by `check`."""


class SqliteStore(SqlStore):
    """Events and memories in one file: WAL, synchronous FULL, one writer at a time."""

    def __init__(self, path: Path, *, device: str = "") -> None:
        """Open the file, or make it; readable and writable by its owner alone.

        Args:
            path: the file; its folder is made when missing.
            device: the name that a new store gives itself; else a random one.

        Raises:
            StoreError: when the file is damaged, is not ours, or cannot be written.
        """
        super().__init__()
        self.path = path
        with self._guard():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._base = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_MS / 1000)
        try:
            with self._guard():
                self._prepare_patiently(device or secrets.token_hex(4))
        except BaseException:
            self._base.close()
            raise

    def _prepare_patiently(self, device: str) -> None:
        """Prepare the file; SQLite itself does not always wait for its change to WAL."""
        end = time.monotonic() + _BUSY_MS / 1000
        while True:
            try:
                return self._prepare(device)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
            time.sleep(_AGAIN)

    def _prepare(self, device: str) -> None:
        size = self.path.stat().st_size
        version = self._version()
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            self._base.execute(f"PRAGMA {setting}")
        if not version:
            self._create(device)
        elif version > VERSION:
            raise StoreError("store_newer", file=self.path, version=version)
        elif size <= _CHECKED:
            self.check()

    def _version(self) -> int:
        """Return the version of our tables, 0 in an empty file; another's file is left alone."""
        self._base.execute("BEGIN")
        try:
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            (ours,) = self._base.execute("PRAGMA application_id").fetchone()
            (tables,) = self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            self._base.execute("ROLLBACK")
        if ours != APPLICATION and (version or tables):
            raise StoreError("store_foreign", file=self.path)
        return int(version)

    def _create(self, device: str) -> None:
        with self._writing():
            for table in TABLES:
                self._base.execute(table.format(n="n INTEGER PRIMARY KEY", text="TEXT"))
            self._base.execute(
                "INSERT INTO setting VALUES ('device', ?) ON CONFLICT DO NOTHING", [device]
            )
            self._base.execute(f"PRAGMA application_id = {APPLICATION}")
            self._base.execute(f"PRAGMA user_version = {VERSION}")

    def check(self) -> None:
        """Read the whole file.

        Raises:
            StoreError: when any of it is damaged.
        """
        with self._guard():
            (said,) = self._base.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise self.damaged()

    def damaged(self) -> StoreError:
        """Return the error that says which records are damaged."""
        return StoreError("store_damaged", file=self.path)

    def run(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Run one statement and yield its rows."""
        with self._guard():
            found = self._base.execute(sql, values)
        return self._rows(found)

    def _rows(self, found: sqlite3.Cursor) -> Iterator[Row]:
        with self._guard():
            yield from found

    def _begin(self) -> None:
        with self._guard():
            self._base.execute("BEGIN IMMEDIATE")

    def _end(self, *, commit: bool) -> None:
        if commit:
            with self._guard():
                self._base.execute("COMMIT")
        else:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Say what went wrong in our own words."""
        try:
            yield
        except sqlite3.Error as error:
            raise _named(error, self.path) from error
        except OSError as error:
            raise StoreError("store_unwritable", file=self.path, why=error.strerror) from error


_CODES = {
    sqlite3.SQLITE_BUSY: "store_busy",
    sqlite3.SQLITE_LOCKED: "store_busy",
    sqlite3.SQLITE_CORRUPT: "store_damaged",
    sqlite3.SQLITE_NOTADB: "store_damaged",
    sqlite3.SQLITE_FULL: "store_full",
    sqlite3.SQLITE_READONLY: "store_unwritable",
    sqlite3.SQLITE_CANTOPEN: "store_unwritable",
}


def _named(error: sqlite3.Error, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", None)
    name = _CODES.get(code & 0xFF if code is not None else -1, "store_failed")
    if "unsupported file format" in str(error):
        name = "store_damaged"
    return StoreError(name, file=path, why=error)
