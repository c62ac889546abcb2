"""Blueprints that no paper can meet: each names the smallest set of rules, with its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from exam.hands import build, write_exam
from kaoka.errors import BlueprintError
from kaoka.lang import say

DATA = yaml.safe_load((Path(__file__).parent / "impossible.yaml").read_text("utf-8"))
CASES: list[dict[str, Any]] = DATA["cases"]


class Case:
    """A case on disk."""

    def __init__(self, folder: Path, case: dict[str, Any]) -> None:
        self.folder, self.case = folder, case
        self.text = f"{DATA['head']}{case['blueprint']}"
        self.avoid: tuple[Path, ...] = ()
        if "avoid" in case:
            head = DATA["head"].replace("small-cert", "first")
            self.avoid = (self._build("first", f"{head}{case['avoid']}", 1),)

    def build(self, name: str, text: str) -> Path:
        """Build three forms."""
        return self._build(name, text, 3)

    def can_be_met(self, name: str, text: str) -> bool:
        """Whether three forms can be built."""
        try:
            return (self.build(name, text) / "papers/C.html").is_file()
        except BlueprintError:
            return False

    def _build(self, name: str, text: str, forms: int) -> Path:
        path = write_exam(self.folder / name, text)
        with (self.folder / name / "bank/items/a.yaml").open("a", encoding="utf-8") as items:
            items.write(DATA["bank"])
        out = self.folder / name / "out"
        build(path, out, forms, formats=("html",), avoid=self.avoid)
        return out


@pytest.fixture(params=CASES, ids=lambda case: case["name"].replace(" ", "-"))
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    """Each case in turn."""
    return Case(tmp_path, request.param)


def test_there_are_twelve_at_least() -> None:
    assert len({one["name"] for one in CASES}) >= 12


def test_the_clash_is_named_with_its_lines(case: Case) -> None:
    with pytest.raises(BlueprintError) as caught:
        case.build("clash", case.text)
    file = case.folder / "clash/exams/small.yaml"
    rules = [
        f"  {file}:{rule}" if rule[0].isdigit() else f"  {rule}" for rule in case.case["rules"]
    ]
    assert caught.value.values["rules"].splitlines() == rules
    kind = "_enemies" if case.case.get("enemies") else ""
    form = case.case.get("overlap")
    assert caught.value.code == ("overlap_clash" if form else f"blueprint_clash{kind}")
    assert caught.value.values.get("form") == form
    for lang, said in (("zh", "冲突的规则" if form or kind else "原因"), ("en", "rules")):
        first, *others = say(caught.value, lang).splitlines()
        assert said in first
        assert others == rules
    assert not (case.folder / "clash/out").exists()


def test_without_any_of_its_rules_it_can_be_met(case: Case) -> None:
    lines = case.text.splitlines(keepends=True)
    places = {rule.partition(" ")[0] for rule in case.case["rules"]}
    for number in map(int, places - {"bank"}):
        others = [without(lines, number, ""), *counted(lines, number)]
        assert any(case.can_be_met(f"{number}-{n}", text) for n, text in enumerate(others))


def without(lines: list[str], number: int, instead: str) -> str:
    """The blueprint with one line replaced."""
    return "".join(instead if n == number else line for n, line in enumerate(lines, 1))


def counted(lines: list[str], number: int) -> Iterator[str]:
    """The blueprint with other counts in the section of that line."""
    line = lines[number - 1]
    for count in range(1, 9) if "count: " in line else ():
        yield without(lines, number, re.sub(r"count: \d+", f"count: {count}", line))
