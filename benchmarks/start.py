"""Starting up: `kaoka --help` against a bare typer program, as whole processes in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

BARE = """
import typer
app = typer.Typer(add_completion=False)
@app.command()
def one(name: str = "a") -> None: "One."
@app.command()
def two(name: str = "b") -> None: "Two."
app()
"""


def seconds(argv: list[str]) -> float:
    """Wall time of one run."""
    begun = time.perf_counter()
    subprocess.run(argv, check=True, capture_output=True)
    return time.perf_counter() - begun


def main(runs: int = 15) -> None:
    """Print the medians and their ratio."""
    ours, bare = [sys.executable, "-m", "kaoka", "--help"], [sys.executable, "-c", BARE, "--help"]
    pairs = [(seconds(ours), seconds(bare)) for _ in range(runs + 1)][1:]
    one, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"kaoka --help {one:.3f} s, bare typer {other:.3f} s, ratio {ratio:.2f} (at most 1.3)")


if __name__ == "__main__":
    main()
