"""Tables in: CSV in the encodings that Excel writes, and XLSX."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from kaoka.errors import FormatError
from kaoka.formats.table.shown import number_text, shown
from kaoka.result.lost import changed

_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_FIRST = 20


def read_table(path: Path) -> list[list[str]]:
    """Return the rows of a table, every cell as text.

    CSV is read as UTF-8 (with BOM or without), UTF-16 with BOM, else GBK (as GB 18030);
    its separator is a comma, semicolon or tab, whichever its first lines hold most of.
    Of a workbook, the first sheet. Whole numbers lose the `.0` that Excel gives them;
    percentages, ids with zeros at the front and errors stand as the sheet shows them; of
    numbers with more than 15 digits, which Excel does not keep, the exponent is shown.
    Dates are ISO 8601; a text that looks like a date has a quote before it, as in `'3月4日`.

    Raises:
        FormatError: there is no such file (`table_missing`), it is no table, or the extra
            for workbooks is not installed.
        OSError: it cannot be read.
    """
    if not path.is_file():
        raise FormatError("table_missing", file=path)
    if path.suffix.lower() in _EXCEL:
        return _workbook(path)
    text = _text(path.read_bytes(), path)
    first = "\n".join(text.split("\n", _FIRST)[:_FIRST])
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise FormatError("table_broken", file=path, reason=error) from error


def _text(data: bytes, path: Path) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: Sequence[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FormatError("table_encoding", file=path)


def _workbook(path: Path) -> list[list[str]]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise FormatError("extra_missing", extra="office", package="python-calamine") from error
    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise FormatError("table_broken", file=path, reason=error) from error
    texts = [[_cell(value) for value in row] for row in rows]
    for row, column, text in shown(path):
        if row < len(texts) and column < len(texts[row]):
            texts[row][column] = text
    return texts


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and changed(value) else str(value)
