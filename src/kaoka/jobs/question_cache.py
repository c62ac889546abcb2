"""A bank's questions kept between two sessions, so that studying begins at once.

Nothing depends on the cache: it is used only while the bank's files, the day and kaoka
itself are what they were when it was written, and whatever is wrong with it, the bank
is read instead.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import kaoka
from kaoka.jobs.find_bank import find_bank
from kaoka.question.model import Cited, Question
from kaoka.text import digest

_CODE = ("bank", "kinds", "question")
_DECIMALS = frozenset(("value", "tolerance", "facility"))
_DATES = frozenset(("effective_from", "repealed_on", "reviewed_on"))
_NESTED = frozenset(("answers", "pairs", "media"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a session needs of a bank."""

    bank: str
    title: str
    questions: tuple[Question, ...]


def questions_of(where: str | None, as_of: date, folder: Path) -> Asked:
    """Return a bank's questions, from the cache below `folder` where it still holds.

    Raises:
        BankError: there is no bank, or it has errors.
    """
    home = find_bank(where)
    stamp = _stamp(home, as_of)
    place = folder / "cache" / f"{digest(str(home.resolve()))[:16]}.json"
    kept = _read(place, stamp)
    if kept is not None:
        return kept
    from kaoka.jobs.bank import open_questions

    bank, questions = open_questions(where, as_of)
    asked = Asked(bank.id, bank.title, questions)
    if _ours(questions):
        with suppress(OSError):
            _write(place, stamp, asked)
    return asked


def _ours(questions: Iterable[Question]) -> bool:
    """Whether no kind comes from outside, whose code could change unseen."""
    from kaoka.kinds import OURS

    return all(question.kind in OURS for question in questions)


def _stamp(home: Path, as_of: date) -> str:
    """Tell everything that the questions depend on, short of their being read."""
    code = Path(kaoka.__file__).parent
    folders = [home, *(code / name for name in _CODE)]
    return digest(str(as_of), *(seen for folder in folders for seen in _files(folder)))


def _files(folder: Path) -> Iterator[str]:
    for place, _folders, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith((".yaml", ".yml", ".py", ".lock", "difficulty.csv")):
                about = os.stat(os.path.join(place, name))  # noqa: PTH116, PTH118 - many files, at every start
                yield f"{place}/{name} {about.st_size} {about.st_mtime_ns}"


def _read(place: Path, stamp: str) -> Asked | None:
    try:
        kept = json.loads(place.read_bytes())
        if kept["stamp"] != stamp:
            return None
        return Asked(kept["bank"], kept["title"], tuple(map(unpack, kept["questions"])))
    except (OSError, ValueError, TypeError, KeyError, ArithmeticError):
        return None


def _write(place: Path, stamp: str, asked: Asked) -> None:
    from kaoka.jobs.files import write_beside

    kept: dict[str, Any] = {"stamp": stamp, "bank": asked.bank, "title": asked.title}
    kept |= {"questions": list(map(pack, asked.questions))}
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_beside(place, json.dumps(kept, ensure_ascii=False).encode(), private=True)


def pack(question: Question) -> dict[str, Any]:
    """Return a question as JSON values, fields at their default left out."""
    found = ((one.name, getattr(question, one.name)) for one in fields(question))
    return {name: _plain(value) for name, value in found if value != _DEFAULTS.get(name, MISSING)}


def unpack(kept: dict[str, Any]) -> Question:
    """Return the question that `pack` was given."""
    return Question(**{name: _typed(name, value) for name, value in kept.items()})


_DEFAULTS = {one.name: one.default for one in fields(Question)} | {"scope": {}}


def _plain(value: Any) -> Any:
    if isinstance(value, (Decimal, date)):
        return str(value)
    if isinstance(value, Question):
        return pack(value)
    if isinstance(value, Cited):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dict(value) if hasattr(value, "items") else value


def _typed(name: str, value: Any) -> Any:
    if name in _DECIMALS:
        return Decimal(value)
    if name in _DATES:
        return date.fromisoformat(value)
    if name == "parts":
        return tuple(map(unpack, value))
    if name == "source":
        return tuple(Cited(**one) for one in value)
    if name in _NESTED:
        return tuple(map(tuple, value))
    return tuple(value) if isinstance(value, list) else value
