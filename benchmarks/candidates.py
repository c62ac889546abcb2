"""Papers for many candidates: how much memory, and what a second process gains.

For each number of candidates: seconds on one process and on two, and the largest
resident memory of any process (250 MB at most is wanted, flat in the candidates;
two processes at least 1.7 times as fast).

Run: python benchmarks/candidates.py [CANDIDATES …]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = """
import resource, sys
from kaoka.cli import main
try:
    main(sys.argv[1:])
finally:
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(most // 1024)
"""


def main() -> None:
    counts = [int(word) for word in sys.argv[1:]] or [100, 1_000]
    for count in counts:
        one, memory = run(count, 1)
        two, memory_two = run(count, 2)
        print(
            f"{count} candidates: {one:.1f} s on one process, {two:.1f} s on two"
            f" ({one / two:.2f} times), largest process {max(memory, memory_two)} MB"
        )


def run(count: int, workers: int) -> tuple[float, int]:
    """Build the papers; return seconds and the largest process in MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = "candidate,name\n" + "".join(f"C{n:06},\n" for n in range(count))
        (folder / "people.csv").write_text(people)
        argv = ["exam", "build", str(ROOT / "exams/cert-basic.yaml"), "-o", str(folder / "out")]
        argv += ["--candidates", str(folder / "people.csv"), "--format", "pdf"]
        argv += ["--workers", str(workers), "--seed", "00" * 16, "--as-of", "2026-11-24"]
        start = time.perf_counter()
        program = [sys.executable, "-c", PROGRAM, *argv]
        done = subprocess.run(program, capture_output=True, text=True, check=True)
        return time.perf_counter() - start, int(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
