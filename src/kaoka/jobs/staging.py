"""A folder beside an exam's, in which its files are made before they are published.

It has one name for each exam, so that a build that was interrupted leaves behind what it
made, and the next build goes on from there: `private/journal.jsonl` holds what the build
was about, then one line for each form that is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self

from kaoka.errors import ExamError
from kaoka.exam.manifest import NAME, sha256
from kaoka.jobs.exam_papers import PRIVATE, PUBLIC, Kept, Made, private_file
from kaoka.jobs.locks import locked

_JOURNAL = f"{PRIVATE}/journal.jsonl"
_MAY_DIFFER = frozenset(("people",))


def left_behind(out: Path) -> dict[str, Any]:
    """Return what an interrupted build into `out` was about; empty when there is none."""
    try:
        with (_beside(out) / _JOURNAL).open("rb") as journal:
            return dict(json.loads(journal.readline()))
    except (OSError, ValueError, TypeError):
        return {}


class Staging:
    """A context: what is made in `here` is moved into `out` by `publish`.

    An error takes the folder away; an interruption leaves it.

    Args:
        out: the exam's folder.
        head: what the build is about. Forms left behind are kept when theirs was the same.
    """

    def __init__(self, out: Path, head: Mapping[str, Any]) -> None:
        self.out = Path(os.path.abspath(out))  # noqa: PTH100  # a link to a folder stays one
        self.head = {name: value for name, value in head.items() if name not in _MAY_DIFFER}
        self.here = _beside(self.out)
        self.files: list[str] = []
        self._sums: dict[str, str] = {}
        self._made: list[str] = []
        self._at: dict[str, int] = {}

    def __enter__(self) -> Self:
        self.out.parent.mkdir(parents=True, exist_ok=True)
        self.here.mkdir(mode=0o700, exist_ok=True)
        _own(self.here)
        (self.here / PUBLIC).mkdir(exist_ok=True)
        (self.here / PRIVATE).mkdir(mode=0o700, exist_ok=True)
        path = self.here / _JOURNAL
        if not path.exists():
            private_file(path)
        self._journal = path.open("r+b")
        if not locked(self._journal):
            self._journal.close()
            raise ExamError("build_under_way", folder=self.out)
        if not self._goes_on():
            self._empty()
            self._line(self.head)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._journal.close()
        if kind is None or issubclass(kind, Exception):
            shutil.rmtree(self.here, ignore_errors=True)

    def kept(self, name: str) -> Kept | None:
        """Return what a build that was interrupted had made of a form."""
        if name not in self._at:
            return None
        line = self._noted(name)
        return Kept(str(self.here), line["code"], line["sums"])

    def made(self, made: Made) -> None:
        """Note that a form is whole."""
        line = {"name": made.name, "code": made.code, "sums": dict(made.sums)}
        if made.name not in self._at or self._noted(made.name) != line:
            self._at[made.name] = self._journal.seek(0, os.SEEK_END)
            self._line(line)
        self._made.append(made.name)
        self.files.extend(path for path, _ in made.sums)

    def sums(self) -> Iterator[tuple[str, str]]:
        """Yield path and SHA-256 of each file, form by form as they were made."""
        for name in self._made:
            yield from self._noted(name)["sums"].items()
        yield from self._sums.items()

    @contextmanager
    def summed(self, path: str) -> Iterator[Callable[[bytes], object]]:
        """Give what adds bytes to one private file, piece by piece."""
        total = hashlib.sha256()

        def add(data: bytes) -> None:
            total.update(data)
            file.write(data)

        with self.private(path) as file:
            yield add
        self._sums[path] = total.hexdigest()
        self.files.append(path)

    def write(self, path: str, data: bytes) -> None:
        """Write one private file."""
        with self.private(path) as file:
            file.write(data)
        self._sums[path] = sha256(data)
        self.files.append(path)

    @contextmanager
    def private(self, path: str) -> Iterator[IO[bytes]]:
        """Open a file that only its owner may read."""
        private_file(self.here / path)
        with (self.here / path).open("wb") as file:
            yield file

    def publish(self) -> None:
        """Put the files in their place, the manifest last."""
        if not self.out.exists():
            self._journal.close()
            (self.here / _JOURNAL).unlink()
            wanted = {*self.files, NAME}
            for name in self._files():
                if name not in wanted:
                    (self.here / name).unlink()
            self.here.chmod(stat.S_IMODE((self.here / PUBLIC).stat().st_mode))
            self.here.rename(self.out)
            return
        for name in (*self.files, NAME):
            target = self.out / name
            target.parent.mkdir(mode=0o700 if name.startswith(PRIVATE) else 0o777, exist_ok=True)
            if (self.here / name).exists():
                (self.here / name).replace(target)

    def _files(self) -> Iterator[str]:
        for folder in (PUBLIC, PRIVATE):
            with os.scandir(self.here / folder) as found:
                yield from (f"{folder}/{one.name}" for one in found if one.is_file())

    def _empty(self) -> None:
        for name in self._files():
            if name != _JOURNAL:
                (self.here / name).unlink()
        self._at = {}
        self._journal.seek(0)
        self._journal.truncate()

    def _goes_on(self) -> bool:
        """Read where the forms stand in a journal about the same; a torn last line is cut off."""
        self._journal.seek(0)
        first, end = True, 0
        try:
            for line in iter(self._journal.readline, b""):
                if not line.endswith(b"\n"):
                    break
                value = json.loads(line)
                if first and value != json.loads(json.dumps(self.head)):
                    return False
                if not first:
                    self._at[value["name"]] = end
                first, end = False, end + len(line)
        except (ValueError, KeyError, TypeError):
            return False
        self._journal.truncate(end)
        return not first

    def _noted(self, name: str) -> dict[str, Any]:
        self._journal.seek(self._at[name])
        return dict(json.loads(self._journal.readline()))

    def _line(self, value: Mapping[str, Any]) -> None:
        self._journal.seek(0, os.SEEK_END)
        self._journal.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")
        self._journal.flush()


def _beside(out: Path) -> Path:
    absolute = Path(os.path.abspath(out))  # noqa: PTH100  # as in Staging
    return absolute.parent / f".{absolute.name[:80]}.partial"


def _own(folder: Path) -> None:
    """Refuse a folder that somebody else put there to read along."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
        raise ExamError("build_under_way", folder=folder)
    folder.chmod(0o700)
