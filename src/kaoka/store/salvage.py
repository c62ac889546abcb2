"""Reading events out of a damaged SQLite file, row by row, without SQLite.

The leaf pages of a table hold its rows whole (sqlite.org/fileformat2.html, sections 1.6
and 2.1). Every page of the file and of its write-ahead log is looked at on its own, so
a lost page loses the rows on it and no others; the checksum of each event tells a row
of ours from anything that only looks like one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from kaoka.store.sql import checksum
from kaoka.study.event import Event

_LEAF = 0x0D
_HEADER = 8
_COLUMNS = 12
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
_WAL_HEADER, _FRAME_HEADER = 32, 24
_PAGE = 4096
_FIRST_PAGE_STARTS = 100


def events_in(base: bytes, wal: bytes = b"") -> dict[str, Event]:
    """Return every whole event in a database file and its write-ahead log, by id."""
    size = _page_size(base)
    pages = [base[at : at + size] for at in range(0, len(base), size)]
    step = size + _FRAME_HEADER
    pages += [
        wal[at + _FRAME_HEADER : at + step] for at in range(_WAL_HEADER, len(wal) - step + 1, step)
    ]
    found: dict[str, Event] = {}
    for number, page in enumerate(pages):
        for start in (_FIRST_PAGE_STARTS, 0) if number == 0 else (0,):
            found.update((event.id, event) for event in _events(page, start))
    return found


def _page_size(base: bytes) -> int:
    if len(base) < _FIRST_PAGE_STARTS:
        return _PAGE
    size = int.from_bytes(base[16:18])
    size = 1 << 16 if size == 1 else size
    return size if base[:6] == b"SQLite" and size >= 512 and not size & size - 1 else _PAGE


def _events(page: bytes, start: int) -> Iterator[Event]:
    if len(page) < start + _HEADER or page[start] != _LEAF:
        return
    cells = int.from_bytes(page[start + 3 : start + 5])
    for n in range(cells):
        at = start + _HEADER + 2 * n
        try:
            row = _row(page, int.from_bytes(page[at : at + 2]))
            event = _event(row)
        except (IndexError, struct.error, UnicodeDecodeError):
            continue
        if event is not None:
            yield event


def _event(row: list[Any]) -> Event | None:
    """Return the event in a row of the table `event`: its number, the fields, the checksum."""
    if len(row) != _COLUMNS:
        return None
    _number, *values, crc = row
    return Event(*values) if crc == checksum(values) else None


def _row(page: bytes, at: int) -> list[Any]:
    length, at = _varint(page, at)
    _number, at = _varint(page, at)
    record = page[at : at + length]
    if len(record) < length:
        raise IndexError
    head, place = _varint(record, 0)
    types = []
    while place < head:
        kind, place = _varint(record, place)
        types.append(kind)
    values = []
    for kind in types:
        value, place = _value(record, place, kind)
        values.append(value)
    return values


def _value(record: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind >= len(_SIZES) + 2:
        size = (kind - 12) // 2
        part = record[at : at + size]
        return (part.decode() if kind % 2 else part), at + size
    if kind in {8, 9}:
        return kind - 8, at
    size = _SIZES[kind]
    part = record[at : at + size]
    if kind == 7:
        return struct.unpack(">d", part)[0], at + size
    return (int.from_bytes(part, signed=True) if size else None), at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for n in range(9):
        byte = data[at + n]
        if n == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + n + 1
    raise IndexError
