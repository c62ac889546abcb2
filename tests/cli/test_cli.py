"""The commands as a user runs them: output, exit codes, and how they take bad input."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import kaoka as door
from conftest import WriteBank

ROOT = Path(__file__).parents[2]
Run = subprocess.CompletedProcess[str]

GOOD = """\
- id: a.b
  kind: term
  source: [{doc: course, section: 1}]
  term: 犹豫期
  definition: 签收后可以反悔的一段时间
"""


def kaoka(*args: str | Path, env: dict[str, str] | None = None, cwd: Path | None = None) -> Run:
    return subprocess.run(
        [sys.executable, "-m", "kaoka", *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
        cwd=cwd,
        env={**os.environ, "LANG": "en_US.UTF-8", **(env or {})},
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


def no_trace(run: Run) -> Run:
    assert "Traceback" not in run.stderr + run.stdout
    return run


def test_alone_it_says_what_to_do_first() -> None:
    run = no_trace(kaoka())
    assert run.returncode == 0
    assert "kaoka demo" in run.stdout


@pytest.mark.parametrize("where", [["--lang", "zh", "check"], ["check", "--lang=zh"]])
def test_the_language_may_stand_before_or_after(where: list[str], write_bank: WriteBank) -> None:
    run = kaoka(*where, write_bank("- id: a\n  kind: trem\n"))
    assert "是不是想写“term”" in run.stdout


def test_check_is_quiet_and_zero_for_a_good_bank(write_bank: WriteBank) -> None:
    run = no_trace(kaoka("check", write_bank(GOOD)))
    assert (run.returncode, run.stdout) == (0, "")
    assert "1 items" in run.stderr


def test_check_shows_place_line_caret_and_what_was_meant(write_bank: WriteBank) -> None:
    folder = write_bank(GOOD.replace("  term:", "  trem:"))
    run = no_trace(kaoka("check", folder))
    assert run.returncode == 1
    assert f"{folder}/items/a.yaml:4:3: error unknown_field" in run.stdout
    assert "Did you mean “term”?" in run.stdout
    lines = run.stdout.splitlines()
    shown = next(n for n, line in enumerate(lines) if "trem: 犹豫期" in line)
    assert lines[shown + 1].index("^") == lines[shown].index("trem")


def test_check_shows_a_long_line_around_the_place(write_bank: WriteBank) -> None:
    text = "很长" * 50_000
    folder = write_bank(f"- {{id: a, kind: term, note: {text}, trem: 犹豫期}}\n")
    run = no_trace(kaoka("check", folder))
    assert "trem: 犹豫期" in run.stdout
    assert len(run.stdout) < 2500
    shown = next(line for line in run.stdout.splitlines() if "trem: 犹豫期" in line)
    before = shown.partition("trem")[0]
    caret = run.stdout.splitlines()[run.stdout.splitlines().index(shown) + 1]
    assert caret.index("^") == sum(1 if c.isascii() or c == "…" else 2 for c in before)


def test_check_tells_a_broken_head_as_json_too(write_bank: WriteBank) -> None:
    folder = write_bank(GOOD, "id: test\ntitle: [a\n")
    run = no_trace(kaoka("check", "--json", folder))
    (problem,) = map(json.loads, run.stdout.splitlines())
    assert (run.returncode, problem["code"], problem["line"]) == (1, "yaml_bracket", 2)
    assert "title: [a" in kaoka("check", folder).stdout
    assert "bank.yaml:2:8: The bracket" in kaoka("items", folder).stderr


def test_check_as_json_keeps_the_contract(write_bank: WriteBank) -> None:
    run = kaoka("check", "--json", write_bank("- id: a\n  kind: trem\n"))
    (problem,) = map(json.loads, run.stdout.splitlines())
    assert set(problem) == {"file", "line", "column", "code", "severity", "message", "hint"}
    assert (problem["line"], problem["column"], problem["severity"]) == (2, 9, "error")


def test_questions_as_json_keep_the_contract() -> None:
    run = kaoka("questions", "insurance-service", "--json", "--type", "single")
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(rows) > 100
    fields = {"id", "item", "kind", "type", "stem", "key", "distractors", "explanation"}
    for row in rows:
        assert fields | {"source", "level", "tags", "examable"} <= set(row)
        assert isinstance(row["source"][0].get("section", 0), int)
    assert "\\u" not in run.stdout


def test_items_as_json_tell_file_and_line(write_bank: WriteBank) -> None:
    folder = write_bank("# one\n" + GOOD)
    (row,) = map(json.loads, kaoka("items", "--json", folder).stdout.splitlines())
    assert (row["file"], row["line"]) == (str(folder / "items/a.yaml"), 2)
    assert row["source"] == [{"doc": "course", "section": 1}]
    assert "repealed_on" not in row


def test_init_makes_a_bank_that_checks_clean(tmp_path: Path) -> None:
    made = no_trace(kaoka("init", tmp_path / "mine"))
    assert made.returncode == 0
    run = kaoka("check", tmp_path / "mine", tmp_path / "mine/exam.yaml")
    assert (run.returncode, run.stdout) == (0, "")
    again = no_trace(kaoka("init", tmp_path / "mine"))
    assert again.returncode == 1
    assert "not empty" in again.stderr


def as_json(value: Any) -> Any:
    """What another program's YAML parser makes of a file, as JSON has it (off is False to it)."""
    if isinstance(value, dict):
        names = {False: "off"}
        return {str(names.get(name, name)): as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def schema(name: str) -> jsonschema.Draft202012Validator:
    made = json.loads(kaoka("schema", name).stdout)
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("items", ["decks/*/items/*.yaml", "src/kaoka/shipped/starter/items/*.yaml"]),
        ("bank", ["decks/*/bank.yaml", "src/kaoka/shipped/starter/bank.yaml"]),
        ("deck", ["decks/*/deck*.yaml", "src/kaoka/shipped/starter/deck.yaml"]),
        ("blueprint", ["exams/*.yaml", "src/kaoka/shipped/starter/exam*.yaml"]),
        ("calendar", ["decks/*/calendar.yaml"]),
    ],
)
def test_the_schema_takes_what_ships(name: str, files: list[str]) -> None:
    paths = [path for pattern in files for path in ROOT.glob(pattern)]
    made = schema(name)
    assert paths
    for path in paths:
        found = as_json(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader))
        assert [error.message for error in made.iter_errors(found)] == [], path


def test_the_schema_takes_items_as_json_and_refuses_slips() -> None:
    made = schema("items")
    rows = list(map(json.loads, kaoka("items", "insurance-service", "--json").stdout.splitlines()))
    bare = [{k: v for k, v in row.items() if k not in {"file", "line"}} for row in rows]
    assert made.is_valid(bare)
    assert {type(row["value"]) for row in bare if row["kind"] == "statistic"} <= {int, float}
    assert not made.is_valid([bare[0] | {"explaination": "x"}])
    assert not schema("blueprint").is_valid({"id": "a", "title": "b"})


def test_explain_tells_meaning_and_example() -> None:
    run = no_trace(kaoka("explain", "unknown_doc"))
    assert run.returncode == 0
    assert "bank.yaml" in run.stdout
    assert no_trace(kaoka("explain", "nonsense")).returncode == 1


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["check", "/no/such/bank"], 1),
        (["items", "/no/such/bank"], 1),
        (["nonsense"], 2),
        (["check", "--as-of", "yesterday"], 2),
        (["schema", "nonsense"], 1),
        (["deck", "build", "/no/such/deck.yaml"], 1),
        (["exam", "build", "/no/such/exam.yaml", "-o", "/no/such/out"], 1),
        (["exam", "verify", "/no/such/folder"], 1),
        (["study", "/no/such/bank"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_wrong_input_ends_with_a_sentence_and_the_documented_code(
    args: list[str], code: int
) -> None:
    run = no_trace(kaoka(*args))
    assert run.returncode == code
    assert run.stderr.strip()


@pytest.mark.parametrize("lang", ["C", "POSIX", "zh_CN.GBK"])
def test_any_locale_will_do(lang: str, write_bank: WriteBank) -> None:
    folder = write_bank(GOOD.replace("  term:", "  trem:"))
    env = {"LANG": lang, "LC_ALL": lang, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert no_trace(kaoka("check", folder, env=env)).returncode == 1
    assert no_trace(kaoka("--help", env=env)).returncode == 0


def test_a_closed_pipe_is_no_error_message() -> None:
    command = f"{sys.executable} -m kaoka questions insurance-service --json | head -n 1"
    run = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.stdout.count("\n") == 1
    assert run.stderr == ""


def test_ctrl_c_ends_with_130_and_no_trace(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "kaoka", "demo", "-o", str(tmp_path / "demo")]
    child = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "Traceback" not in err


def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, kaoka, kaoka.cli.app\n"
        "print([m for m in ('pydantic', 'yaml', 'genanki', 'typst', 'sqlite3') if m in sys.modules])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
    run = subprocess.run(
        [sys.executable, "-c", "import sys, kaoka; print('typer' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "False"


def test_the_front_door_is_what_it_says() -> None:

    for name in door.__all__:
        assert getattr(door, name).__doc__
    assert set(door.__all__) <= set(dir(door))
    with pytest.raises(AttributeError):
        door.nonsense  # noqa: B018


@pytest.mark.parametrize("job", ["deck build insurance-service -o", "exam build exam.yaml -o"])
def test_a_full_disk_leaves_nothing_half_written(job: str, tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "src/kaoka/shipped/starter", tmp_path / "mine")
    out = tmp_path / "out"
    out.mkdir()
    target = out / ("new.apkg" if job.startswith("deck") else "exam")
    command = f"ulimit -f 8; exec {sys.executable} -m kaoka {job} {target}"
    run = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path / "mine",
        env={**os.environ, "LANG": "en_US.UTF-8"},
        timeout=120,
    )
    no_trace(run)
    assert run.returncode == 1
    assert "half-written" in run.stderr
    assert list(out.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    run = no_trace(
        kaoka("deck", "build", "insurance-service", "-o", "/proc/none/x.apkg", cwd=tmp_path)
    )
    assert run.returncode == 1
    assert "/proc/none" in run.stderr


def test_an_exam_that_cannot_be_met_names_the_rules(tmp_path: Path) -> None:
    kaoka("init", tmp_path / "mine")
    blueprint = tmp_path / "mine/exam.yaml"
    text = blueprint.read_text("utf-8")
    blueprint.write_text(text + "quotas:\n  - {where: {tag: 投诉}, max: 1}\n", "utf-8")
    run = no_trace(kaoka("exam", "build", blueprint, "-o", tmp_path / "out"))
    assert run.returncode == 1
    assert "exam.yaml" in run.stderr
    assert not (tmp_path / "out").exists()


def test_coverage_tells_gaps(write_bank: WriteBank) -> None:
    law = "- {id: l, kind: fact, authority: law, source: [{doc: law}], sentence: 一条旧法。, reviewed_on: 2020-01-01}\n"
    run = no_trace(kaoka("items", "--coverage", "--as-of", "2026-11-24", write_bank(GOOD + law)))
    assert run.returncode == 0
    assert "  course 15: 0" in run.stdout
    assert "unasked (1)\n  l" in run.stdout
    assert "review_due (1)\n  l" in run.stdout


EVERY_HELP = """
import sys
from kaoka import lang
from typer.core import TyperGroup
from typer.main import get_group
lang.choose(sys.argv[1])
from kaoka.cli.app import ROOMS, app
from importlib import import_module

def helps(command, path):
    try:
        command([*path, "--help"], prog_name="kaoka")
    except SystemExit:
        pass
    if isinstance(command, TyperGroup):
        for one in command.commands.values():
            helps(one, [])

helps(get_group(app), [])
for room in ROOMS:
    helps(get_group(import_module(f"kaoka.cli.{room}").app), [])
"""


@pytest.mark.parametrize("tongue", ["zh", "en"])
def test_no_help_is_cut_off_in_a_narrow_terminal(tongue: str) -> None:
    argv = [sys.executable, "-c", EVERY_HELP, tongue]
    env = os.environ | {"COLUMNS": "80", "TERM": "dumb"}
    done = subprocess.run(argv, capture_output=True, text=True, check=True, env=env, timeout=60)
    lines = done.stdout.splitlines()
    assert sum("Usage:" in line for line in lines) > 25
    assert [line for line in lines if line.endswith("… │")] == []
