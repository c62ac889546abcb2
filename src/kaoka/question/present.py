"""How a question is shown to one reader: which options, in which order, under which letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kaoka.question.model import RIGHT, WRONG, Question

Rank = Callable[[str, str, str], Any]
"""`rank(purpose, question id, text)`: the lowest ranks are drawn, then sorted by rank.

Purposes: `draw` which distractors, `shuffle` the options, `left` the right-hand side of
a matching, `steps` an ordering."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHOWN = {"single": 4, "multiple": 5}
"""Options a reader sees unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as one reader sees it.

    `options` stand under the letters A, B, C …: the choices, the steps of an
    ordering, or the right-hand side of a matching, whose numbered left-hand side is
    `left`. `parts` are the questions of a case, each shown in its own right.
    """

    question: Question
    options: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    parts: tuple[Shown, ...] = ()

    @property
    def lettered(self) -> tuple[tuple[str, str], ...]:
        """Each option with its letter."""
        return tuple(zip(LETTERS, self.options, strict=False))

    def letter(self, text: str) -> str:
        """Return the letter under which `text` stands, or "" when it is not shown."""
        return next((letter for letter, option in self.lettered if option == text), "")


def present(question: Question, rank: Rank, *, options: int | None = None) -> Shown:
    """Show `question` in the order that `rank` gives.

    Args:
        question: what to show.
        rank: decides every draw and every order; nothing else does.
        options: how many choices, keys included; else 4 of a single, 5 of a multiple.
    """
    match question.type:
        case "true_false":
            return Shown(question, (RIGHT, WRONG))
        case "single" | "multiple":
            wanted = options or SHOWN[question.type]
            return Shown(question, _choices(question, rank, wanted))
        case "ordering":
            steps = _sorted(question, rank, "steps", question.sequence)
            return Shown(question, _unlike(steps, question.sequence))
        case "matching":
            return _matching(question, rank)
        case "case":
            return Shown(question, parts=tuple(present(part, rank) for part in question.parts))
        case _:
            return Shown(question)


def _choices(question: Question, rank: Rank, wanted: int) -> tuple[str, ...]:
    room = max(wanted - len(question.key), 1)
    drawn = _sorted(question, rank, "draw", question.distractors)[:room]
    return _sorted(question, rank, "shuffle", (*question.key, *drawn))


def _matching(question: Question, rank: Rank) -> Shown:
    left = tuple(one for one, _ in question.pairs)
    right = tuple(dict.fromkeys(other for _, other in question.pairs))
    return Shown(question, _unlike(_sorted(question, rank, "left", right), right), left)


def _sorted(question: Question, rank: Rank, purpose: str, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda text: (rank(purpose, question.id, text), text)))


def _unlike(shown: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
    """Turn the order by one when chance has shown the right one, which would give it away."""
    told = tuple(shown) == tuple(right) and len(shown) > 1
    return (*shown[1:], shown[0]) if told else tuple(shown)
