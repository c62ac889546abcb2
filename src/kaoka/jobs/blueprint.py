"""Reading a blueprint file, with all that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from yaml import Node, SequenceNode

from kaoka import shipped
from kaoka.bank.bank import Bank
from kaoka.bank.source import model, place, read
from kaoka.errors import BlueprintError, Problem
from kaoka.exam.blueprint import Blueprint, Written, blueprint
from kaoka.kinds.selectors import child, misread


def load_blueprint(path: str | Path) -> tuple[Blueprint | None, tuple[Problem, ...]]:
    """Read a blueprint (`kaoka.load_blueprint`).

    Args:
        path: the YAML file.

    Returns:
        The blueprint, or None when the file has errors; and every problem, by line.

    Raises:
        BlueprintError: there is no such file (`blueprint_missing`).
    """
    found, problems, _ = _load(Path(path))
    return found, tuple(problems)


def open_blueprint(path: Path) -> tuple[Blueprint, Node]:
    """Return a blueprint without errors, and its YAML.

    Raises:
        BlueprintError: there is no such file, or it has errors (`blueprint_broken`).
    """
    found, problems, root = _load(path)
    if found is None or root is None:
        raise broken(problems)
    return found, root


def broken(problems: Iterable[Problem]) -> BlueprintError:
    """Return the error for a blueprint with problems; the first of them is named."""
    from kaoka.lang import say  # only when there is something to say

    problem = next(iter(problems))
    return BlueprintError(
        "blueprint_broken",
        file=problem.file,
        line=problem.line,
        column=problem.column,
        reason=say(problem),
    )


def selector_problems(root: Node, bank: Bank, file: str) -> Iterator[Problem]:
    """Yield what is wrong with the selectors of a blueprint: fields and values that are none."""
    found = [child(root, "veto")]
    for name, inner in (("sections", "from"), ("quotas", "where")):
        members = child(root, name)
        if isinstance(members, SequenceNode):
            found += [child(member, inner) for member in members.value]
    yield from misread((node for node in found if node is not None), bank, file)


def bank_of(blueprint: Blueprint, path: Path) -> str:
    """Return the bank of a blueprint: the folder beside it, else a shipped one of that name."""
    beside = Path(os.path.normpath(path.parent / blueprint.bank))
    known = beside if (beside / "bank.yaml").is_file() else shipped.bank(blueprint.bank)
    return str(known or beside)


def _load(path: Path) -> tuple[Blueprint | None, list[Problem], Node | None]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise BlueprintError("blueprint_missing", file=path) from None
    except UnicodeDecodeError:
        return None, [Problem("not_utf8", str(path))], None
    return parse_blueprint(text, str(path))


def blueprint_of(text: str, file: str) -> Blueprint:
    """Return the blueprint that a text states; `file` names it in messages.

    Raises:
        BlueprintError: it has errors (`blueprint_broken`).
    """
    found, problems, _ = parse_blueprint(text, file)
    if found is None:
        raise broken(problems)
    return found


def parse_blueprint(text: str, path: str) -> tuple[Blueprint | None, list[Problem], Node | None]:
    """Return the blueprint that a text states, all that is wrong with it, and its YAML."""
    root, problems = read(text, path)
    if root is None:
        return None, problems or [Problem("blueprint_empty", path)], None
    written, wrong = model(root, Written, path)
    problems += wrong
    if written is None or any(problem.severity == "error" for problem in problems):
        return None, problems, root
    lines = {at: place(root, at)[0] for at in _places(written)}
    return blueprint(written, path, lines), problems, root


def _places(written: Written) -> Iterator[tuple[str | int, ...]]:
    for name in ("sections", "quotas", "must", "enemies"):
        for number in range(len(getattr(written, name))):
            yield name, number
    yield ("veto",)
    yield ("overlap",)
    yield ("parallel",)
