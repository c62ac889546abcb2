"""Which bank is meant; apart from the reading of one, so that a session begins at once."""

from __future__ import annotations

from pathlib import Path

from kaoka import shipped
from kaoka.errors import BankError


def find_bank(where: str | Path | None = None) -> Path:
    """Return the folder of the bank that is meant.

    Args:
        where: a folder that holds bank.yaml, or the id of a shipped bank; None for
            the bank of the folder one stands in, else the shipped one.

    Raises:
        BankError: there is no such bank.
    """
    if where is None:
        here = Path.cwd()
        around = (folder for folder in (here, *here.parents) if (folder / "bank.yaml").is_file())
        return next(around, shipped.folder() / "decks" / shipped.DEFAULT)
    try:
        if (Path(where) / "bank.yaml").exists():
            return Path(where)
        found = shipped.bank(str(where))
    except (OSError, ValueError):  # no folder can have such a name
        found = None
    if found is None:
        raise BankError("bank_missing", folder=where)
    return found
