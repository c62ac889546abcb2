"""The check code: a short mark on each paper, bound to its content and key."""

from __future__ import annotations

import hmac
import json
from typing import Any

from kaoka.exam.form import Form

VERSION = "kaoka-check-1"

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 40


def check_code(form: Form, seed: bytes) -> str:
    """Return the check code of a form: eight characters, `7K3M-9QXT`."""
    return code_of(form.plain(), seed)


def code_of(form: Any, seed: bytes) -> str:
    """Return the check code of a form as the manifest holds it.

    It is the first 40 bits, in Crockford's base 32, of HMAC-SHA256 under the exam's
    seed over the canonical JSON of `["kaoka-check-1", form]`, key included. Without the
    seed nobody can try keys against it.
    """
    mac = hmac.digest(seed, canonical([VERSION, form]), "sha256")
    number = int.from_bytes(mac[: _BITS // 8], "big")
    letters = "".join(_CROCKFORD[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"


def canonical(value: Any) -> bytes:
    """Return the one JSON text of a value: keys sorted, compact, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
