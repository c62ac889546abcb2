"""A scan of what is handed out: nothing of key, seed or item may stand in it.

Two things are searched. The paper, before any writer sees it: a writer is given nothing
else, so what is not in there is in no format's visible text, whatever glyph numbers or
pictures the format makes of it. And the bytes that the writer made, with their metadata:
the streams and text strings of a PDF, the members of a DOCX, markup with and without its
tags. Font programs are passed over.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kaoka.errors import ExamError
from kaoka.exam.form import Asked, Form
from kaoka.exam.paper import Ask, Case, KeyTable, Paper, Run
from kaoka.text import normal

_SHORTEST = 8
"""Characters of an id or an explanation, and answers in a row, that tell anything."""

_PROBE = _SHORTEST - 2
"""Answers in a probe: eight in a row hold one of those that begin at every third."""

_DISTINCT = 4

_LETTERED = frozenset(("single", "multiple", "true_false", "ordering"))
_BETWEEN = b" \t\r\n,;/|\"'[](){}.:=-"
_MARKS = b"0123456789" + _BETWEEN + b"<>"
_WIDE_BETWEEN = re.compile("[\u3000，；、：．（）]")
_ROW = re.compile(
    rf"(?<![0-9A-Za-z])[A-Z](?:[^0-9A-Za-z\u4e00-\u9fff<>]*[A-Z]){{{_SHORTEST - 1},}}(?![0-9a-z])"
)
_FIELDS = ("answer", "accepted", "origins", "explanation")
_FIELD = re.compile(rf"(?:{'|'.join(_FIELDS)})s?(?:[\"']\s*:|\s*=\s*[\"'])")
_MARKUP = re.compile(r"\ufeff?\s*<[^<]")
_TAG = re.compile(r"<[^<>]*>")
_FONT = re.compile(rb"/Subtype\s*/(?:CIDFontType0C|Type1C|OpenType)|/Length1\b")
_HEX = re.compile(rb"<((?:[0-9A-Fa-f]\s*){2,})>")
_WIDE = re.compile(rb"<((?:FEFF|feff)[0-9A-Fa-f\s]+)>")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What must not stand in a public file.

    `seed` is the seed itself, `texts` are the seed as hex and base64, ids and explanations,
    each with what `_core` leaves of it; `narrow` are those of them that ASCII can hold.
    `rows` are letters of the key in a row, `numbered` the same with numbers.
    """

    seed: bytes
    texts: tuple[tuple[bytes, str], ...]
    narrow: tuple[tuple[bytes, str], ...]
    rows: _Rows
    numbered: _Rows


@dataclass(frozen=True, slots=True)
class _Rows:
    """Eight answers in a row, from each place; and `probes`, one of which is in each of them."""

    rows: tuple[bytes, ...]
    probes: tuple[bytes, ...]

    def stand_in(self, letters: bytes) -> bytes:
        """Return a row that stands in a text, or nothing."""
        if not any(probe in letters for probe in self.probes):
            return b""
        return next((row for row in self.rows if row in letters), b"")


def secrets(form: Form, seed: bytes) -> Hidden:
    """Return what must not stand in a public byte: seed, ids, explanations, the key in a row.

    An id that is a plain word may well stand in a text, so ids count only where they hold
    a dot, a dash or a `#`; an explanation counts unless the paper prints the same words.
    Letters that merely run through the alphabet, as those of options do, are no key.
    """
    asked = [one for whole in form.asked() for one in (whole, *whole.parts)]
    lettered = [one for one in form.numbered() if one.question.type in _LETTERED]
    found = (*_seed(seed), *_ids(asked), *_told(asked))
    texts = tuple((_core(text.encode()), text) for text in found)
    return Hidden(
        seed=seed if _secret(seed) else b"",
        texts=texts,
        narrow=tuple(pair for pair in texts if pair[0].isascii()),
        rows=_in_a_row([one.answer for one in lettered]),
        numbered=_in_a_row([f"{one.number}{one.answer}" for one in lettered]),
    )


def refuse_told(paper: Paper, name: str, hidden: Hidden) -> None:
    """Refuse to print a public paper that tells a secret.

    Args:
        paper: what a writer would be given.
        name: the file's name, for the message.
        hidden: what `secrets` names.

    Raises:
        ExamError: `leak`, with what was found.
    """
    found = _marked(paper) or _found("".join(_said(paper)), hidden)
    if found:
        raise ExamError("leak", file=name, found=found)


def refuse_leaks(data: bytes, name: str, hidden: Hidden) -> None:
    """Refuse to hand out a file that tells a secret.

    Args:
        data: the file; streams of a PDF and members of a DOCX are unpacked.
        name: its name, for the message.
        hidden: what `secrets` names.

    Raises:
        ExamError: `leak`, with what was found.
    """
    for part in _parts(data):
        if hidden.seed and hidden.seed in part:
            raise ExamError("leak", file=name, found=hidden.seed.hex())
        for text in _readings(part):
            found = _found(text, hidden)
            if found:
                raise ExamError("leak", file=name, found=found)


def _found(text: str, hidden: Hidden) -> str:
    """Return the secret that a text tells, or ""."""
    data = text.encode()
    core = _core(data)
    for part, secret in hidden.narrow if core.isascii() else hidden.texts:
        if part in core and secret in text:
            return secret
    return _field(text) or _key(text, data, hidden)


def _core(data: bytes) -> bytes:
    """Return bytes without digits and marks, of which pages are full: quicker to search."""
    return data.translate(None, _MARKS)


def _field(text: str) -> str:
    """Return a field that names an answer, as JSON or an attribute has it, or ""."""
    lower = text.lower()
    if not any(name in lower for name in _FIELDS):
        return ""
    found = _FIELD.search(lower)
    return found[0] if found else ""


def _key(text: str, data: bytes, hidden: Hidden) -> str:
    """Return the key, or a part of it, that stands in a text: `CACB…`, `C, A, C…`, `1:C 2.A…`."""
    narrow = data if text.isascii() else _WIDE_BETWEEN.sub("", text).encode()
    letters = narrow.translate(None, _BETWEEN)
    numbered = hidden.numbered.stand_in(letters)
    if numbered:
        return numbered.decode()
    if hidden.rows.stand_in(letters):
        for found in _ROW.finditer(text):
            if hidden.rows.stand_in(re.sub("[^A-Z]", "", found[0]).encode()):
                return found[0]
    return ""


def _in_a_row(answers: Sequence[str]) -> _Rows:
    joined = ["".join(answers[at : at + _SHORTEST]) for at in range(len(answers) - _SHORTEST + 1)]
    probes = ("".join(answers[at : at + _PROBE]) for at in range(0, len(answers) - _PROBE + 1, 3))
    return _Rows(
        tuple(row.encode() for row in joined if not _alphabet(row)),
        tuple(probe.encode() for probe in probes) if joined else (),
    )


def _marked(paper: Paper) -> str:
    """Return what only markers' pages hold, or ""."""
    for block in paper.blocks:
        if isinstance(block, KeyTable):
            return block.block
        for ask in block.asks if isinstance(block, Case) else (block,):
            if isinstance(ask, Ask) and (ask.told or any(one.right for one in ask.choices)):
                return f"{ask.number} ✓"
    return ""


def _said(value: Any) -> Iterator[str]:
    """Yield all words and numbers of a block, in order; runs of one line without a gap."""
    match value:
        case str():
            yield value
        case bool() | None:
            pass
        case int():
            yield f"\n{value} "
        case tuple():
            for one in value:
                yield from _said(one)
                if not isinstance(one, Run):
                    yield "\n"
        case Run():
            yield value.text
        case _:
            for name in value.__slots__:
                if name != "block":
                    yield "" if name == "tail" else "\n"
                    yield from _said(getattr(value, name))


def _secret(seed: bytes) -> bool:
    """Whether a seed may be searched: one of a few equal bytes, as for a trial, is everywhere."""
    return len(set(seed)) >= _DISTINCT


def _seed(seed: bytes) -> Iterator[str]:
    if not _secret(seed):
        return
    yield seed.hex()
    yield seed.hex().upper()
    yield b64encode(seed).decode().rstrip("=")
    yield urlsafe_b64encode(seed).decode().rstrip("=")


def _ids(asked: list[Asked]) -> Iterator[str]:
    """Yield telling ids; a question's begins with its item's, which is searched already."""
    for one in asked:
        for name in (one.question.item, one.question.id):
            if len(name) >= _SHORTEST and any(mark in name for mark in ".-#"):
                yield name
                break


def _told(asked: list[Asked]) -> Iterator[str]:
    told = {one.question.explanation for one in asked}
    told = {words for words in told if len(words) >= _SHORTEST}
    shown = "\n".join(normal(text) for one in asked for text in _printed(one)) if told else ""
    yield from sorted(words for words in told if normal(words) not in shown)


def _printed(asked: Asked) -> Iterator[str]:
    yield asked.question.stem
    yield from asked.options
    yield from asked.left


def _alphabet(row: str) -> bool:
    """Whether letters run through the first of the alphabet over and over, from any of them."""
    size = len(set(row))
    first = max(row) == chr(ord("A") + size - 1)
    return first and all((ord(b) - ord(a)) % size == 1 for a, b in pairwise(row))


def _parts(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"%PDF"):
        yield from _streams(data)
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package.comment
            for member in package.infolist():
                yield member.filename.encode() + member.comment + member.extra
                yield package.read(member)
    else:
        yield data


def _streams(data: bytes) -> Iterator[bytes]:
    """Yield the streams of a PDF, unpacked, and last all that stands between them."""
    between, end = [], 0
    while (start := data.find(b"stream", end)) >= 0:
        head = data[end:start]
        between.append(head)
        start = data.find(b"\n", start) + 1
        after = data.find(b"endstream", start)
        if not start or after < 0:
            break
        if not _FONT.search(head, max(0, head.rfind(b" obj"))):
            yield _inflated(data[start:after])
        end = after + len(b"endstream")
    yield b"".join((*between, data[end:]))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _readings(part: bytes) -> Iterator[str]:
    """Yield the texts that a part may be read as."""
    if part[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        yield part.decode("utf-16", "ignore")
        return
    text = part.decode("utf-8", "ignore")
    if _MARKUP.match(text):
        yield html.unescape(text)
        yield html.unescape(_TAG.sub("", text))
        return
    yield text
    if b"endobj" in part or b"/Type" in part:
        yield "\n".join(map(_string, _strings(part)))
    elif b"<FEFF" in part or b"<feff" in part:
        yield "\n".join(_string(_unhexed(found)) for found in _WIDE.findall(part))


def _strings(part: bytes) -> Iterator[bytes]:
    """Yield the text strings among the objects of a PDF (ISO 32000-1, 7.3.4 and 7.9.2)."""
    for found in _HEX.findall(part):
        yield _unhexed(found)
    for found in _LITERAL.findall(part):
        yield _ESCAPE.sub(_unescaped, found)


def _unhexed(digits: bytes) -> bytes:
    digits = b"".join(digits.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


_CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1].isdigit():
        return bytes((int(found[1], 8) & 0xFF,))
    return _CONTROL.get(found[1], found[1])


def _string(string: bytes) -> str:
    if string.startswith(b"\xfe\xff"):
        return string.decode("utf-16", "ignore")
    return string.decode("utf-8" if string.startswith(b"\xef\xbb\xbf") else "latin-1", "ignore")
