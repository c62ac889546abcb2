"""What the documents say is so: links lead somewhere, code runs, commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_group

from kaoka.cli.app import ROOMS, app

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
COMMAND = re.compile(r"^kaoka ((?:[a-z]+ ?)+)", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
    for link in links:
        if not link.startswith("http"):
            assert (page.parent / link).exists(), link


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_python_in_the_readme_runs(page: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_the_documents_exist(page: Path) -> None:
    for words in {match.strip() for match in COMMAND.findall(page.read_text("utf-8"))}:
        argv = [sys.executable, "-m", "kaoka", *words.split(), "--help"]
        run = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
        assert run.returncode == 0, words


def test_the_readmes_agree_on_the_two_commands() -> None:
    one, other = (
        re.findall(r"^python3 -m venv.*$", page.read_text("utf-8"), re.MULTILINE)
        for page in READMES
    )
    assert len(one) == 2
    assert one == other


def paths(group: TyperGroup, above: str) -> list[str]:
    found: list[str] = []
    for name, command in group.commands.items():
        path = f"{above} {name}"
        if command.hidden:
            continue
        found += paths(command, path) if isinstance(command, TyperGroup) else [path]
    return found


def test_every_command_is_documented() -> None:
    rooms = [import_module(f"kaoka.cli.{room}").app for room in ROOMS]
    named = [(get_group(room), f"kaoka {name}") for name, room in zip(ROOMS, rooms, strict=True)]
    wanted = [
        path for group, above in [(get_group(app), "kaoka"), *named] for path in paths(group, above)
    ]
    told = " ".join(" ".join(page.read_text("utf-8") for page in PAGES).split())
    assert [path for path in wanted if path not in told] == []
