"""The programs under examples/ do what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import BANK, WriteBank

EXAMPLES = Path(__file__).parents[2] / "examples"

HOTLINES = "".join(
    f"""\
- id: hot.n{number}
  kind: hotline
  number: "{number}"
  purpose: {purpose}
  source: [{{doc: course, section: 1}}]
  explanation: 号码要记牢。
"""
    for number, purpose in [
        ("12378", "要向监管部门投诉"),
        ("12345", "要找政务服务"),
        ("12315", "要反映消费纠纷"),
        ("12348", "要问法律援助"),
    ]
)
BLUEPRINT = """\
id: hot
title: 热线
bank: bank
minutes: 5
pass: 60
sections:
  - {title: 单选, type: single, count: 2, points: 1}
"""


def test_embedding_the_bank() -> None:
    argv = [sys.executable, str(EXAMPLES / "embed.py")]
    run = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert "wrong, 0 points" in run.stdout
    assert "right, 1 points" in run.stdout
    assert "《" in run.stdout


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The plugin installed into a folder of its own: the environment that finds it."""
    target = tmp_path_factory.mktemp("plugin")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    argv = [*pip, "--no-index", "--target", str(target), str(EXAMPLES / "plugin")]
    subprocess.run(argv, check=True, capture_output=True)
    return {**os.environ, "PYTHONPATH": str(target), "LANG": "en_US.UTF-8"}


def kaoka(installed: dict[str, str], *args: object) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "kaoka", *map(str, args)]
    return subprocess.run(argv, capture_output=True, text=True, check=False, env=installed)


def test_the_plugin_is_forty_lines_at_most() -> None:
    code = (EXAMPLES / "plugin/kaoka_hotline.py").read_text("utf-8")
    assert len(code.splitlines()) <= 40


def test_a_kind_from_outside_is_checked_and_asked(
    installed: dict[str, str], write_bank: WriteBank
) -> None:
    folder = write_bank(HOTLINES, BANK)
    run = kaoka(installed, "check", folder)
    assert (run.returncode, run.stdout) == (0, "")
    asked = kaoka(installed, "questions", folder)
    assert "应拨打哪个号码？" in asked.stdout
    assert "hotline" in kaoka(installed, "schema").stdout


def test_a_format_from_outside_prints_papers(
    installed: dict[str, str], write_bank: WriteBank, tmp_path: Path
) -> None:
    write_bank(HOTLINES, BANK)
    blueprint = tmp_path / "hot.yaml"
    blueprint.write_text(BLUEPRINT, "utf-8")
    out = tmp_path / "out"
    run = kaoka(installed, "exam", "build", blueprint, "-o", out, "--format", "txt", "--forms", 1)
    assert run.returncode == 0, run.stderr
    paper = (out / "papers/A.txt").read_text("utf-8")
    assert paper.count("应拨打哪个号码？") == 2
