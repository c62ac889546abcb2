"""The store in PostgreSQL, for a whole school (extra `postgres`): the same SQL, many writers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from kaoka.errors import StoreError
from kaoka.store.sql import TABLES, Row, SqlStore

if TYPE_CHECKING:
    from types import ModuleType

_NUMBER = "n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
_TEXT = 'TEXT COLLATE "C"'
_SCHEMA_LOCK = 0x6B616F6B


class PostgresStore(SqlStore):
    """Events and memories of many learners; each learner's record has one writer at a time.

    A commit is reported when the server has it on disk (`synchronous_commit`).
    """

    def __init__(self, url: str, *, device: str) -> None:
        """Connect, and make the tables when they are missing.

        Args:
            url: `postgresql://user@host/base`; a password belongs in ~/.pgpass.
            device: the name of this machine among a learner's devices.

        Raises:
            StoreError: when the extra is missing or the server cannot be reached.
        """
        super().__init__()
        self._driver = _library()
        self._device = device
        self._shown = _without_password(url)
        with self._guard():
            self._base = self._driver.connect(url, autocommit=True)
        try:
            self._prepare()
        except BaseException:
            self._base.close()
            raise

    def _prepare(self) -> None:
        self.run("SET synchronous_commit = on")
        self.run("SET lock_timeout = '10s'")
        if self._one("SELECT to_regclass('setting')") is not None:
            return  # making what is there already would lock it against writers
        with self._writing():
            self.run("SELECT pg_advisory_xact_lock(?)", [_SCHEMA_LOCK])
            for table in TABLES:
                self.run(table.format(n=_NUMBER, text=_TEXT))

    @property
    def device(self) -> str:
        """The name of this machine among a learner's devices."""
        return self._device

    def hold(self, learner: str) -> None:
        """Let no other writer change this learner's record until the transaction ends."""
        self.run("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", [learner])

    def run(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Run one statement and return its rows."""
        with self._guard():
            found = self._base.execute(sql.replace("?", "%s"), list(values))
            return iter(found.fetchall() if found.description else ())

    def damaged(self) -> StoreError:
        """Return the error that says which records are damaged."""
        return StoreError("store_damaged", file=self._shown)

    def _begin(self) -> None:
        self.run("BEGIN")

    def _end(self, *, commit: bool) -> None:
        if commit:
            self.run("COMMIT")
        else:
            with suppress(self._driver.Error):
                self._base.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the connection."""
        self._base.close()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except self._driver.errors.LockNotAvailable as error:
            raise StoreError("store_busy", file=self._shown) from error
        except self._driver.errors.DiskFull as error:
            raise StoreError("store_full", file=self._shown) from error
        except self._driver.OperationalError as error:
            why = str(error).partition("\n")[0]
            raise StoreError("store_unreachable", base=self._shown, why=why) from error
        except self._driver.Error as error:
            raise StoreError("store_failed", file=self._shown, why=error) from error


def _library() -> ModuleType:
    try:
        import psycopg
    except ImportError:
        raise StoreError("postgres_missing") from None
    return psycopg


def _without_password(url: str) -> str:
    head, at, rest = url.rpartition("@")
    scheme, slashes, user = head.partition("://")
    return f"{scheme}{slashes}{user.partition(':')[0]}{at}{rest.partition('?')[0]}"
