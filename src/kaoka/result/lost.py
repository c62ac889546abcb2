"""What a spreadsheet left of an id or an answer that it took for a number or a date.

Excel turns 3/4 into a date, an id of sixteen digits into 1.10101E+15 and 0012 into 12.
What was written cannot be told from what is left, so such cells are not marked wrong:
they are set aside, unless they are right all the same. A quote before it (`'3月4日`)
says that a cell stands as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T[\d:.]+)?")
_CHANGED = re.compile(
    rf"""{_ISO.pattern}
    | (?:\d+\ days?,\ )?\d{{1,2}}:\d\d:\d\d(?:\.\d+)?     # a time: 1:2
    | \d{{1,2}}-(?:{_MONTHS}) | (?:{_MONTHS})-\d\d        # dates as Excel shows them in CSV
    | \d{{1,2}}月\d{{1,2}}日 | \d{{4}}/\d{{1,2}}/\d{{1,2}}
    | -?\d(?:\.\d+)?E[+-]\d\d+                            # a number cut off
    | \#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|\#+)
    """,
    re.VERBOSE,
)
_DATE = re.compile(r"\d+年|\d+月\d+日|\d{4}[-/.]\d")


def changed(text: str) -> bool:
    """Whether a text is what Excel makes of another one: a date, a rounded number, an error."""
    return _CHANGED.fullmatch(text) is not None


def date_text(text: str) -> str:
    """Return a date of a workbook as people write it, 2020-02-01 as 2020年2月1日."""
    found = _ISO.fullmatch(text)
    return text if found is None else "{}年{}月{}日".format(*map(int, found.groups()))


def dated(texts: Iterable[str]) -> bool:
    """Whether a date is asked for: one of the answers holds one."""
    return any(_DATE.search(text) for text in texts)


def folded(name: str) -> str:
    """Return a name without width, case and, of a number, zeros at the front."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return plain.lstrip("0") or "0" if plain.isdigit() else plain


def by_folded(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the names that are one when folded, by what they fold to."""
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        key = folded(name)
        found[key] = (*found.get(key, ()), name)
    return found
