"""The study records at a million cards: latency of an answer, of the queue, replay, start."""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import pexpect

from kaoka.jobs.study_desk import Desk
from kaoka.jobs.study_records import open_store
from kaoka.question.model import Question
from kaoka.store.log import Store
from kaoka.study import queue, session
from kaoka.study.event import Event, ulid
from kaoka.study.replay import replay
from kaoka.study.schedulers import scheduler

CARDS = int(os.environ.get("CARDS", "1000000"))
EVENTS = 100_000
TODAY = 739_944
SM2 = scheduler("sm2")
_DAY = 86_400_000
_NOW = 1_795_508_130_123


def events(count: int, cards: int) -> list[Event]:
    """A log of `count` answers to `cards` questions, the last of them today."""
    chance = random.Random(7)  # noqa: S311 - a benchmark, no secret
    out = []
    for n in range(count):
        at = _NOW - (count - n) * (300 * _DAY // count)
        day = TODAY - (_NOW - at) // _DAY
        name = f"item.{n % cards:07}#value:single"
        grade = chance.choice((1, 3, 4, 4, 4, 4, 5))
        out.append(
            Event(ulid(at, chance.randbytes(10)), "me", "bank", name, at, day, grade, 4000, "d")
        )
    return out


def question(name: str) -> Question:
    return Question(
        id=name,
        item=name.partition("#")[0],
        kind="service_standard",
        type="single",
        stem="重大案件报案后,应在多长时间内回访客户?",
        key=("2小时",),
        distractors=("4小时", "12小时", "24小时"),
    )


def answers(store: Store, count: int = 2000) -> list[float]:
    """Milliseconds from the key of the grade until the next question could be drawn."""
    names = [name for name, _ in islice(store.due("me", "bank", TODAY), count + 1)]
    asked = {name: question(name) for name in names}
    tickets = [queue.Ticket(asked[name], "due", 1) for name in names]
    desk = Desk("t", "bank", asked, store, SM2, "me", session.begin(tickets, 4))
    took = []
    for _ in range(count):
        desk.answer("2小时")
        begun = time.perf_counter()
        desk.grade(4)
        session.asked(desk.session)
        took.append((time.perf_counter() - begun) * 1000)
    return took


def queries(store: Store, count: int = 200) -> list[float]:
    """Milliseconds for the next twenty due."""
    took = []
    for _ in range(count):
        begun = time.perf_counter()
        list(islice(store.due("me", "bank", TODAY), 20))
        took.append((time.perf_counter() - begun) * 1000)
    return took


def commits(folder: Path, count: int = 300) -> list[float]:
    """Milliseconds for a page written and flushed to this disk: the floor of a commit."""
    took = []
    with (folder / "floor").open("wb") as file:
        for _ in range(count):
            begun = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - begun) * 1000)
    return took


def start(home: Path, words: list[str], until: str) -> float:
    """Seconds until `until` stands on a terminal's screen: the quickest of ten runs."""
    env: Any = os.environ | {"KAOKA_HOME": str(home), "LANG": "en_US.UTF-8"}
    took = []
    for _ in range(10):
        begun = time.perf_counter()
        program = ["-c", "from kaoka.cli import main; main()", *words]
        child: Any = pexpect.spawn(sys.executable, program, env=env, encoding="utf-8")
        child.expect_exact(until)
        took.append(time.perf_counter() - begun)
        child.close(force=True)
    return min(took)


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(folder / "big")
        begun = time.perf_counter()
        store.add(events(CARDS, CARDS), SM2)
        print(f"{CARDS:,} cards taken in        {time.perf_counter() - begun:8.1f} s")
        took = answers(store)
        floor = commits(folder)
        print(f"answer to next question, median {statistics.median(took):8.2f} ms")
        print(f"answer to next question, p99    {p99(took):8.2f} ms (to reach: 10)")
        print(
            f"a flushed page here, median/p99 {statistics.median(floor):8.2f} / {p99(floor):.2f} ms"
        )
        print(f"queue of 20, p99                {p99(queries(store)):8.2f} ms (to reach: 1)")
        store.close()
        log = events(EVENTS, 3000)
        begun = time.process_time()
        replay(log, SM2)
        print(
            f"replay of {EVENTS:,} events      {time.process_time() - begun:8.2f} s CPU (to reach: 1)"
        )
        small = open_store(folder / "small")
        small.add(log, SM2)
        small.close()
        usage = start(folder / "small", ["--help"], "demo")
        study = start(folder / "small", ["study", "--new", "5"], "1/5")
        print(f"kaoka --help                    {usage:8.2f} s")
        print(f"kaoka study, first question     {study:8.2f} s")
        print(f"ratio                           {study / usage:8.2f}   (to reach: 2.5)")


if __name__ == "__main__":
    main()
