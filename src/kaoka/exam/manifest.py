"""The private record of an exam: whole forms, scoring, seed, and each file's SHA-256.

It is one JSON object, written form by form so that a hundred thousand candidates fit:
the head's fields, `forms`, `files`, and last a seal, which is HMAC-SHA256 under the seed
over every byte before it. It shows accidents and outsiders' changes. Each form and each
file is one line, so that a reader too need not hold all of it.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import IO, Any, overload

from kaoka.errors import ExamError
from kaoka.exam.check import canonical, check_code
from kaoka.exam.form import Form
from kaoka.exam.rank import VERSION

NAME = "private/manifest.json"

_SEAL = b',\n"seal": "'


def form_entry(form: Form, seed: bytes, code: str = "") -> dict[str, Any]:
    """Return what the manifest holds of a form: the form, and its check code (if known, `code`)."""
    return form.plain() | {"code": code or check_code(form, seed)}


class Writer:
    """Writes a manifest to an open file: head, then `form` for each form, then `close`.

    Args:
        file: open for writing bytes.
        head: exam, title, seed (hex) and whatever describes the whole exam.
    """

    def __init__(self, file: IO[bytes], head: Mapping[str, Any]) -> None:
        self._file = file
        self._mac = hmac.new(bytes.fromhex(head["seed"]), digestmod="sha256")
        self._first = True
        lines = [f"{_text(name)}: {_text(value)}" for name, value in head.items()]
        self._write("{\n" + ",\n".join([f'"format": {_text(VERSION)}', *lines]) + ',\n"forms": [')

    def form(self, entry: bytes) -> None:
        """Add a form: the canonical JSON of its `form_entry`."""
        self._write("\n" if self._first else ",\n")
        self._first = False
        self._put(entry)

    def close(self, files: Iterable[tuple[str, str]]) -> None:
        """Write the path of each file below the exam's folder with its SHA-256 (hex), and the seal."""
        self._write('\n],\n"files": {\n')
        before = ""
        for name, sum_ in files:
            self._write(f"{before}{_text(name)}: {_text(sum_)}")
            before = ",\n"
        self._write("\n}")
        self._file.write(_SEAL + self._mac.hexdigest().encode() + b'"\n}\n')

    def _write(self, text: str) -> None:
        self._put(text.encode())

    def _put(self, data: bytes) -> None:
        self._mac.update(data)
        self._file.write(data)


class Forms(Sequence[dict[str, Any]]):
    """The forms of a manifest, each read when it is asked for: only names and places are kept."""

    def __init__(self, source: Source, lines: Iterable[tuple[int, bytes]]) -> None:
        self._source = source
        self._at = array("Q")
        self.names: list[str] = []
        self.codes: list[str] = []
        for at, line in lines:
            name, code = _told(line)
            self._at.append(at)
            self.names.append(name)
            self.codes.append(code)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place of each form, by name."""
        return {name: number for number, name in enumerate(self.names)}

    def named(self, name: str) -> dict[str, Any] | None:
        """Return a form, or None when there is none of that name."""
        number = self.numbers.get(name)
        return None if number is None else self[number]

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, number: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, number: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, number: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        at = self._at[number]
        with self._source() as file:
            file.seek(at)
            return _entry(file.readline())

    def __iter__(self) -> Iterator[dict[str, Any]]:
        if not self.names:
            return
        with self._source() as file:
            file.seek(self._at[0])
            for _ in self.names:
                yield _entry(file.readline())


class Manifest(Mapping[str, Any]):
    """A manifest as it was sealed; what grows with the forms stays on the disk.

    It is the mapping that the file holds: the head's fields, `forms`, `files`.

    Args:
        source: opens the file.
        file: its name, for messages.

    Raises:
        ExamError: it is no manifest, or was changed.
    """

    def __init__(self, source: Source, file: str) -> None:
        self._source = source
        try:
            with source() as lines:
                self._head = _head(lines)
                mac = hmac.new(bytes.fromhex(self._head["seed"]), digestmod="sha256")
                start = lines.tell()
                lines.seek(0)
                mac.update(lines.read(start))
                self.forms = Forms(source, _each_form(lines, start, mac.update))
                self._files_at = lines.tell()
                intact = _sealed(lines, mac)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ExamError("manifest_damaged", file=file) from None
        if not intact:
            raise ExamError("manifest_damaged", file=file)

    def each_file(self) -> Iterator[tuple[str, str]]:
        """Yield the path of each file below the exam's folder, and its SHA-256 in hex."""
        with self._source() as lines:
            lines.seek(self._files_at)
            for line in lines:
                if not line.startswith(b'"'):
                    return
                yield from json.loads(b"{%b}" % line.rstrip(b",\n")).items()

    @cached_property
    def files(self) -> dict[str, str]:
        """All that `each_file` yields."""
        return dict(self.each_file())

    def __getitem__(self, name: str) -> Any:
        match name:
            case "forms":
                return self.forms
            case "files":
                return self.files
            case _:
                return self._head[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*self._head, "forms", "files"))

    def __len__(self) -> int:
        return len(self._head) + 2


Source = Callable[[], IO[bytes]]

_FORMS = b'"forms": [\n'
_FILES = (b"],\n", b'"files": {\n')
_NAMED = re.compile(
    rb'\{"code":"([0-9A-Z-]*)","exam":"[^"\\]*","minutes":[0-9]+,"name":("(?:[^"\\]|\\.)*")'
)
"""How the canonical JSON of a form begins, its fields being in the order of their names."""


def _head(lines: IO[bytes]) -> dict[str, Any]:
    """Read the fields before the forms."""
    found = []
    for line in iter(lines.readline, _FORMS):
        if not line:
            raise ValueError
        found.append(line)
    return dict(json.loads(b"".join(found).rstrip(b",\n") + b"}"))


def _each_form(
    lines: IO[bytes], at: int, add: Callable[[bytes], None]
) -> Iterator[tuple[int, bytes]]:
    """Yield the place and the line of each form, and read on to the first of the files."""
    for line in iter(lines.readline, _FILES[0]):
        if not line:
            raise ValueError
        add(line)
        yield at, line
        at += len(line)
    if lines.readline() != _FILES[1]:
        raise ValueError
    add(b"".join(_FILES))


def _sealed(lines: IO[bytes], mac: hmac.HMAC) -> bool:
    """Whether the rest is as it was sealed."""
    for line in iter(lines.readline, b"},\n"):
        if not line:
            return False
        mac.update(line)
    mac.update(b"}")
    return lines.read() == _SEAL[2:] + mac.hexdigest().encode() + b'"\n}\n'


def _entry(line: bytes) -> dict[str, Any]:
    return dict(json.loads(line.rstrip(b",\n")))


def _told(line: bytes) -> tuple[str, str]:
    """Return a form's name and check code."""
    begins = _NAMED.match(line)
    if begins:
        return str(json.loads(begins[2])), begins[1].decode()
    whole = _entry(line)
    return str(whole["name"]), str(whole["code"])


def sealed(head: Mapping[str, Any], forms: Iterable[Any], files: Mapping[str, str]) -> bytes:
    """Return the bytes of a manifest."""
    out = io.BytesIO()
    writer = Writer(out, head)
    for entry in forms:
        writer.form(canonical(entry))
    writer.close(files.items())
    return out.getvalue()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of a file in hex."""
    return hashlib.sha256(data).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
