"""Files written whole or not at all: beside, then renamed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_beside(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write `data` to `path` so that a reader sees the old file or the new one, never half.

    Args:
        path: the file; its folder is made when missing.
        data: all of its bytes.
        private: readable by the owner alone (0600), else as the umask says.

    Raises:
        OSError: the disk is full or read-only; `path` is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).chmod(0o600 if private else 0o666 & ~_umask())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
