"""Where long work runs: this process, or a pool of processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context


@contextmanager
def executor(workers: int, *, worth: bool) -> Iterator[tuple[Executor | None, int]]:
    """Give an executor and how many tasks it runs at a time; None for this process alone.

    Args:
        workers: processes; 0 for as many as the machine has.
        worth: whether the work is large enough for a pool to be started at all.
    """
    count = workers or os.cpu_count() or 1
    if count == 1 or not worth:
        yield None, 1
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield pool, count
