"""Keys from a terminal, one at a time, and a line typed with them; no curses, no colours."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self

from kaoka.text import width

ENTER, ERASE, CLEAR, END = "\n", "\b", "\x15", ""
_ESCAPE = "\x1b"
_MEANS = {"\r": ENTER, "\x7f": ERASE, "\x04": END}


class Keys:
    """The keyboard while the terminal hands over every key at once.

    Left by any way out, the terminal is as it was before.
    """

    def __enter__(self) -> Self:
        self._keys = _posix_keys() if os.name == "posix" else _windows_keys()
        self._waiting: list[str] = []
        self._restore = _every_key(sys.stdin.fileno()) if os.name == "posix" else _nothing
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._restore()

    def read(self) -> str:
        """Return the next key; END when the terminal has gone or Ctrl-D was pressed."""
        key = next(self._keys, END)
        return _MEANS.get(key, key)


def _nothing() -> None:
    pass


def _every_key(terminal: int) -> Callable[[], None]:
    """Turn off echo and line mode; return what turns them on again."""
    import termios

    before = termios.tcgetattr(terminal)
    mode = termios.tcgetattr(terminal)
    mode[3] &= ~(termios.ECHO | termios.ICANON)
    mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
    termios.tcsetattr(terminal, termios.TCSADRAIN, mode)

    def restore() -> None:
        with suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    return restore


def _posix_keys() -> Iterator[str]:
    """Yield characters; arrows and other escape sequences are passed over."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
    escaped = False
    while True:
        try:
            data = os.read(sys.stdin.fileno(), 1024)
        except OSError:
            return
        if not data:
            return
        for key in decoder.decode(data):
            if key == _ESCAPE:
                escaped = True
            elif escaped:
                escaped = not (key.isalpha() or key == "~") or key == "O"
            else:
                yield key
        escaped = escaped and data != b"\x1b"  # Esc alone begins nothing


def _windows_keys() -> Iterator[str]:  # pragma: no cover - Windows only
    import msvcrt

    while True:
        key = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
        if key in "\x00\xe0":
            msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
        elif key == "\x03":
            raise KeyboardInterrupt
        else:
            yield "\x04" if key == "\x1a" else key


class Line:
    """What has been typed after the prompt, kept the same on the screen."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self.text = ""

    def put(self, text: str) -> None:
        """Show `text` instead of what stood there, going back over it by columns."""
        if text.startswith(self.text):
            self._write(text[len(self.text) :])
        else:
            wide = width(self.text)
            self._write("\b" * wide + " " * wide + "\b" * wide + text)
        self.text = text

    def edit(self, key: str) -> None:
        """Add a character, or take the last one or all of them away."""
        if key == ERASE:
            self.put(self.text[:-1])
        elif key == CLEAR:
            self.put("")
        elif key.isprintable():
            self.put(self.text + key)
