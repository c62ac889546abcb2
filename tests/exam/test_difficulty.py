"""The difficulty of questions, kept beside the bank."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from exam.hands import BLUEPRINT, build, write_exam
from exam.samples import SEED, blueprint, question, quota, section
from exam.test_commands import kaoka
from kaoka.bank.facility import facilities
from kaoka.exam.assemble import assemble
from kaoka.exam.marker import key_sheet
from kaoka.exam.paper import Note
from kaoka.jobs.grade_exam import grade_exam
from kaoka.jobs.verify_exam import read_manifest, verify_exam
from kaoka.question.facility import measured, told
from kaoka.question.model import Question
from kaoka.result.mark import entries


def rows(bank: Path) -> list[dict[str, str]]:
    """What is kept beside a bank."""
    with (bank / "difficulty.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers(exam: Path, known: str) -> Path:
    """One candidate for each sign: + knows the first single, - does not."""
    one = entries(read_manifest(exam)["forms"][0])[0]
    lines = [f"candidate,form,{one.number}"]
    lines += [f"Z{n},A,{one.answer if sign == '+' else ''}" for n, sign in enumerate(known)]
    (exam.parent / "r.csv").write_text("\n".join(lines), "utf-8")
    return exam.parent / "r.csv"


def test_an_exam_counts_once_and_another_besides(tmp_path: Path) -> None:
    path, bank = write_exam(tmp_path), tmp_path / "bank"
    first, second = tmp_path / "first", tmp_path / "second"
    build(path, first, forms=1, formats=("html",))
    build(path, second, forms=1, formats=("html",), seed=bytes(16))
    asked = entries(read_manifest(first)["forms"][0])[0].question
    items = (bank / "items/a.yaml").read_bytes()
    for known in ("+-", "+++-"):
        grade_exam(first, answers(first, known), tmp_path / "graded", str(bank))
    found = [(row["n"], row["p"]) for row in rows(bank) if row["question"] == asked]
    assert found == [("4", "0.750")]
    grade_exam(second, answers(second, "-"), tmp_path / "graded", str(bank))
    kept = rows(bank)
    assert {row["exam"].partition("@")[0] for row in kept} == {"small-cert"}
    assert len({row["exam"] for row in kept}) == 2
    assert [row["question"] for row in kept] == sorted(row["question"] for row in kept)
    assert (bank / "items/a.yaml").read_bytes() == items
    assert verify_exam(first, str(bank)).notes == ()


def test_the_command(tmp_path: Path) -> None:
    path, out = write_exam(tmp_path), tmp_path / "out"
    build(path, out, forms=1, formats=("html",))
    table = answers(out, "+")
    argv = ("-o", tmp_path / "graded", "--difficulty", tmp_path / "bank")
    assert kaoka("exam", "grade", out, table, *argv).returncode == 0
    assert rows(tmp_path / "bank")
    checked = kaoka("check", tmp_path / "bank")
    assert "difficulty.csv" not in checked.stdout + checked.stderr


HEAD = "question,exam,n,p,r_pbis\n"


@pytest.mark.parametrize(
    ("rows", "known", "lines"),
    [
        ("a#ask,x@1,20,0.5,\n", {"a#ask": "0.500"}, []),
        ("a#ask,x@1,19,0.5,\n", {}, []),
        ("a#ask,x@1,10,0.2,\na#ask,y@1,30,0.8,0.3\n", {"a#ask": "0.650"}, []),
        ("a#ask,x@1,30,1,\nb#ask,x@1,30,0,\n", {"a#ask": "1.000", "b#ask": "0.000"}, []),
        ("a#ask,x@1,viele,0.5,\nb#ask,x@1,30,0.25,\n", {"b#ask": "0.250"}, [2]),
        ("a#ask\n\na#ask,x@1,30,1.5,\na#ask,x@1,-30,0.5,\n", {}, [2, 4, 5]),
        ("a#ask,x@1,30,NaN,\n", {}, [2]),
    ],
)
def test_exams_are_weighed_by_how_many_were_asked(
    rows: str, known: dict[str, str], lines: list[int]
) -> None:
    found, problems = facilities(HEAD + rows, "difficulty.csv")
    assert {name: str(share) for name, share in found.items()} == known
    assert [(one.code, one.line) for one in problems] == [("difficulty_row", n) for n in lines]


@pytest.mark.parametrize(
    ("facility", "band"),
    [
        (None, "unknown"),
        ("0", "hard"),
        ("0.399", "hard"),
        ("0.4", "medium"),
        ("0.7", "easy"),
        ("1", "easy"),
    ],
)
def test_the_bands(facility: str | None, band: str) -> None:
    known = {} if facility is None else {"a#f:single": Decimal(facility)}
    (one,) = measured([question("a")], known)
    assert one.difficulty == band
    assert one.plain().get("facility") == (None if facility is None else float(facility))


def test_a_case_is_as_hard_as_its_parts() -> None:
    parts = (question("a", "true_false"), question("b", "single"))
    case = replace(question("c", "case"), parts=parts)
    half = {parts[0].id: Decimal("0.5")}
    (one,) = measured([case], half)
    assert (one.facility, one.parts[0].facility) == (None, Decimal("0.5"))
    (one,) = measured([case], half | {parts[1].id: Decimal("0.9")})
    assert one.facility == Decimal("0.7")
    assert told([one]) == {parts[0].id: "0.5", parts[1].id: "0.9"}
    (again,) = measured([one], {})
    assert again == case


def bank_with(known: dict[str, str], count: int = 40) -> list[Question]:
    """Singles a0, a1 …, some of a known facility."""
    shares = {name: Decimal(share) for name, share in known.items()}
    return list(measured((question(f"a{n}") for n in range(count)), shares))


def test_a_form_holds_as_many_hard_questions_as_is_asked() -> None:
    hard = {f"a{n}#f:single": "0.3" for n in range(10)}
    easy = {f"a{n}#f:single": "0.8" for n in range(10, 20)}
    questions = bank_with(hard | easy)
    wanted = (quota({"difficulty": "hard"}, 3, 3), quota({"difficulty": "unknown"}, 0, 2))
    plan = blueprint([section("single", 10)], quotas=wanted)
    for form in assemble(plan, questions, seed=SEED, names=tuple("ABCDEFGH")):
        found = Counter(asked.question.difficulty for asked in form.asked())
        assert found["hard"] == 3
        assert found["unknown"] <= 2


def test_parallel_forms_are_equally_hard() -> None:
    known = {f"a{n}#f:single": f"0.{n % 10}" for n in range(30)}
    plan = blueprint([section("single", 12)], parallel=("difficulty",))
    forms = assemble(plan, bank_with(known), seed=SEED, names=tuple("ABCDEFGH"))
    mixes = [Counter(asked.question.difficulty for asked in form.asked()) for form in forms]
    assert mixes == [mixes[0]] * 8


def test_what_is_learned_later_moves_no_form_of_the_exam(tmp_path: Path) -> None:
    wanted = "  - {where: {difficulty: unknown}, min: 5}\nveto"
    path = write_exam(tmp_path, BLUEPRINT.replace("veto", wanted, 1))
    out = tmp_path / "out"
    before = build(path, out, forms=2, formats=("html",))
    asked = [one.question for one in entries(read_manifest(out)["forms"][0])]
    rows = "".join(f"{name},other@1,50,0.9,\n" for name in asked)
    (tmp_path / "bank/difficulty.csv").write_text(HEAD + rows, "utf-8")
    after = build(path, out, forms=3, formats=("html",))
    assert after.codes[:2] == before.codes
    fresh = build(path, tmp_path / "fresh", forms=1, formats=("html",))
    assert fresh.codes[0] != before.codes[0]


def test_the_key_says_what_share_to_expect() -> None:
    known = {f"a{n}#f:single": "0.75" for n in range(40)}
    plan = blueprint([section("single", 4)])
    for shares, line in ((known, "预计得分率 75%（全卷 4 题，其中 4 题"), ({}, "")):
        (form,) = assemble(plan, bank_with(shares), seed=SEED)
        blocks = key_sheet(form, lang="zh", code="").blocks
        notes = [block.text for block in blocks if isinstance(block, Note)]
        assert [note for note in notes if note.startswith("预计")] == [
            note for note in notes if line and note.startswith(line)
        ]
        assert bool(notes) == bool(line)
