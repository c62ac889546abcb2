"""Properties that write to a disk take the time that the disk takes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("disk", deadline=None)
settings.load_profile("disk")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the tests' own, reached through a socket; its URL."""
    pytest.importorskip("psycopg")
    if not shutil.which("initdb") or not shutil.which("pg_ctl"):
        pytest.skip("PostgreSQL is not installed")
    folder = tmp_path_factory.mktemp("pg", numbered=True)
    user = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root
    if user:
        for place in (folder, *list(folder.parents)[:2]):
            place.chmod(0o755)
        shutil.chown(folder, user)
    quiet = "-c fsync=on -c listen_addresses='' -c unix_socket_directories=" + str(folder)
    data = str(folder / "data")

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    run("initdb", "-D", data, "-A", "trust", "-U", "kaoka", "--no-sync", "-E", "UTF8")
    run("pg_ctl", "-D", data, "-l", str(folder / "log"), "-o", quiet, "-w", "start")
    yield f"postgresql://kaoka@/postgres?host={folder}"
    run("pg_ctl", "-D", data, "-m", "fast", "-w", "-t", "60", "stop")
