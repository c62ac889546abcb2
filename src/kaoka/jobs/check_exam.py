"""Every problem of a blueprint that a build would meet, beside its bank."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from yaml import Node, ScalarNode, SequenceNode

from kaoka.bank.bank import Bank
from kaoka.bank.source import place
from kaoka.errors import BankError, BlueprintError, Problem
from kaoka.exam.assemble import SEED_BYTES, Drawing
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.pool import pool
from kaoka.jobs.bank import open_bank
from kaoka.jobs.blueprint import bank_of, parse_blueprint, selector_problems
from kaoka.kinds.selectors import child
from kaoka.question.model import Question
from kaoka.text import meant


def check_exam(
    path: Path, text: str, as_of: date
) -> tuple[tuple[Problem, ...], Bank | None, tuple[Question, ...]]:
    """Return what is wrong with a blueprint, its bank, and the bank's questions.

    When nothing else is wrong, it is tried whether any paper can meet it.

    Args:
        path: the blueprint.
        text: what it holds.
        as_of: the day of the exam, where the blueprint names none.
    """
    file = str(path)
    blueprint, problems, root = parse_blueprint(text, file)
    if blueprint is None or root is None:
        return tuple(problems), None, ()
    try:
        bank, questions = open_bank(bank_of(blueprint, path), blueprint.date or as_of)
    except BankError as error:
        line, column = place(root, ("bank",))
        missing = Problem(error.code, file, line, column, values=error.values)
        return (*problems, missing, *error.problems), None, ()
    problems += selector_problems(root, bank, file)
    problems += _unknown_names(root, bank, questions, file)
    if not problems:
        problems += _impossible(blueprint, questions)
    return tuple(problems), bank, questions


def _unknown_names(
    root: Node, bank: Bank, questions: tuple[Question, ...], file: str
) -> Iterator[Problem]:
    """Yield the names of items and questions that the bank does not have."""
    known = {*bank.by_id, *(question.id for question in questions)}
    for node in _named(root):
        if node.value not in known:
            line, column = node.start_mark.line + 1, node.start_mark.column + 1
            values = {"name": node.value}
            guess = meant(node.value, bank.by_id)
            yield Problem("blueprint_name", file, line, column, values=values, meant=guess)


def _named(root: Node) -> Iterator[ScalarNode]:
    sections = child(root, "sections")
    inside = sections.value if isinstance(sections, SequenceNode) else ()
    lists = [child(root, "must"), child(root, "enemies")]
    for node in (*lists, *(child(section, "questions") for section in inside)):
        yield from _scalars(node)


def _scalars(node: Node | None) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for one in node.value:
            yield from _scalars(one)


def _impossible(blueprint: Blueprint, questions: tuple[Question, ...]) -> Iterator[Problem]:
    try:
        _ = Drawing(blueprint, pool(blueprint, questions), bytes(SEED_BYTES)).base
    except BlueprintError as error:
        yield Problem(error.code, blueprint.file, _line(error), values=error.values)


def _line(error: BlueprintError) -> int:
    """Return the line of the first rule that clashes."""
    first = error.values.get("rules", "").strip().partition("  ")[0]
    line = first.rpartition(":")[2]
    return int(line) if line.isdecimal() else 1
