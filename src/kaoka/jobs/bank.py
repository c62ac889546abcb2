"""Opening a bank: its items and its questions, checked."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

from kaoka import kinds
from kaoka.bank.bank import Bank
from kaoka.bank.check import check
from kaoka.bank.load import load
from kaoka.errors import BankError, KaokaError
from kaoka.exam.manifest import sha256
from kaoka.jobs.collector import no_cyclic_gc
from kaoka.jobs.find_bank import find_bank
from kaoka.kinds.ask import questions
from kaoka.kinds.check import check_questions
from kaoka.question.model import Question


def open_bank(where: str | Path | None, as_of: date) -> tuple[Bank, tuple[Question, ...]]:
    """Return the bank with all that is wrong with it and its questions, and the questions."""
    with no_cyclic_gc():
        bank = load(find_bank(where), kinds.model_of, kinds.names())
        asked = questions(bank, as_of=as_of)
        found = (*check(bank, as_of), *check_questions(bank, asked, as_of))
    return bank.with_problems(found), asked


def open_questions(where: str | Path | None, as_of: date) -> tuple[Bank, tuple[Question, ...]]:
    """Return a bank without errors, and its questions.

    Raises:
        BankError: there is no bank, or it has errors.
    """
    bank, asked = open_bank(where, as_of)
    if bank.errors:
        first = bank.errors[0]
        raise BankError(
            "bank_has_errors",
            folder=bank.folder,
            count=len(bank.errors),
            file=first.file,
            line=first.line,
            code=first.code,
        )
    return bank, asked


def load_bank(where: str | Path, as_of: date | None = None) -> Bank:
    """Read a bank and all that is wrong with it (`kaoka.load`).

    Args:
        where: the bank's folder, or the id of a shipped bank.
        as_of: the day on which facts are judged in force or due for review;
            today when left out.

    Returns:
        The bank: `.items`, `.problems` (errors and warnings, by file and line). With
        errors among them, the items at fault are missing.

    Raises:
        BankError: only when there is no bank: no folder, no usable bank.yaml;
            `.problems` tells what is wrong in that file.
        KaokaError: `as_of` is no date.
    """
    return open_bank(where, _day(as_of))[0]


def ask(bank: Bank, as_of: date | None = None) -> tuple[Question, ...]:
    """Return every question about a bank, derived and by hand (`kaoka.questions`).

    Args:
        bank: what `kaoka.load` returned.
        as_of: the day on which facts are judged in force; today when left out.

    Returns:
        The questions in the order of the items. Those that no exam may ask (not in
        force, disputed as to region or age, …) are among them, `examable` being False.

    Raises:
        KaokaError: `bank` is no Bank, or `as_of` is no date.
    """
    if not isinstance(bank, Bank):
        raise KaokaError("want_bank", given=repr(bank))
    return questions(bank, as_of=_day(as_of))


def _day(as_of: date | None) -> date:
    """The day that a caller means: today for None, the day of a datetime."""
    if isinstance(as_of, datetime):
        return as_of.date()
    if as_of is not None and not isinstance(as_of, date):
        raise KaokaError("want_date", given=repr(as_of))
    return as_of or today()


def today() -> date:
    """The day on the wall, local time."""
    return date.today()  # noqa: DTZ011  # a training day is a local day


def bank_sum(folder: Path) -> str:
    """Return a digest over the files of a bank, to tell whether it was edited."""
    total = hashlib.sha256()
    for path in (folder / "bank.yaml", *sorted((folder / "items").rglob("*.yaml"))):
        name = path.relative_to(folder).as_posix()
        total.update(f"{name}\n{sha256(path.read_bytes())}\n".encode())
    return total.hexdigest()
