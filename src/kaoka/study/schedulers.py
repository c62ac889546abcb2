"""The schedulers by name: `sm2`, `sm2:text`, `sm2:delphi`, `fsrs`, `fsrs:0.85`; `…+balance`."""

from __future__ import annotations

from typing import cast

from kaoka.errors import AnswerError
from kaoka.study.balance import SUFFIX
from kaoka.study.fsrs import RETENTION, Fsrs
from kaoka.study.memory import Scheduler
from kaoka.study.sm2 import PROFILES, Profile, Sm2

DEFAULT = "sm2:text"
KNOWN = "sm2, sm2:text, sm2:delphi, fsrs, fsrs:0.7 … fsrs:0.99, …+balance"
_RANGE = (0.7, 0.99)


def scheduler(name: str) -> Scheduler:
    """Return the scheduler called `name`; `scheduler(one.name)` equals `one`.

    Raises:
        AnswerError: when there is no such scheduler, or its retention is out of range.
    """
    plain = name.removesuffix(SUFFIX)
    balanced = plain != name
    kind, *settings = plain.split(":")
    if kind == "sm2" and len(settings) <= 1:
        profile = settings[0] if settings else "text"
        if profile in PROFILES:
            return Sm2(cast("Profile", profile), balanced)
    if kind == "fsrs":
        found = _fsrs(settings, balanced=balanced)
        if found is not None:
            return found
    raise AnswerError("unknown_scheduler", name=name, known=KNOWN)


def balance(one: Scheduler, *, wanted: bool) -> Scheduler:
    """Return the same scheduler with load balancing, or without."""
    return scheduler(one.name.removesuffix(SUFFIX) + (SUFFIX if wanted else ""))


def _fsrs(settings: list[str], *, balanced: bool) -> Fsrs | None:
    try:
        retention, *parameters = [float(text) for text in settings] or [RETENTION]
    except ValueError:
        return None
    low, high = _RANGE
    return Fsrs(retention, tuple(parameters), balanced) if low <= retention <= high else None
