"""Where a word processor will wrap a line, told beforehand: whether a bracket still fits."""

from __future__ import annotations

from itertools import pairwise

from kaoka.exam.lines import ems
from kaoka.exam.paper import Line

_BRACKET, _BLANK, _APART = 3.9, 6.0, 0.25
_HANGING = frozenset("，。、；：？！）》”’」】…,.;:?!)]")


def crowded(line: Line, room: float) -> bool:
    """Tell whether a line may end so near the edge that no bracket fits behind it.

    Fonts differ, so that a line more leaves the end an em less certain.

    Args:
        line: the text before the bracket.
        room: width of a full line in em.
    """
    lines, end = 1, 0.0
    text = "".join(run.text or "\0" for run in line)
    for before, character in pairwise(f" {text}"):
        wide = _BLANK if character == "\0" else ems(character)
        if (
            before.isascii() != character.isascii()
            and before + character == (before + character).strip()
        ):
            wide += _APART  # word processors set Chinese and Latin apart
        if character == "\n" or (end + wide > room and character not in _HANGING):
            lines, end = lines + 1, 0.0
        end += wide
    return room - end < _BRACKET + lines
