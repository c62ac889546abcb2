"""Reading a blueprint file, with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from yaml import MappingNode, Node, SequenceNode

from kaoka.bank.bank import Bank
from kaoka.bank.select import FIELDS
from kaoka.bank.source import model, place, read
from kaoka.errors import BlueprintError, Problem
from kaoka.exam.blueprint import Blueprint, Written, blueprint
from kaoka.text import meant


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
    """Yield the selectors of a blueprint that name a field the bank does not have."""
    known = (*FIELDS, *bank.scope)
    for path in _selectors(root):
        for field in _keys(root, path):
            if field not in known:
                line, column = place(root, (*path, field), key=True)
                values = {"field": field, "known": ", ".join(known)}
                guess = meant(field, known)
                yield Problem("selector_field", file, line, column, values=values, meant=guess)


def _load(path: Path) -> tuple[Blueprint | None, list[Problem], Node | None]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BlueprintError("blueprint_missing", file=path) from None
    except UnicodeDecodeError:
        return None, [Problem("not_utf8", str(path))], None
    return _parse(text, str(path))


def blueprint_of(text: str, file: str) -> Blueprint:
    """Return the blueprint that a text states; `file` names it in messages.

    Raises:
        BlueprintError: it has errors (`blueprint_broken`).
    """
    found, problems, _ = _parse(text, file)
    if found is None:
        raise broken(problems)
    return found


def _parse(text: str, path: str) -> tuple[Blueprint | None, list[Problem], Node | None]:
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
    for name in ("sections", "quotas", "must"):
        for number in range(len(getattr(written, name))):
            yield name, number
    yield ("veto",)
    yield ("overlap",)
    yield ("parallel",)


def _selectors(root: Node) -> Iterator[tuple[str | int, ...]]:
    for name, inner in (("sections", "from"), ("quotas", "where")):
        members = _child(root, name)
        if isinstance(members, SequenceNode):
            for number in range(len(members.value)):
                yield name, number, inner
    yield ("veto",)


def _keys(root: Node, path: tuple[str | int, ...]) -> list[str]:
    node: Node | None = root
    for step in path:
        node = _child(node, step)
    return [key.value for key, _ in node.value] if isinstance(node, MappingNode) else []


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    return None
