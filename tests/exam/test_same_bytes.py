"""The same bytes wherever an exam is built, against the golden manifest."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from exam.hands import write_exam
from kaoka.exam.manifest import NAME
from kaoka.jobs.verify_exam import read_manifest, verify_exam

PROGRAM = """
import os, sys
from pathlib import Path

blueprint, out, order, workers = sys.argv[1:]
if order != "as it comes":
    scan, listed = os.scandir, os.listdir

    class Scan(list):
        def __enter__(self):
            return self
        def __exit__(self, *_):
            return None
        def close(self):
            return None

    def turned(found, name):
        return Scan(sorted(found, key=name, reverse=order == "backwards"))

    os.scandir = lambda *args: turned(scan(*args), lambda entry: entry.name)
    os.listdir = lambda *args: turned(listed(*args), str)

from datetime import date
from kaoka.jobs.build_exam import Order, build_exam
from kaoka.jobs.workers import executor

with executor(int(workers), worth=int(workers) > 1, dask=None) as (pool, count):
    build_exam(
        Order(Path(blueprint), Path(out), date(2026, 11, 24), 3, bytes(range(16)),
              ("pdf", "html", "docx"), workers=count),
        executor=pool,
    )
"""

PLACES: dict[str, dict[str, str]] = {
    "east": {"TZ": "Pacific/Kiritimati", "LANG": "zh_CN.UTF-8", "PYTHONHASHSEED": "1"},
    "west": {"TZ": "Pacific/Niue", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4711"},
    "nowhere": {"LC_ALL": "C", "TZ": "", "PYTHONCOERCECLOCALE": "0"},
    "optimised": {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "0", "KAOKA_LANG": "en"},
    "listed forwards": {"order": "forwards"},
    "listed backwards": {"order": "backwards"},
    "two processes": {"workers": "2"},
}


def split(blueprint: Path) -> None:
    """Give each item of the bank a file of its own, in several folders."""
    items = blueprint.parents[1] / "bank/items"
    text = (items / "a.yaml").read_text("utf-8")
    (items / "a.yaml").unlink()
    for number, item in enumerate(re.split("(?m)^- id: ", text)[1:]):
        folder = items / "zyx"[number % 3]
        folder.mkdir(exist_ok=True)
        (folder / f"{97 - number:02}.yaml").write_text(f"- id: {item}", "utf-8")


def run(folder: Path, *argv: str, **env: str) -> None:
    """Build the exam in another process."""
    command = [sys.executable, "-c", PROGRAM, *argv]
    subprocess.run(command, env={**os.environ, **env}, cwd=folder, check=True)


def told(out: Path) -> str:
    """The manifest, but for what changes with the version of kaoka, typst or python-docx."""
    manifest = read_manifest(out)
    versions = {"kaoka", "typst", "seal"}
    kept = {name: value for name, value in manifest.items() if name not in versions}
    kept["forms"] = list(manifest.forms)
    own = (".csv", ".html")
    kept["files"] = {name: sum_ for name, sum_ in kept["files"].items() if name.endswith(own)}
    return json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The manifest of an exam built without further ado."""
    folder = tmp_path_factory.mktemp("plain")
    path = write_exam(folder)
    split(path)
    run(folder, str(path), "out", "as it comes", "1")
    return (folder / "out" / NAME).read_bytes()


@pytest.mark.parametrize("place", PLACES)
def test_the_manifest_and_every_file_it_names(
    place: str, tmp_path: Path, plain: bytes, golden: Callable[[str, str], None]
) -> None:
    """The manifest holds the SHA-256 of each file, pages too."""
    folder = tmp_path / f"一个 文件夹 {place}"
    path = write_exam(folder)
    split(path)
    env = dict(PLACES[place])
    order, workers = env.pop("order", "as it comes"), env.pop("workers", "1")
    run(folder, str(path), str(folder / "out"), order, workers, **env)
    golden("exam/manifest.json", told(folder / "out"))
    assert (folder / "out" / NAME).read_bytes() == plain
    assert verify_exam(folder / "out", str(folder / "bank")).problems == ()


def test_a_relative_path_and_another_name_of_the_folder(tmp_path: Path, plain: bytes) -> None:
    split(write_exam(tmp_path / "真"))
    (tmp_path / "link").symlink_to(tmp_path / "真")
    (tmp_path / "here").mkdir()
    run(tmp_path / "here", "../link/exams/small.yaml", "out", "as it comes", "1")
    assert (tmp_path / "here/out" / NAME).read_bytes() == plain
