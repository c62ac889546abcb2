"""Chinese-aware text: normal form for answers, width on screen, likeness, ranks."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_BY_TENS = frozenset("十百千万亿")
_NONE = Decimal(0)
_LONGEST = 30
"""Signs of a numeral; longer ones are no amounts."""
_NUMERAL = re.compile(
    r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九]|十)"
    r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿])*"
)
_PERCENT = re.compile(r"百分之(\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+)")
_SAME_WORD = (
    ("工作天", "工作日"),
    ("个工作日", "工作日"),
    ("个小时", "小时"),
    ("天", "日"),
    ("个月", "月"),
)


def _number(numeral: str) -> str:
    """Value of a numeral in digits: 三 → 3, 一百八十 → 180, 二〇二四 → 2024, 1.5万 → 15000."""
    if len(numeral) > _LONGEST or not any(c in _BY_TENS for c in numeral):
        return "".join(_DIGITS.get(c, c) for c in numeral)
    total = section = _NONE
    digits = ""
    for c in numeral:
        if c in _UNITS:
            section, digits = section + Decimal(digits or 1) * _UNITS[c], ""
        elif c == "万":
            total, section, digits = total + (section + Decimal(digits or 0)) * 10**4, _NONE, ""
        elif c == "亿":
            total, section, digits = (total + section + Decimal(digits or 0)) * 10**8, _NONE, ""
        elif c != "." or "." not in digits:
            digits += _DIGITS.get(c, c)
    return plain(total + section + Decimal(digits or 0))


def plain(value: Decimal) -> str:
    """Return a decimal without exponent or trailing zeros: 3, 2.5, 300000."""
    shown = format(value.normalize(), "f")
    return "0" if shown == "-0" else shown


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """Return the form in which two answers are compared.

    Full and half width, case, blanks and punctuation do not count; 三 is 3, 20万 and
    200,000 are 200000, 天 is 日, 百分之五 is 5%, 个工作日 is 工作日. A decimal point between
    digits stays, and so does 万 where no number stands before it (万能险).
    """
    out = unicodedata.normalize("NFKC", text).casefold()
    out = unicodedata.normalize("NFKC", _drop_punctuation(out))  # the accent of "U ¨" joins its u
    out = _PERCENT.sub(lambda found: f"{_number(found[1])}%", out)
    out = _NUMERAL.sub(lambda found: _number(found[0]), out)
    for word, standard in _SAME_WORD:
        out = out.replace(word, standard)
    return out


_POINT = re.compile(r"(?<=\d)\.(?=\d)")


class _Kept(dict[int, int | None]):
    """For `str.translate`: punctuation, blanks and control signs go, but for % and NUL."""

    def __missing__(self, code: int) -> int | None:
        sign = chr(code)
        kept = sign in "%\0" or unicodedata.category(sign)[0] not in "PZC"
        self[code] = found = code if kept else None
        return found


_KEPT = _Kept()


def _drop_punctuation(text: str) -> str:
    kept = _POINT.sub("\0", text.replace("\0", ""))
    return kept.translate(_KEPT).replace("\0", ".")


def width(text: str) -> int:
    """Columns that `text` takes on a terminal: two for wide and full-width characters."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1 (Ratcliff/Obershelp on normal forms)."""
    return SequenceMatcher(None, normal(one), normal(other), autojunk=False).ratio()


def meant(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` is probably a slip of, if there is one."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def shares_word(one: str, other: str) -> bool:
    """Whether two texts have two neighbouring Chinese characters in common."""
    pairs = (one[n : n + 2] for n in range(len(one) - 1))
    return any(pair in other and all("\u4e00" <= c <= "\u9fff" for c in pair) for pair in pairs)


def number(value: Decimal | None) -> int | float | None:
    """Return a decimal as the JSON number that prints the same."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def digest(*parts: str) -> str:
    """SHA-256 in hex over the compact JSON of `parts`: an order nobody chose."""
    return hashlib.sha256(_canonical(parts)).hexdigest()


def keyed_rank(seed: bytes, *parts: str) -> bytes:
    """HMAC-SHA256 under `seed` over the compact JSON of `parts` (32 bytes)."""
    return hmac.digest(seed, _canonical(parts), "sha256")


def _canonical(parts: tuple[str, ...]) -> bytes:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
