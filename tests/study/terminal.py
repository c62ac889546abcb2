"""A real terminal for the tests: a pseudo-terminal, and a screen that can be read."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import pexpect
import pyte

BANK = str(Path(__file__).parent / "bank")
COMMAND = [sys.executable, "-c", "from kaoka.cli import main; main()"]


class Terminal:
    """`kaoka study` in a pseudo-terminal of so many columns."""

    def __init__(
        self,
        home: Path,
        *words: str,
        columns: int = 80,
        lines: int = 60,
        environ: Mapping[str, str] | None = None,
        program: tuple[str, ...] = (),
    ) -> None:
        self.screen = pyte.HistoryScreen(columns, lines, history=1000)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.ended = False
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        env = kept | {"KAOKA_HOME": str(home), "LANG": "zh_CN.UTF-8", "TERM": "xterm-256color"}
        command = list(program) or [*COMMAND, "study", *words]
        self.child: Any = pexpect.spawn(
            command[0],
            command[1:],
            env=env | dict(environ or {}),
            dimensions=(lines, columns),
            timeout=20,
        )
        self.child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.child.close(force=True)

    @property
    def text(self) -> str:
        """The screen as a reader sees it, without the blank half of wide characters."""
        rows = (
            "".join(self.screen.buffer[y][x].data for x in range(self.screen.columns)).rstrip()
            for y in range(self.screen.lines)
        )
        return "\n".join(rows).rstrip()

    def see(self, words: str, *, seconds: float = 20) -> str:
        """Wait until `words` stand on the screen below what was seen before."""
        end = time.monotonic() + seconds
        while words not in self.text:
            if time.monotonic() > end:
                msg = f"{words!r} never came:\n{self.text}"
                raise AssertionError(msg)
            self.pump()
        while self.pump():  # whatever else was written with it
            pass
        return self.text

    def pump(self) -> bool:
        """Take what the program wrote; False when nothing came."""
        try:
            data: bytes = self.child.read_nonblocking(65536, timeout=0.02)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            self.ended = True
            return False
        self.raw += data
        self.stream.feed(data)
        return True

    def send(self, keys: str, words: str) -> str:
        """Press keys on a cleared screen and wait for `words`."""
        self.screen.reset()
        self.child.send(keys)
        return self.see(words)

    def end(self) -> int:
        """Wait for the end and return the exit code."""
        while not self.ended:
            self.pump()
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)
