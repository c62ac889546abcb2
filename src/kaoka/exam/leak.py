"""A scan of what is handed out: nothing of key, seed or item may stand in its bytes."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from kaoka.errors import ExamError
from kaoka.exam.form import Form
from kaoka.text import normal

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHORTEST = 8


def secrets(form: Form, seed: bytes) -> frozenset[str]:
    """Return what must not stand in a public byte: seed, ids of questions and items, explanations.

    An id that is a plain word may well stand in a text, so ids count only where they hold
    a dot, a dash or a `#`; an explanation counts unless the paper prints the same words.
    """
    shown = normal("".join(_printed(form)))
    found = {seed.hex()}
    for asked in form.asked():
        for one in (asked, *asked.parts):
            question = one.question
            found |= {name for name in (question.id, question.item) if _telling(name)}
            if len(question.explanation) >= _SHORTEST and normal(question.explanation) not in shown:
                found.add(question.explanation)
    return frozenset(found)


def refuse_leaks(data: bytes, name: str, hidden: frozenset[str]) -> None:
    """Refuse to hand out a file that tells a secret.

    Args:
        data: the file; streams of a PDF and members of a DOCX are unpacked.
        name: its name, for the message.
        hidden: what `secrets` names.

    Raises:
        ExamError: `leak`, with the secret that was found.
    """
    for part in _parts(data):
        for secret in hidden:
            if secret.encode() in part:
                raise ExamError("leak", file=name, found=secret)


def _printed(form: Form) -> Iterator[str]:
    for asked in form.asked():
        for one in (asked, *asked.parts):
            yield one.question.stem
            yield from one.options
            yield from one.left


def _telling(name: str) -> bool:
    return len(name) >= _SHORTEST and any(mark in name for mark in ".-#")


def _parts(data: bytes) -> Iterator[bytes]:
    yield data
    if data.startswith(b"%PDF"):
        for stream in _STREAM.findall(data):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                yield stream
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                yield member.encode()
                yield package.read(member)
