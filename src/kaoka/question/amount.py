"""Amounts as people write them: digits of any width, Chinese numerals, units."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from kaoka.text import normal
from kaoka.text import plain as plain  # noqa: PLC0414  # read from here as well

_SCALES = (
    {
        "秒": Decimal(1),
        "秒钟": Decimal(1),
        "分": Decimal(60),
        "分钟": Decimal(60),
        "小时": Decimal(3600),
    }
    | {"钟头": Decimal(3600), "时": Decimal(3600)},
    {"元": Decimal(1), "块": Decimal(1), "人民币元": Decimal(1), "百元": Decimal(100)}
    | {
        "千元": Decimal(1000),
        "万元": Decimal(10_000),
        "万": Decimal(10_000),
        "亿元": Decimal(10**8),
    },
)
"""Units that convert into one another exactly. A day is not 24 hours here: in deadlines
the law counts days and hours differently, so the two never stand for each other."""

_WRITTEN = re.compile(r"([+-]?\d+(?:\.\d+)?)(.*)", re.DOTALL)
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CHINESE = re.compile(r"(?<!\d)[零〇一二两三四五六七八九十百千万]+(?:点[零〇一二三四五六七八九]+)?")
_SIGNS = str.maketrans({"负": "-", "−": "-", "－": "-"})


def read_amount(text: str) -> tuple[Decimal, str] | None:
    """Read `85`, `８５％`, `百分之八十五`, `1,000 元` or `十五秒` as a number and a unit.

    Returns None when the text does not begin with a number. The unit is in normal
    form and empty where none is written.
    """
    written = unicodedata.normalize("NFKC", text.translate(_SIGNS)).strip()
    written = _GROUPED.sub("", written)
    percent = written.startswith("百分之")
    written = _CHINESE.sub(lambda found: _digits(found[0]), written.removeprefix("百分之"))
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    try:
        return Decimal(found[1]), "%" if percent else normal(found[2])
    except InvalidOperation:  # pragma: no cover - the pattern admits numbers only
        return None


def same_amount(
    given: tuple[Decimal, str], value: Decimal, unit: str, tolerance: Decimal = Decimal(0)
) -> bool:
    """Whether `given` is `value` in `unit`, within `tolerance` of that unit.

    No unit given stands for the question's own; another unit counts where it
    converts exactly (90 秒 = 1.5 分钟, 1 万元 = 10000 元).
    """
    number, written = given
    scale = _scale(written, normal(unit)) if written else Decimal(1)
    return scale is not None and abs(number * scale - value) <= tolerance


def _scale(written: str, wanted: str) -> Decimal | None:
    """What one `written` unit is in `wanted` units."""
    if written == wanted:
        return Decimal(1)
    for table in _NORMAL_SCALES:
        if written in table and wanted in table:
            return table[written] / table[wanted]
    return None


def _digits(numeral: str) -> str:
    whole, _, part = numeral.partition("点")
    return normal(whole) + ("." + "".join(normal(c) for c in part) if part else "")


_NORMAL_SCALES = tuple({normal(unit): scale for unit, scale in table.items()} for table in _SCALES)
