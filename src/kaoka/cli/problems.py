"""A problem as people read it: place, sentence, the line with a caret, what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kaoka import lang
from kaoka.errors import KaokaError, Problem
from kaoka.text import width

_ = lang.words("cli")

_SHOWN = 160  # characters of a line


def as_json(problem: Problem) -> dict[str, Any]:
    """Return the problem as the contract of `kaoka check --json` has it."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": lang.say(problem),
        "hint": _hint(problem),
    }


def as_text(problem: Problem, texts: Mapping[str, str]) -> str:
    """Return the problem with its line of the file and a caret below the place."""
    severity = _("error") if problem.severity == "error" else _("warning")
    place = f"{problem.file}:{problem.line}:{problem.column}"
    out = [f"{place}: {severity} {problem.code}", f"  {lang.say(problem)}"]
    line = _line(texts.get(problem.file, ""), problem.line)
    if line.strip():
        line, before = _around(line, problem.column - 1)
        indent = width(line[:before])
        number = f"{problem.line:>6} | "
        out += [number + line, " " * (len(number) + indent) + "^"]
    hint = _hint(problem)
    return "\n".join([*out, f"  {hint}"] if hint else out)


def explained(code: str) -> Iterator[str]:
    """Yield what a code means, how to mend it, and an example.

    Raises:
        KaokaError: there is no such code.
    """
    message = lang.message(code)
    if message is None:
        raise KaokaError("unknown_code", code=code)
    yield f"{code}: {lang.say(KaokaError(code))}"
    if message.explain:
        yield f"\n{message.explain}"
    if message.example:
        yield "\n" + "\n".join(f"    {line}" for line in message.example.splitlines())


def listed() -> Iterator[str]:
    """Yield every code with its sentence."""
    for code in lang.codes():
        yield f"{code}: {lang.say(KaokaError(code))}"


def _around(line: str, at: int) -> tuple[str, int]:
    """Return what a screen can show of a line, and where in it the place `at` is then."""
    begin = max(at - _SHOWN // 2, 0) if len(line) > _SHOWN else 0
    end = begin + _SHOWN
    cut = ("…" if begin else "") + line[begin:end] + ("…" if end < len(line) else "")
    return cut, at - begin + bool(begin)


def _hint(problem: Problem) -> str:
    return _("Did you mean “{word}”?").format(word=problem.meant) if problem.meant else ""


def _line(text: str, number: int) -> str:
    found = text.splitlines()
    return found[number - 1] if 0 < number <= len(found) else ""
