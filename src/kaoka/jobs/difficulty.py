"""What exams tell of each question's difficulty, kept beside the bank, never in its items."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from kaoka.bank.facility import COLUMNS, FILE
from kaoka.formats.table.csv import write_csv
from kaoka.jobs.files import write_beside
from kaoka.jobs.find_bank import find_bank
from kaoka.result.analysis import ItemStats


def keep_difficulty(bank: str, exam: str, items: Iterable[ItemStats]) -> Path:
    """Write the figures of an exam into `difficulty.csv` of a bank; return its path.

    Args:
        bank: the bank's folder.
        exam: what the exam is known by; what it told before is replaced, so that an exam
            that is graded again counts once.
        items: the figures of each question.

    Raises:
        BankError: there is no such bank.
        OSError: the file cannot be written.
    """
    path = find_bank(bank) / FILE
    rows = [row for row in _rows(path) if row[1] != exam]
    for one in items:
        r = "" if one.r_pbis is None else f"{one.r_pbis:.3f}"
        rows.append([one.question, exam, str(one.n), f"{one.p:.3f}", r])
    cells = ([*row[:4], float(row[4]) if row[4] else ""] for row in sorted(rows))
    write_beside(path, write_csv(COLUMNS, cells))
    return path


def _rows(path: Path) -> list[list[str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if len(row) == len(COLUMNS)][1:]
