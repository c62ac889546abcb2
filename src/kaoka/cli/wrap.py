"""Breaking lines as Chinese printing does: by columns, no line begins with a full stop."""

from __future__ import annotations

import re

from kaoka.text import width

_NEVER_FIRST = "，。、；：？！）》】〉」』”’％·…—,.;:?!)]}%"
_NEVER_LAST = "（《【〈「『“‘([{"
_WORD = re.compile(r"[!-~À-ɏ]+|\s+|.", re.DOTALL)


def wrap(text: str, columns: int, first: str = "", rest: str | None = None) -> list[str]:
    """Return `text` in lines of at most `columns` columns.

    `first` begins the first line and `rest` (blanks as wide as `first` when left out)
    the others; line breaks of the text are kept.
    """
    indent = " " * width(first) if rest is None else rest
    out: list[str] = []
    for paragraph in text.split("\n"):
        lead = indent if out else first
        for line in _lines(paragraph, max(columns - width(lead), 4)):
            out.append((lead + line).rstrip())
            lead = indent
    return out


def _lines(text: str, room: int) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(text, room):
        if width(line) + width(piece.rstrip()) > room and line:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str, room: int) -> list[str]:
    """Cut a text where a line may break: punctuation stays with its neighbour."""
    pieces: list[str] = []
    for token in _WORD.findall(text):
        glued = pieces and (token[0] in _NEVER_FIRST or pieces[-1][-1] in _NEVER_LAST)
        if glued and width(pieces[-1]) + width(token) <= room:
            pieces[-1] += token
        else:
            pieces += _broken(token, room)
    return pieces


def _broken(word: str, room: int) -> list[str]:
    return [word[n : n + room] for n in range(0, len(word), room)]
