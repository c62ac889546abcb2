"""Where a learner's records are kept, and the scheduler that is the learner's own."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kaoka.jobs.files import write_beside
from kaoka.store.log import Store
from kaoka.store.sqlite import SqliteStore
from kaoka.study.memory import Scheduler
from kaoka.study.schedulers import DEFAULT, balance, scheduler


def home(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder of the study records: `$KAOKA_HOME`, else the user's data folder."""
    named = (os.environ if environ is None else environ).get("KAOKA_HOME")
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("kaoka", appauthor=False)


def open_store(folder: Path | None = None, url: str | None = None) -> Store:
    """Open the study records: `$KAOKA_STORE` (a PostgreSQL URL), else this user's own file.

    Raises:
        StoreError: when they are damaged, cannot be reached or cannot be written.
    """
    place = folder or home()
    url = url or (os.environ.get("KAOKA_STORE") if folder is None else None)
    if url:
        from kaoka.store.postgres import PostgresStore

        return PostgresStore(url, device=_device(place))
    return SqliteStore(place / "study.db")


def _device(place: Path) -> str:
    """Return the name of this machine among a learner's devices; a new one the first time."""
    file = place / "device"
    with suppress(OSError):
        return file.read_text("utf-8").strip()
    name = secrets.token_hex(4)
    write_beside(file, name.encode(), private=True)
    return name


def own_scheduler(
    store: Store, learner: str, wanted: str | None = None, *, balanced: bool | None = None
) -> Scheduler:
    """Return the scheduler asked for, else the learner's own, else SM-2.

    Load balancing stays as the learner has it unless `balanced` says otherwise.
    """
    own = scheduler(store.scheduler(learner) or DEFAULT)
    chosen = scheduler(wanted) if wanted else own
    keep = own.balanced or chosen.balanced
    return balance(chosen, wanted=keep if balanced is None else balanced)
