"""The private record of an exam: whole forms, scoring, seed, and each file's SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from kaoka.errors import ExamError
from kaoka.exam.check import canonical, check_code
from kaoka.exam.form import Form
from kaoka.exam.rank import VERSION

NAME = "private/manifest.json"


def form_entry(form: Form, seed: bytes) -> dict[str, Any]:
    """Return what the manifest holds of a form: the form, and its check code."""
    return form.plain() | {"code": check_code(form, seed)}


def sealed(head: Mapping[str, Any], forms: Sequence[Any], files: Mapping[str, str]) -> bytes:
    """Return the bytes of a manifest.

    Args:
        head: exam, title, seed (hex) and whatever describes the whole exam.
        forms: `form_entry` of each form.
        files: SHA-256 in hex by path below the exam's folder.
    """
    whole = {"format": VERSION, **head, "forms": list(forms), "files": dict(sorted(files.items()))}
    whole["seal"] = _seal(whole)
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def opened(data: bytes, file: str) -> dict[str, Any]:
    """Return a manifest as it was sealed.

    Raises:
        ExamError: it is no manifest, or was changed.
    """
    try:
        whole = json.loads(data)
        seal = whole.pop("seal")
        intact = hmac.compare_digest(seal, _seal(whole))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ExamError("manifest_damaged", file=file) from None
    if not intact:
        raise ExamError("manifest_damaged", file=file)
    return dict(whole)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of a file in hex."""
    return hashlib.sha256(data).hexdigest()


def _seal(whole: Mapping[str, Any]) -> str:
    """Return a MAC over the rest of the manifest: it shows accidents and outsiders' changes."""
    return hmac.digest(bytes.fromhex(whole["seed"]), canonical(whole), "sha256").hex()
