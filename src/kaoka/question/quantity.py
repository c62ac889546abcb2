"""Amounts with a unit and a bound: printing them, comparing them, asking for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from pydantic import model_validator

from kaoka.bank.item import Number, Strict, Text
from kaoka.question.amount import plain

Bound = Literal["<=", ">=", "=", "range", "<", ">"]

_MINUTES = {
    "秒": Decimal(1) / 60,
    "分钟": Decimal(1),
    "小时": Decimal(60),
    "日": Decimal(1440),
    "天": Decimal(1440),
    "周": Decimal(10_080),
}


class Quantity(Strict):
    """A value in a unit, and how it binds: at most, at least, exactly, from–to."""

    op: Bound = "="
    value: Number
    value_max: Number | None = None
    unit: Text

    @model_validator(mode="after")
    def _range_has_two_ends(self) -> Self:
        if (self.op == "range") != (self.value_max is not None):
            msg = "range_ends"
            raise ValueError(msg)
        if self.value_max is not None and self.value_max <= self.value:
            msg = "range_order"
            raise ValueError(msg)
        return self

    @property
    def text(self) -> str:
        """The amount as printed in a sentence: 2小时, 95%, 75–120厘米."""
        if self.value_max is None:
            return f"{plain(self.value)}{self.unit}"
        return f"{plain(self.value)}–{plain(self.value_max)}{self.unit}"

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The two ends in the unit's base (minutes for time), for comparing."""
        scale = _MINUTES.get(self.unit, Decimal(1))
        return self.value * scale, (self.value_max or self.value) * scale

    def overlaps(self, other: Quantity) -> bool:
        """Whether some amount satisfies both as written: equal values, shared ranges."""
        (low, high), (other_low, other_high) = self.ends, other.ends
        return low <= other_high and other_low <= high
