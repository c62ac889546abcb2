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
    start = head(exam, form)

    def rank(purpose: str, question: str, text: str) -> bytes:
        return hmac.digest(seed, start + tail(purpose, question, text), "sha256")

    return rank


def head(exam: str, form: str) -> bytes:
    """Return the part of a rank's message that a form's ranks share."""
    return f"[{_quoted(VERSION)},{_quoted(exam)},{_quoted(form)},".encode()


def tail(purpose: str, question: str, text: str) -> bytes:
    """Return the rest of a rank's message."""
    return f"{_quoted(purpose)},{_quoted(question)},{_quoted(text)}]".encode()


_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(maxsize=65_536)
def _quoted(text: str) -> str:
    return _ENCODE(text)
