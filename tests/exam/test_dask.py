"""Forms made by the workers of a dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exam.test_commands import kaoka
from exam.test_resume import contents, order
from kaoka.errors import ExamError
from kaoka.jobs.build_exam import build_exam
from kaoka.jobs.workers import executor

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two workers, each a process of its own."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_makes_the_same_bytes(tmp_path: Path, address: str) -> None:
    build_exam(order(tmp_path / "here"))
    with executor(0, worth=True, dask=address) as (pool, count):
        assert count == 2
        build_exam(order(tmp_path / "there"), executor=pool)
    here, there = (contents(tmp_path / where / "out") for where in ("here", "there"))
    assert len(here) == 40 * 4 + 2
    assert here == there


def test_the_command(tmp_path: Path, address: str) -> None:
    plan = order(tmp_path)
    argv = ["--forms", "3", "--format", "html", "--dask", address]
    done = kaoka("exam", "build", plan.blueprint, "-o", tmp_path / "out", *argv)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/papers/C.html").is_file()


def test_no_cluster() -> None:
    with (
        pytest.raises(ExamError, match="cluster_missing"),
        executor(0, worth=True, dask="nowhere://1"),
    ):
        pass
