"""The plots of the report."""

from __future__ import annotations

import csv
import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.hands import build, write_exam
from kaoka.jobs.grade_exam import grade_exam
from kaoka.jobs.verify_exam import read_manifest
from kaoka.result.analysis import _curve
from kaoka.result.mark import entries

PROGRAM = "import sys; from pathlib import Path; from kaoka.jobs.grade_exam import grade_exam; grade_exam(*map(Path, sys.argv[1:]))"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty candidates' answers to form A: the able ones pass over the truth question."""
    folder = tmp_path_factory.mktemp("plots")
    build(write_exam(folder), folder / "out", forms=1, formats=("html",))
    asked = entries(read_manifest(folder / "out")["forms"][0])
    chance = random.Random(5)  # noqa: S311  # made-up answers
    lines = [",".join(("candidate", "form", *(str(one.number) for one in asked)))]
    for n in range(60):
        cells = []
        for one in asked:
            right = chance.random() < n / 60
            right = not right if one.type == "true_false" else right
            wrong = chance.choice("AB") if one.options and one.type != "matching" else ""
            cells.append(one.answer if right and one.type != "short" else wrong)
        lines.append(",".join((f"Z{n}", "A", *cells)))
    (folder / "r.csv").write_text("\n".join(lines), "utf-8")
    grade_exam(folder / "out", folder / "r.csv", folder / "graded")
    return folder


def svgs(page: Path) -> list[str]:
    """The SVGs of a page."""
    return re.findall(r"<svg.*?</svg>", page.read_text("utf-8"), re.DOTALL)


def test_three_plots_that_are_whole_and_have_ids_of_their_own(marked: Path) -> None:
    pytest.importorskip("matplotlib")
    found = svgs(marked / "graded/report.html")
    assert len(found) == 3
    for picture in found:
        ET.fromstring(picture)  # noqa: S314  # our own
    ids = Counter(re.findall(r' id="([^"]+)"', "".join(found)))
    assert {name for name, count in ids.items() if count > 1} == set()
    links = set(re.findall(r'(?:href="|url\()#([\w-]+)', "".join(found)))
    assert links <= set(ids)
    assert links
    page = (marked / "graded/report.html").read_text("utf-8")
    assert "得分（%）" in found[0]
    assert "难度 p（得分率）" in found[1]
    assert "#a40000" in found[1], "the truth question is flagged"
    assert "DejaVu Sans', sans-serif" in page
    assert "matplotlib" not in page.casefold()


def test_no_answer_stands_in_the_page(marked: Path) -> None:
    """Options are named by the numbers of options.csv."""
    page = (marked / "graded/report.html").read_text("utf-8")
    asked = entries(read_manifest(marked / "out")["forms"][0])
    stems = [one.plain["stem"] for one in asked]
    assert [stem for stem in stems if stem not in page] == []
    options = {text for one in asked for text in one.options if len(text) > 1}
    accepted = {text for one in asked for some in one.plain.get("accepted", ()) for text in some}
    assert len(options | accepted) > 40
    told = {text for text in options | accepted if text in page}
    assert {text for text in told if not any(text in stem for stem in stems)} == set()
    assert "✓" not in page
    with (marked / "graded/options.csv").open(encoding="utf-8", newline="") as file:
        numbers = [row["number"] for row in csv.DictReader(file)]
    assert numbers[:5] == ["1", "2", "3", "4", "1"]


def test_same_answers_same_bytes(marked: Path, tmp_path: Path) -> None:
    env = os.environ | {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4711"}
    argv = [str(marked / "out"), str(marked / "r.csv"), str(tmp_path)]
    (tmp_path / "matplotlibrc").write_text("font.size: 30\n")
    subprocess.run([sys.executable, "-c", PROGRAM, *argv], env=env, cwd=tmp_path, check=True)
    first, second = (folder / "report.html" for folder in (marked / "graded", tmp_path))
    assert first.read_bytes() == second.read_bytes()


def test_without_the_extra_the_scores_are_drawn(
    marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, name, None)
    grade_exam(marked / "out", marked / "r.csv", tmp_path)
    (picture,) = svgs(tmp_path / "report.html")
    assert 'viewBox="0 0 520 130"' in picture


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=60))
def test_a_curve_is_the_share_in_each_fifth(answers: list[tuple[int, bool]]) -> None:
    """Its mean is the share of all; without ties it is that of each fifth of the rows."""
    rests = Counter(float(rest) for rest, _ in answers)
    chose = Counter(float(rest) for rest, chosen in answers if chosen)
    curve = _curve(rests, chose)
    assert sum(curve) / 5 == pytest.approx(sum(chose.values()) / len(answers))
    assert all(-1e-9 <= share <= 1 + 1e-9 for share in curve)
    apart = [chosen for _, chosen in answers] * 5
    alone = _curve(
        Counter(map(float, range(len(apart)))),
        Counter(float(n) for n, chosen in enumerate(apart) if chosen),
    )
    size = len(answers)
    parts = [apart[at * size : (at + 1) * size] for at in range(5)]
    assert list(alone) == pytest.approx([sum(part) / size for part in parts])
