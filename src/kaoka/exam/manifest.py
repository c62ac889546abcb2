"""The private record of an exam: whole forms, scoring, seed, and each file's SHA-256.

It is one JSON object, written form by form so that a hundred thousand candidates fit:
the head's fields, `forms`, `files`, and last a seal, which is HMAC-SHA256 under the seed
over every byte before it. It shows accidents and outsiders' changes.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from collections.abc import Mapping
from typing import IO, Any

from kaoka.errors import ExamError
from kaoka.exam.check import canonical, check_code
from kaoka.exam.form import Form
from kaoka.exam.rank import VERSION

NAME = "private/manifest.json"

_SEAL = b',\n"seal": "'


def form_entry(form: Form, seed: bytes) -> dict[str, Any]:
    """Return what the manifest holds of a form: the form, and its check code."""
    return form.plain() | {"code": check_code(form, seed)}


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

    def close(self, files: Mapping[str, str]) -> None:
        """Write the SHA-256 (hex) of each file, by path below the exam's folder, and the seal."""
        sums = ",\n".join(f"{_text(name)}: {_text(sum_)}" for name, sum_ in sorted(files.items()))
        self._write(f'\n],\n"files": {{\n{sums}\n}}')
        self._file.write(_SEAL + self._mac.hexdigest().encode() + b'"\n}\n')

    def _write(self, text: str) -> None:
        self._put(text.encode())

    def _put(self, data: bytes) -> None:
        self._mac.update(data)
        self._file.write(data)


def opened(data: bytes, file: str) -> dict[str, Any]:
    """Return a manifest as it was sealed.

    Raises:
        ExamError: it is no manifest, or was changed.
    """
    try:
        whole = dict(json.loads(data))
        body, mark, _ = data.rpartition(_SEAL)
        seal = hmac.digest(bytes.fromhex(whole["seed"]), body, "sha256").hex()
        intact = data == body + mark + f'{seal}"\n}}\n'.encode()
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ExamError("manifest_damaged", file=file) from None
    if not intact:
        raise ExamError("manifest_damaged", file=file)
    return whole


def sealed(head: Mapping[str, Any], forms: list[Any], files: Mapping[str, str]) -> bytes:
    """Return the bytes of a manifest of few forms."""
    out = io.BytesIO()
    writer = Writer(out, head)
    for entry in forms:
        writer.form(canonical(entry))
    writer.close(files)
    return out.getvalue()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of a file in hex."""
    return hashlib.sha256(data).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
