"""Cells of an XLSX that show something other than the value that they hold.

A percentage is held as a fraction, an id with zeros at the front may be a number with
the format `0000`, and an error has no value at all: the library that reads workbooks
gives 0.85, 12 and an empty cell for them. See ECMA-376, part 1, 18.3.1.4 (cells) and
18.8.30 (number formats).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import (  # expat itself bounds entities
    Element,
    ParseError,
    fromstring,
    iterparse,
)
from zipfile import BadZipFile, ZipFile

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PERCENT = {9: "0%", 10: "0.00%"}
"""The formats of percentages that have numbers of their own."""

_ZEROS = re.compile(r"0{2,20}")
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_CHUNK = 1 << 20


def shown(path: Path) -> Iterator[tuple[int, int, str]]:
    """Yield row, column (both from 0) and text of those cells on the first sheet.

    Nothing is yielded for what is no XLSX. A sheet without such cells is only searched
    for errors, not parsed.
    """
    try:
        with ZipFile(path) as book:
            yield from _shown(book)
    except (BadZipFile, KeyError, ParseError, ValueError):
        return


def number_text(value: float) -> str:
    """Return a number as Excel holds it, to 15 digits, without exponent below 10^15."""
    if abs(value) >= 1e15:  # beyond, digits are lost: let it be seen
        return f"{value:.14E}"
    if value.is_integer():
        return str(int(value))
    return f"{Decimal(f'{value:.15g}'):f}"


def _shown(book: ZipFile) -> Iterator[tuple[int, int, str]]:
    sheet = _first_sheet(book)
    formats = _formats(book)
    if not formats and not _holds(book, sheet, b't="e"'):
        return
    with book.open(sheet) as file:
        for cell in _cells(file):
            value, place = cell.findtext(f"{_MAIN}v"), _PLACE.fullmatch(cell.get("r", ""))
            if not value or place is None:
                continue
            text = _text(cell, value, formats.get(cell.get("s", "0"), ""))
            if text is not None:
                yield int(place[2]) - 1, _column(place[1]), text


def _text(cell: Element, value: str, form: str) -> str | None:
    kind = cell.get("t", "n")
    if kind == "e":
        return value
    if kind != "n" or not form:
        return None
    if "%" in form:
        return number_text(float(value) * 100) + "%"
    number = float(value)
    return f"{int(number):0{len(form)}d}" if number.is_integer() and number >= 0 else None


def _first_sheet(book: ZipFile) -> str:
    workbook = fromstring(book.read("xl/workbook.xml"))  # noqa: S314  # see above
    first = workbook.find(f"{_MAIN}sheets/{_MAIN}sheet")
    links = fromstring(book.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    wanted = "" if first is None else first.get(_LINK)
    target = next(link.get("Target", "") for link in links if link.get("Id") == wanted)
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _formats(book: ZipFile) -> dict[str, str]:
    """Return, by the number of a cell's style, the format of those that matter here."""
    styles = fromstring(book.read("xl/styles.xml"))  # noqa: S314
    codes = dict(_PERCENT)
    for one in styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt"):
        codes[int(one.get("numFmtId", "0"))] = _bare(one.get("formatCode", ""))
    found = {}
    for number, one in enumerate(styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")):
        code = codes.get(int(one.get("numFmtId", "0")), "")
        if "%" in code or _ZEROS.fullmatch(code):
            found[str(number)] = code
    return found


def _bare(code: str) -> str:
    """Return a format without the texts that it quotes, of its sections the first."""
    return re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).partition(";")[0]


def _holds(book: ZipFile, name: str, wanted: bytes) -> bool:
    with book.open(name) as file:
        before = b""
        while chunk := file.read(_CHUNK):
            if wanted in before + chunk:
                return True
            before = chunk[-len(wanted) :]
    return False


def _cells(file: IO[bytes]) -> Iterator[Element]:
    for _, element in iterparse(file):  # noqa: S314  # see above
        if element.tag == f"{_MAIN}c":
            yield element
        elif element.tag == f"{_MAIN}row":
            element.clear()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
