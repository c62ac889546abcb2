"""Papers for many candidates: how much memory, and what a second process gains.

For each number of candidates: seconds of the whole build on one process and on two, the
largest resident memory of any process (250 MB at most is wanted, flat in the candidates),
and how many times as many forms a minute two processes make (at least 1.7 is wanted).
Forms a minute are counted from the fortieth form to the last, by the clock, so that
reading the bank and starting processes does not count; both processors must be idle.

Run: python benchmarks/candidates.py [CANDIDATES …]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from kaoka.jobs.build_exam import Order, build_exam
from kaoka.jobs.workers import executor

blueprint, people, out, workers = sys.argv[1:]
times = []
with executor(int(workers), worth=True) as (pool, count):
    order = Order(Path(blueprint), Path(out), date(2026, 11, 24), seed=bytes(16), formats=("pdf",),
                  candidates=Path(people), workers=count)
    build_exam(order, lambda *_: times.append(time.perf_counter()), pool)
who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
most = max(resource.getrusage(one).ru_maxrss for one in who)
print(json.dumps({"times": times, "memory": most // 1024}))
"""
SKIPPED = 40


def main() -> None:
    counts = [int(word) for word in sys.argv[1:]] or [100, 1_000]
    for count in counts:
        one, rate, memory = run(count, 1)
        two, rate_two, memory_two = run(count, 2)
        print(
            f"{count} candidates: {one:.1f} s on one process, {two:.1f} s on two;"
            f" {rate:.0f} and {rate_two:.0f} forms a minute ({rate_two / rate:.2f} times);"
            f" largest process {memory} and {memory_two} MB"
        )


def run(count: int, workers: int) -> tuple[float, float, int]:
    """Build the papers; return seconds, forms a minute, and the largest process in MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = "candidate,name\n" + "".join(f"C{n:06},\n" for n in range(count))
        (folder / "people.csv").write_text(people)
        blueprint = str(ROOT / "exams/cert-basic.yaml")
        argv = [blueprint, str(folder / "people.csv"), str(folder / "out"), str(workers)]
        start = time.perf_counter()
        program = [sys.executable, "-c", PROGRAM, *argv]
        done = subprocess.run(program, stdout=subprocess.PIPE, text=True, check=True)
        seconds = time.perf_counter() - start
    found = json.loads(done.stdout)
    first = min(SKIPPED, count // 2)
    made = found["times"][first:count]
    return seconds, 60 * (len(made) - 1) / (made[-1] - made[0]), found["memory"]


if __name__ == "__main__":
    main()
