"""The only source of chance on a paper: ranks keyed by the exam's secret seed."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable

VERSION = "kaoka-exam-1"

Rank = Callable[[str, str, str], bytes]
"""`rank(purpose, question id, text)`: 32 bytes; a draw takes the lowest, a shuffle sorts."""


def ranker(seed: bytes, exam: str, form: str) -> Rank:
    """Return the ranks of one form.

    A rank is HMAC-SHA256 under `seed` of the UTF-8 bytes of the compact JSON
    `["kaoka-exam-1", exam, form, purpose, question id, text]`: the same bytes as
    `kaoka.text.keyed_rank`, with the constant part written once.
    """
    head = _json([VERSION, exam, form])[:-1] + ","

    def rank(purpose: str, question: str, text: str) -> bytes:
        message = head + _json([purpose, question, text])[1:]
        return hmac.digest(seed, message.encode(), "sha256")

    return rank


def _json(parts: list[str]) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
