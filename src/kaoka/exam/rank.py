"""The only source of chance on a paper: ranks keyed by the exam's secret seed."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from functools import lru_cache

VERSION = "kaoka-exam-1"

Rank = Callable[[str, str, str], bytes]
"""`rank(purpose, question id, text)`: 32 bytes; a draw takes the lowest, a shuffle sorts."""


def ranker(seed: bytes, exam: str, form: str) -> Rank:
    """Return the ranks of one form.

    A rank is HMAC-SHA256 under `seed` of the UTF-8 bytes of the compact JSON
    `["kaoka-exam-1", exam, form, purpose, question id, text]`: the same bytes as
    `kaoka.text.keyed_rank`, with the constant part written once.
    """
    head = f"[{_quoted(VERSION)},{_quoted(exam)},{_quoted(form)},"

    def rank(purpose: str, question: str, text: str) -> bytes:
        message = f"{head}{_quoted(purpose)},{_quoted(question)},{_quoted(text)}]"
        return hmac.digest(seed, message.encode(), "sha256")

    return rank


_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(maxsize=65_536)
def _quoted(text: str) -> str:
    return _ENCODE(text)
