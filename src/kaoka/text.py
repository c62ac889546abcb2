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

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百千万]+")
_PERCENT = re.compile(r"百分之(\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+)")
_SAME_WORD = (
    ("工作天", "工作日"),
    ("个工作日", "工作日"),
    ("个小时", "小时"),
    ("天", "日"),
    ("个月", "月"),
)


def _number(numeral: str) -> str:
    """Value of a Chinese numeral in digits: 三 → 3, 一百八十 → 180, 二〇二四 → 2024."""
    if not any(c in _UNITS for c in numeral):
        return "".join(str(_DIGITS[c]) for c in numeral)
    total = section = digit = 0
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * _UNITS[c], 0
    return str(total + section + digit)


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """Return the form in which two answers are compared.

    Full and half width, case, blanks and punctuation do not count; 三 is 3,
    天 is 日, 百分之五 is 5%, 个工作日 is 工作日. A decimal point between digits stays.
    """
    out = unicodedata.normalize("NFKC", text).casefold()
    out = _PERCENT.sub(r"\1%", out)
    out = _NUMERAL.sub(lambda found: _number(found[0]), out)
    out = unicodedata.normalize("NFKC", _drop_punctuation(out))  # the accent of "U ¨" joins its u
    for word, standard in _SAME_WORD:
        out = out.replace(word, standard)
    return out


_POINT = re.compile(r"(?<=\d)\.(?=\d)")


def _drop_punctuation(text: str) -> str:
    kept = _POINT.sub("\0", text.replace("\0", ""))
    kept = "".join(
        c for c in kept if c == "%" or unicodedata.category(c)[0] not in "PZC" or c == "\0"
    )
    return kept.replace("\0", ".")


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
