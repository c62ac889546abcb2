"""YAML text to plain values and typed records, every problem placed at its line.

The reader is strict: no aliases, anchors, tags, merge keys or duplicate keys, and
every scalar stays text (`NO`, `007`, dates) until a model types it. It rides on
pyyaml's C parser without the resolver.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError
from yaml import MappingNode, Node, ScalarNode, SequenceNode
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs leave it out

from kaoka.bank.wrong import follows, problem_of
from kaoka.errors import Problem

M = TypeVar("M", bound=BaseModel)

_UNTAGGED = "text"
_NOTHING = frozenset(("", "~", "null"))
_MAYBE_ANCHOR = re.compile(r"[&*][\w-]")
_DEEPEST = 40
"""How deep lists and mappings may stand in one another; what is written by hand has five."""


class _Composer(CParser):
    """The C parser with a resolver that types nothing."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:  # noqa: ARG002
        return _UNTAGGED

    def descend_resolver(self, parent: object, index: object) -> None:
        """Nothing to resolve."""

    def ascend_resolver(self) -> None:
        """Nothing to resolve."""


def read(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """Parse one YAML document.

    Args:
        text: the whole file.
        file: the name that problems show.

    Returns:
        The root node, or None when the file is empty or broken, and what is wrong.
        A file with aliases is not read further: a few lines could stand for millions.
    """
    try:
        anchors, aliases = _anchors(text, file)
        root = None if aliases else _Composer(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        return None, [_syntax(error, text, file)]
    except yaml.reader.ReaderError as error:
        return None, [_unreadable(error, text, file)]
    return root, sorted([*anchors, *aliases], key=lambda found: (found.line, found.column))


def plain(node: Node, problems: list[Problem], file: str, depth: int = 0) -> Any:
    """Return the node as dicts, lists, texts and None; what is refused joins `problems`."""
    if depth > _DEEPEST:
        problems.append(_at(node, "yaml_deep", file, deepest=str(_DEEPEST)))
        return None
    if node.tag is not _UNTAGGED:
        problems.append(_at(node, "yaml_tag", file, tag=node.tag))
    if isinstance(node, ScalarNode):
        return None if node.value in _NOTHING and not _quoted(node) else node.value
    if isinstance(node, SequenceNode):
        return [plain(child, problems, file, depth + 1) for child in node.value]
    out: dict[str, Any] = {}
    for key, child in node.value:
        name = key.value if isinstance(key, ScalarNode) else None
        if name is None or name == "<<":
            problems.append(_at(key, "yaml_key", file))
        elif name in out:
            problems.append(_at(key, "yaml_duplicate_key", file, key=name))
        else:
            out[name] = plain(child, problems, file, depth + 1)
    return out


def model(node: Node, shape: type[M], file: str) -> tuple[M | None, list[Problem]]:
    """Read a node as a record of `shape`, or say at which lines it is none."""
    problems: list[Problem] = []
    values = plain(node, problems, file)
    record, wrong = typed(values, node, shape, file)
    return (None if problems else record), problems + wrong


def typed(values: Any, node: Node, shape: type[M], file: str) -> tuple[M | None, list[Problem]]:
    """Read plain values as a record of `shape`; `node` is where they stand."""
    try:
        return shape.model_validate(values), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        return None, [
            problem_of(detail, shape, lambda path, key: place(node, path, key=key), file)
            for detail in details
            if not follows(detail)
        ]


def place(node: Node, path: Sequence[str | int], *, key: bool = False) -> tuple[int, int]:
    """Return line and column (from 1) of the value at `path`, or of the nearest thing above it.

    A list or mapping is placed at its key; so is anything when `key` is asked for.
    """
    at = node.start_mark
    for step in path:
        if isinstance(node, MappingNode):
            pairs = [(name, value) for name, value in node.value if name.value == str(step)]
            if not pairs:
                break
            name, node = pairs[0]
            text = isinstance(node, ScalarNode) and node.value and not key
            at = node.start_mark if text else name.start_mark
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            at = node.start_mark
        else:
            break
    return at.line + 1, at.column + 1


def entries(root: Node | None) -> Iterator[Node]:
    """The members of a file that is a list."""
    if isinstance(root, SequenceNode):
        yield from root.value


def _quoted(node: ScalarNode) -> bool:
    return bool(node.style)


def _at(node: Node, code: str, file: str, **values: str) -> Problem:
    mark = node.start_mark
    return Problem(code, file, mark.line + 1, mark.column + 1, values=values)


_SLIPS = (
    ("found a tab character", "yaml_tab"),
    ("mapping values are not allowed", "yaml_colon"),
    ("could not find expected ':'", "yaml_no_colon"),
    ("cannot start any token", "yaml_start"),
    ("found unexpected end of stream", "yaml_quote"),
    ("expected ',' or", "yaml_bracket"),
    ("did not find expected key", "yaml_indent"),
    ("did not find expected '-' indicator", "yaml_indent"),
    ("found another document", "yaml_documents"),
    ("exceeded maximum nesting depth", "yaml_deep"),
)
"""What libyaml says of the commonest slips, and our code for each."""
_OPENED = frozenset(("yaml_quote", "yaml_bracket"))
"""Slips to be mended where something was opened, not where its end was missed."""


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    reason = " ".join(filter(None, (error.context, error.problem)))
    code = next((code for words, code in _SLIPS if words in reason), "yaml_syntax")
    mark = error.problem_mark or error.context_mark
    if code in _OPENED:
        mark = error.context_mark or mark
    if mark is None:
        return Problem(code, file, values={"reason": reason})
    found = text[mark.index : mark.index + 1]
    if code == "yaml_start" and found == "\t":
        code = "yaml_tab"
    values = {"reason": reason, "character": found, "deepest": str(_DEEPEST)}
    return Problem(code, file, mark.line + 1, mark.column + 1, values=values)


def _unreadable(error: yaml.reader.ReaderError, text: str, file: str) -> Problem:
    found = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    before = text[: found.start()] if found else ""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    character = f"U+{ord(found[0]):04X}" if found else error.reason
    return Problem("yaml_character", file, line, column, values={"character": character})


def _anchors(text: str, file: str) -> tuple[list[Problem], list[Problem]]:
    """Anchors and aliases, told from the events: nothing is composed for them."""
    anchors: list[Problem] = []
    aliases: list[Problem] = []
    if _MAYBE_ANCHOR.search(text):
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if getattr(event, "anchor", None):
                mark = cast("yaml.Mark", event.start_mark)
                found = aliases if isinstance(event, yaml.AliasEvent) else anchors
                found.append(Problem("yaml_alias", file, mark.line + 1, mark.column + 1))
    return anchors, aliases
