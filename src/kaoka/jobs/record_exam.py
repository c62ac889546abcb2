"""The record of an exam: what was done to it when, one line after the other, never rewritten.

Each line is JSON with the time (UTC) and a seal: HMAC-SHA256 under the exam's seed over
the seal before it and the line itself. So a line that was changed, taken out or put in
between is found; that lines are missing at the end is not.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kaoka.errors import ExamError
from kaoka.exam.check import canonical
from kaoka.result.rekey import Decision, decided

RECORD = "private/record.jsonl"
VOIDED = "private/voided.json"
"""What was decided about questions after the exam; it is not part of what was built."""
REKEYED = "private/rekeyed.json"
"""Keys that were changed after the exam."""


def record(exam: Path, seed: bytes, did: str, **facts: Any) -> None:
    """Add a line, now.

    Args:
        exam: the exam's folder.
        seed: its seed.
        did: `build`, `swap`, `void` or `rekey`.
        facts: JSON values that tell what was done.

    Raises:
        ExamError: the record was changed (`record_damaged`).
        OSError: it cannot be written.
    """
    lines = recorded(exam, seed)
    before = lines[-1]["seal"] if lines else ""
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "did": did, **facts}
    sealed = canonical(line | {"seal": _seal(seed, before, line)})
    handle = os.open(exam / RECORD, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(sealed + b"\n")
        file.flush()
        os.fsync(file.fileno())


def recorded(exam: Path, seed: bytes) -> list[dict[str, Any]]:
    """Return the lines of the record.

    Raises:
        ExamError: the record was changed (`record_damaged`).
    """
    path = exam / RECORD
    if not path.is_file():
        return []
    before = ""
    lines = []
    for number, text in enumerate(path.read_bytes().splitlines(), 1):
        try:
            line = dict(json.loads(text))
            seal = str(line.pop("seal"))
        except (ValueError, TypeError, KeyError):
            raise ExamError("record_damaged", file=path, line=number) from None
        if not hmac.compare_digest(seal, _seal(seed, before, line)):
            raise ExamError("record_damaged", file=path, line=number)
        lines.append(line | {"seal": seal})
        before = seal
    return lines


def decisions(plain: Mapping[str, Any]) -> bytes:
    """Return decisions by question id as the files hold them."""
    return (json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def as_decided(lines: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    """Return what the files of decisions hold, by the lines of the record."""
    voids: dict[str, str] = {}
    keys: dict[str, Decision] = {}
    for line in lines:
        if line["did"] == "void":
            voids[line["question"]] = line["how"]
        elif line["did"] == "rekey":
            texts, question = tuple(line["answer"]), line["question"]
            keys[question] = decided(keys.get(question), texts, instead=line["instead"])
    files: dict[str, dict[str, Any]] = {
        VOIDED: {**voids},
        REKEYED: {name: asdict(one) for name, one in keys.items()},
    }
    return {name: decisions(plain) for name, plain in files.items() if plain}


def _seal(seed: bytes, before: str, line: dict[str, Any]) -> str:
    return hmac.digest(seed, before.encode() + canonical(line), "sha256").hex()
