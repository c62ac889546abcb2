"""Lists of a DOCX: what Word itself numbers, and numbers again when a question is put in.

Questions are the first level of one list, their options the second: the letters begin
anew at each question, whoever put it there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kaoka.formats.page.docx_xml import emptied, tag, twips

QUESTIONS, NOTICES, _PAIRS = 1, 2, 3
"""The lists of a document, by number; each matching question adds one for its left side."""

_LEVELS = {
    QUESTIONS: (("decimal", "%1.", "Stem"), ("upperLetter", "%2.", "Option")),
    NOTICES: (("decimal", "%1.", "Notice"),),
    _PAIRS: (("decimal", "%1.", "Left"),),
}


class Lists:
    """Numbers paragraphs, through the numbering part of a document.

    Args:
        root: the part's root; what stands there is thrown away.
        hangs: id of a list style: where its text stands, and its number left of it, in points.
        brackets: opening and closing bracket, before the numbers on the left of a matching.
    """

    def __init__(
        self, root: Any, hangs: dict[str, tuple[float, float]], brackets: tuple[str, str]
    ) -> None:
        emptied(root)
        self._root, self._due, self._list = root, 1, QUESTIONS
        ahead = {_PAIRS: f"{brackets[0]}\u3000\u3000{brackets[1]}"}
        for number in _LEVELS:
            root.append(
                tag(
                    "abstractNum",
                    tag("multiLevelType", val="multilevel"),
                    *_levels(number, hangs, ahead.get(number, "")),
                    abstractNumId=number,
                )
            )
        for number in _LEVELS:
            root.append(tag("num", tag("abstractNumId", val=number), numId=number))
        self._used = len(_LEVELS)

    def question(self, number: int) -> int | None:
        """Return the list that gives a question its number; None where its style does."""
        if number != self._due:
            self._list = self._restarted(QUESTIONS, number)
        self._due = number + 1
        return None if self._list == QUESTIONS else self._list

    def pairs(self) -> int:
        """Return a list that begins at 1, for the left side of a matching."""
        return self._restarted(_PAIRS, 1)

    def _restarted(self, of: int, start: int) -> int:
        self._used += 1
        again = tag("lvlOverride", tag("startOverride", val=start), ilvl=0)
        self._root.append(tag("num", tag("abstractNumId", val=of), again, numId=self._used))
        return self._used


def _levels(number: int, hangs: dict[str, tuple[float, float]], ahead: str) -> Iterator[Any]:
    for level, (kind, text, style) in enumerate(_LEVELS[number]):
        left, hang = hangs[style]
        yield tag(
            "lvl",
            tag("start", val=1),
            tag("numFmt", val=kind),
            tag("pStyle", val=style),
            tag("suff", val="tab"),
            tag("lvlText", val=ahead + text),
            tag("lvlJc", val="left"),
            tag("pPr", tag("ind", left=twips(left), hanging=twips(hang))),
            ilvl=level,
        )
