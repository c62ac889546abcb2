"""A lock on an open file that ends with the process that holds it."""

from __future__ import annotations

import sys
from typing import IO


def locked(file: IO[bytes]) -> bool:
    """Lock an open file without waiting; False when another process holds it."""
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
