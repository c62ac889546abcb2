"""Where long work runs: this process, a pool of processes, or a dask cluster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from kaoka.errors import ExamError, FormatError


@contextmanager
def executor(
    workers: int, *, worth: bool, dask: str | None = None
) -> Iterator[tuple[Executor | None, int]]:
    """Give an executor and how many tasks it runs at a time; None for this process alone.

    Args:
        workers: processes; 0 for as many as the machine has.
        worth: whether the work is large enough for a pool to be started at all.
        dask: the address of a dask scheduler, whose workers are used in place of processes
            of this machine; they need kaoka, and the same disk under the same path.

    Raises:
        FormatError: the extra `dask` is not installed.
        ExamError: there is no cluster, or it has no workers.
    """
    if dask is not None:
        with _cluster(dask) as found:
            yield found
        return
    count = workers or os.cpu_count() or 1
    if count == 1 or not worth:
        yield None, 1
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield pool, count


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        import distributed
    except ImportError as error:
        raise FormatError("extra_missing", extra="dask", package="distributed") from error
    connect: Any = distributed.Client  # it has no types
    try:
        client = connect(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise ExamError("cluster_missing", address=address, reason=error) from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise ExamError("cluster_empty", address=address)
        with client.get_executor(pure=False) as found:
            yield found, threads
