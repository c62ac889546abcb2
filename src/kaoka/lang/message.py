"""One sentence of the catalogue, with what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with `{names}`, what it means and how to mend it, and an example."""

    text: str
    explain: str = ""
    example: str = ""
