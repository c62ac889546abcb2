"""Which characters the fonts of our pages can show (OpenType `cmap`, format 12)."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

from kaoka.errors import FormatError

_INVISIBLE = frozenset("\n\r\t")
_UNICODE_FULL = 12


@cache
def covered() -> bytes:
    """Return, for each code point, 1 if the Serif or the Sans font holds it, else 0.

    Raises:
        FormatError: the fonts are not installed (extra `pdf`).
    """
    flags = bytearray(sys.maxunicode + 1)
    for path in font_files():
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as font:
            for first, last in _groups(font):
                flags[first : last + 1] = b"\1" * (last + 1 - first)
    return bytes(flags)


def font_files() -> tuple[Path, Path]:
    """Return the files of the Serif and the Sans font.

    Raises:
        FormatError: they are not installed (extra `pdf`).
    """
    try:
        from pylopdf_fonts_zh_cn import sans_path, serif_path  # an extra
    except ImportError as error:
        raise FormatError("extra_missing", extra="pdf", package="pylopdf-fonts-zh-cn") from error
    return serif_path(), sans_path()


def missing(text: str) -> list[str]:
    """Return the characters of a text that neither font can show, each once."""
    known = covered()
    return [c for c in dict.fromkeys(text) if not known[ord(c)] and c not in _INVISIBLE]


def check_glyphs(texts: Iterable[tuple[str, str]]) -> None:
    """Refuse a text that the fonts cannot show.

    Args:
        texts: the id of a question, and all of its text.

    Raises:
        FormatError: `missing_glyph`, with the question and the character.
    """
    seen: set[str] = set()
    for question, text in texts:
        new = set(text) - seen
        lost = missing("".join(sorted(new)))
        if lost:
            character = lost[0]
            raise FormatError(
                "missing_glyph",
                question=question,
                character=character,
                code=f"U+{ord(character):04X}",
            )
        seen |= new


def _groups(font: mmap) -> Iterator[tuple[int, int]]:
    """Read the code points of a font, from–to: OpenType's `cmap` table, format 12."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        _, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        at = start + offset
        if struct.unpack_from(">H", font, at)[0] == _UNICODE_FULL:
            (groups,) = struct.unpack_from(">L", font, at + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * group)
                yield first, last
            return


def _table(font: mmap, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == name:
            return int(offset)
    raise FormatError("font_unreadable")
