"""Which characters the fonts of our pages can show (OpenType `cmap`, format 12)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kaoka.errors import FormatError

_INVISIBLE = frozenset("\n\r\t")
_UNICODE_FULL = 12


@cache
def covered() -> frozenset[int]:
    """Return the code points that the Serif or the Sans font holds.

    Raises:
        FormatError: the fonts are not installed (extra `pdf`).
    """
    return frozenset(code for path in font_files() for code in _codes(path.read_bytes()))


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
    return [c for c in dict.fromkeys(text) if ord(c) not in known and c not in _INVISIBLE]


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


def _codes(font: bytes) -> Iterator[int]:
    """Read the code points of a font; the layout is OpenType's `cmap` table, format 12."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        _, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        at = start + offset
        if struct.unpack_from(">H", font, at)[0] == _UNICODE_FULL:
            (groups,) = struct.unpack_from(">L", font, at + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * group)
                yield from range(first, last + 1)
            return


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == name:
            return int(offset)
    raise FormatError("font_unreadable")
