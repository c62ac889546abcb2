"""A small bank, deck and blueprint to start from."""

from __future__ import annotations

from pathlib import Path

from kaoka import shipped
from kaoka.errors import BankError
from kaoka.jobs.files import write_beside


def init(folder: Path) -> list[Path]:
    """Copy the starter bank to `folder` and return the files written.

    Raises:
        BankError: the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BankError("not_empty", folder=folder)
    starter = shipped.starter()
    files = sorted(path for path in starter.rglob("*.yaml"))
    made = [folder / path.relative_to(starter) for path in files]
    for source, target in zip(files, made, strict=True):
        write_beside(target, source.read_bytes())
    return made
