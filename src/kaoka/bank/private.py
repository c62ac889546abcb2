"""Personal data that must not stand in a bank: identity, card and mobile numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kaoka.bank.bank import Bank
from kaoka.errors import Problem

_LONG_NUMBER = re.compile(r"(?<![\dA-Za-z.])\d{11,19}[Xx]?(?![\dA-Za-z])")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def personal_data(bank: Bank, as_of: date) -> Iterator[Problem]:  # noqa: ARG001
    """Refuse what looks like a real identity card, bank card or mobile number.

    Identity numbers are told by the check digit of GB 11643, cards by Luhn's sum,
    mobile numbers by their form.
    """
    for file, text in bank.texts.items():
        for found in _LONG_NUMBER.finditer(text):
            what = _kind(found[0])
            if what:
                before = text[: found.start()]
                line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
                yield Problem("personal_data", file, line, column, values={"what": what})


def _kind(number: str) -> str | None:
    if len(number) == 18 and _identity(number):
        return "identity"
    if number.isdigit() and 16 <= len(number) <= 19 and _luhn(number):
        return "card"
    return "mobile" if re.fullmatch(r"1[3-9]\d{9}", number) else None


def _identity(number: str) -> bool:
    if not number[:17].isdigit() or not 1800 < int(number[6:10]) < 2100:
        return False
    total = sum(int(d) * w for d, w in zip(number, _IDENTITY_WEIGHTS, strict=False))
    return number[17].upper() == "10X98765432"[total % 11]


def _luhn(number: str) -> bool:
    digits = [int(d) for d in reversed(number)]
    doubled = [d if n % 2 == 0 else sum(divmod(2 * d, 10)) for n, d in enumerate(digits)]
    return sum(doubled) % 10 == 0
