"""The zip file around a collection: the same content gives the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
import zlib
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

_LEVEL: Final = 3
"""Of zlib: 6 would save a tenth of the size and take three times as long."""
_BLOCK: Final = 1 << 20
_WINDOW: Final = 1 << 15
_MEMORY: Final = 9
_WORKERS: Final = 4


def pack(path: Path, database: Path, media: Mapping[str, Path]) -> None:
    """Write collection and media; `media` maps names to files, which go in by number."""
    names = sorted(media)
    workers = min(_WORKERS, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers) as pool, zipfile.ZipFile(path, "w") as out:
        _add(out, "collection.anki2", database, Deflate(pool, 2 * workers))
        for number, name in enumerate(names):
            _add(out, str(number), media[name])
        table = json.dumps({str(n): name for n, name in enumerate(names)}, ensure_ascii=False)
        out.writestr(_entry("media", zipfile.ZIP_STORED), table)


class Deflate:
    """A compressor as zipfile wants one, whose blocks are deflated on several threads.

    The blocks are of one size and each knows the window before it, so that the bytes
    do not depend on the number of threads (the way of pigz, M. Adler).
    """

    def __init__(self, pool: Executor, most: int) -> None:
        self._pool, self._most = pool, most
        self._ahead: deque[Future[bytes]] = deque()
        self._held = b""
        self._window = b""

    def compress(self, data: bytes) -> bytes:
        """Take data in; return what is done of what came before."""
        self._held += data
        while len(self._held) > _BLOCK:
            self._send(self._held[:_BLOCK], last=False)
            self._held = self._held[_BLOCK:]
        return self._done(self._most)

    def flush(self) -> bytes:
        """Return all that is left."""
        self._send(self._held, last=True)
        return self._done(0)

    def _send(self, block: bytes, *, last: bool) -> None:
        self._ahead.append(self._pool.submit(_deflated, block, self._window, last))
        self._window = block[-_WINDOW:]

    def _done(self, most: int) -> bytes:
        ready = []
        while len(self._ahead) > most:
            ready.append(self._ahead.popleft().result())
        return b"".join(ready)


def _deflated(block: bytes, window: bytes, last: bool) -> bytes:  # noqa: FBT001  # for submit
    how = (_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, _MEMORY, zlib.Z_DEFAULT_STRATEGY)
    one = zlib.compressobj(*how, window) if window else zlib.compressobj(*how)
    return one.compress(block) + one.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def _add(out: zipfile.ZipFile, name: str, file: Path, deflate: Deflate | None = None) -> None:
    entry = _entry(name, zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED)
    entry.file_size = file.stat().st_size
    with file.open("rb") as source, out.open(entry, "w") as target:
        if deflate:
            target._compressor = deflate  # type: ignore[attr-defined]  # noqa: SLF001  # zipfile offers no way in
        shutil.copyfileobj(source, target, _BLOCK)


def _entry(name: str, how: int) -> zipfile.ZipInfo:
    """A member with no date and no owner, so that nothing but its content counts."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = how
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
