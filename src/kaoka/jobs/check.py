"""Checking what trainers write: banks, decks and blueprints, all problems at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from yaml import MappingNode

from kaoka.bank.bank import Bank
from kaoka.bank.source import read
from kaoka.deck.check import read_deck
from kaoka.errors import BankError, Problem
from kaoka.jobs.bank import open_bank
from kaoka.jobs.check_deck import check_deck, check_lock
from kaoka.jobs.check_exam import check_exam
from kaoka.jobs.find_bank import find_bank
from kaoka.question.model import Question


@dataclass
class Report:
    """What a check found: the problems, and the files' texts to show them in."""

    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    items: int = 0
    questions: int = 0

    def count(self, bank: Bank | None, questions: Iterable[Question]) -> None:
        """Add what a bank holds."""
        self.items += len(bank.items) if bank else 0
        self.questions += sum(1 for _ in questions)

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(problem.severity == "error" for problem in self.problems)


def check_all(targets: Iterable[str | None], as_of: date) -> Report:
    """Check banks, deck.yaml files and blueprints.

    Args:
        targets: folders of banks, ids of shipped banks, YAML files; None for the
            bank that is meant when none is named.
        as_of: the day on which facts are judged.

    Raises:
        BankError: a target is neither a bank nor a file.
    """
    report = Report()
    for target in targets:
        if target is not None and Path(target).is_file():
            _check_file(Path(target), as_of, report)
        else:
            _check_bank(target, as_of, report)
    return report


def _check_bank(target: str | None, as_of: date, report: Report) -> None:
    folder = find_bank(target)
    try:
        bank, questions = open_bank(folder, as_of)
    except BankError as error:
        if not error.problems:
            raise
        report.problems.extend(error.problems)
        _text(folder / "bank.yaml", Report(texts=report.texts))
        return
    report.problems.extend(bank.problems)
    report.texts.update(bank.texts)
    report.count(bank, questions)
    report.problems.extend(check_lock(bank))
    for path in sorted(folder.glob("deck*.yaml")):
        text = _text(path, report)
        if text is not None:
            report.problems.extend(check_deck(path, text, bank, questions))


def _check_file(path: Path, as_of: date, report: Report) -> None:
    """Check one file: with sections it is a blueprint, else a deck."""
    text = _text(path, report)
    if text is None:
        return
    root, _ = read(text, str(path))
    names = {key.value for key, _ in root.value} if isinstance(root, MappingNode) else set()
    if {"sections", "pass"} & names:
        found, bank, questions = check_exam(path, text, as_of)
        report.problems.extend(found)
        report.count(bank, questions)
        return
    deck, problems, _ = read_deck(text, str(path))
    if deck is None or problems:
        report.problems.extend(problems)
        return
    bank, questions = open_bank(path.parent / deck.bank, as_of)
    report.problems.extend(check_deck(path, text, bank, questions))
    report.count(bank, questions)


def _text(path: Path, report: Report) -> str | None:
    """Read a file, and keep its text for showing problems in it; None when it cannot be read."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        report.problems.append(Problem("not_utf8", str(path)))
        return None
    except OSError as error:
        values = {"reason": error.strerror or str(error)}
        report.problems.append(Problem("file_unreadable", str(path), values=values))
        return None
    report.texts[str(path)] = text
    return text
