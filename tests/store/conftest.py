"""A PostgreSQL server of the tests' own; properties take the time that the disk takes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

settings.register_profile("disk", deadline=None)
settings.load_profile("disk")


def programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs: on the path, or where Debian has them."""
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    here = [Path(found).resolve()] if found else debian[-1:]
    return here[0].parent if here else None


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of the tests' own, reached through a socket; its URL."""
    bin_ = programs()
    if bin_ is None:
        pytest.skip("PostgreSQL is not installed")
    user = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root
    with TemporaryDirectory(prefix="kaoka-pg-") as name:
        folder, data = Path(name), f"{name}/data"
        if user:
            shutil.chown(folder, user)

        def run(program: str, *words: str) -> None:
            command = [str(bin_ / program), "-D", data, *words]
            subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)

        quiet = f"-c fsync=on -c listen_addresses='' -c unix_socket_directories={folder}"
        run("initdb", "-A", "trust", "-U", "kaoka", "--no-sync", "-E", "UTF8")
        run("pg_ctl", "-l", f"{name}/log", "-o", quiet, "-w", "start")
        try:
            yield f"postgresql://kaoka@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-m", "fast", "-w", "-t", "60", "stop")
