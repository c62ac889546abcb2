"""The bank and the blueprints that travel in the wheel."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def folder() -> Path:
    """Return the folder that holds decks/ and exams/: in the wheel, or the checkout's own."""
    return _HERE if (_HERE / "decks").is_dir() else _HERE.parents[2]


def bank(id_: str) -> Path | None:
    """Return the folder of a shipped bank, or None when there is none of that id."""
    path = folder() / "decks" / id_
    return path if Path(id_).name == id_ and (path / "bank.yaml").is_file() else None


DEFAULT = "insurance-service"


def starter() -> Path:
    """Return the folder of the bank that `kaoka init` copies."""
    return _HERE / "starter"
