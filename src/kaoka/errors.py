"""What can go wrong: exceptions to catch, and problems found in files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, Self

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file, as data: `kaoka.lang.say` makes the sentence.

    `line` and `column` count from 1, columns in code points. `values` fill the
    sentence of `code`; `meant` is what the author probably wanted to write.
    """

    code: str
    file: str
    line: int = 1
    column: int = 1
    severity: Severity = "error"
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    meant: str | None = None


class KaokaError(Exception):
    """Base of all errors that kaoka raises on purpose; `kaoka.say` makes the sentence.

    Attributes:
        code: which sentence of the catalogue; see `kaoka.lang`.
        values: what fills the sentence.
        problems: what was found in files, where the error stands for that.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        self.problems: tuple[Problem, ...] = ()
        super().__init__(code, self.values)

    def about(self, problems: Iterable[Problem]) -> Self:
        """Return the error with the problems that it stands for."""
        self.problems = tuple(problems)
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error travel between processes: it is made again of code and values."""
        return partial(type(self), **self.values), (self.code,), self.__dict__

    def __str__(self) -> str:
        """Show the code and its values; the command line says it in a language."""
        shown = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.code}: {shown}" if shown else self.code


class BankError(KaokaError):
    """There is no bank where one was looked for, or its files cannot be used."""


class BlueprintError(KaokaError):
    """A blueprint that no form can meet; `values["rules"]` names the rules that clash."""


class AnswerError(KaokaError):
    """An answer of a shape that the question does not take."""


class DeckError(KaokaError):
    """A deck that cannot be built: lock out of date, id lost, card refused."""


class ExamError(KaokaError):
    """An exam folder that is missing, damaged, or holds another exam."""


class StoreError(KaokaError):
    """A study record that cannot be opened, or is damaged."""


class FormatError(KaokaError):
    """A format that is not installed, or text that it cannot show."""
