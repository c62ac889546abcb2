"""The command line: parse, call a job, print. No logic lives here."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kaoka import lang
from kaoka.errors import KaokaError


def main(argv: Sequence[str] | None = None) -> None:
    """Run `kaoka` and leave with its exit code.

    0 all is well (warnings alone are), 1 problems were found or the reader of a
    pipe went away, 2 wrong usage, 130 interrupted.
    """
    chosen, rest = _take_lang(list(sys.argv[1:] if argv is None else argv))
    _speak(chosen)
    try:
        code = _run(rest)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)


def _run(argv: list[str]) -> int:
    from kaoka.cli.app import app

    try:
        app(argv, prog_name="kaoka")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    except KaokaError as error:
        return _tell(error)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        return _tell(KaokaError("os_error", reason=reason, file=error.filename or ""))
    return 0


def _tell(error: KaokaError) -> int:
    print(lang.say(error), file=sys.stderr)  # noqa: T201  # talk goes to stderr
    return 1


def _speak(chosen: str | None) -> None:
    """Set the language, that of typer's own words included, and lenient streams."""
    lang.choose(chosen)
    os.environ["LANGUAGE"] = lang.current()
    gettext.bindtextdomain("messages", str(Path(lang.__file__).parent / "locale"))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def _take_lang(argv: list[str]) -> tuple[str | None, list[str]]:
    """Take `--lang L` out of the arguments, wherever it stands."""
    for n, word in enumerate(argv):
        if word == "--":
            break
        if word == "--lang" and n + 1 < len(argv) and argv[n + 1] in lang.LANGUAGES:
            return argv[n + 1], argv[:n] + argv[n + 2 :]
        if word.startswith("--lang=") and word[7:] in lang.LANGUAGES:
            return word[7:], argv[:n] + argv[n + 1 :]
    return None, argv
