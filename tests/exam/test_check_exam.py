"""What `kaoka check` finds in a blueprint before anyone builds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from exam.hands import AS_OF, BLUEPRINT, write_exam
from kaoka import lang
from kaoka.jobs.check import check_all

LINES = len(BLUEPRINT.splitlines())


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda text: text, []),
        (lambda text: text.replace("../bank", "../bnak"), [("bank_missing", 3, 7, None)]),
        (lambda text: text.replace("{tag: 红线}, min", "{tga: 红线}, min"), [("selector_field", 16, 14, "tag")]),
        (
            lambda text: text.replace("{tag: 红线}, min: 1", "{level: aply}, min: 0"),
            [("selector_value", 16, 21, "apply")],
        ),
        (
            lambda text: text.replace("{tag: 红线}\n", "{difficulty: [easy, hrad]}\n"),
            [("selector_value", LINES, 27, "hard")],
        ),
        (
            lambda text: text + "must: [hidden.multipel]\n",
            [("blueprint_name", LINES + 1, 8, "hidden.multiple")],
        ),
        (
            lambda text: text + "enemies:\n  - [hidden.fill, hidden.numeric]\n  - [hidden.fill, nobody]\n",
            [("blueprint_name", LINES + 3, 19, None)],
        ),
        (lambda text: text.replace("min: 1, max: 3", "min: 9, max: 9"), [("blueprint_clash", 16, 1, None)]),
        (
            lambda text: text + "enemies: [[hidden.fill, hidden.numeric]]\n",
            [("blueprint_clash_enemies", 10, 1, None)],
        ),
    ],
)  # fmt: skip
def test_a_blueprint_is_checked_against_its_bank(
    tmp_path: Path, spoil: object, expected: list[tuple[str, int, int, str | None]]
) -> None:
    path = write_exam(tmp_path, spoil(BLUEPRINT))  # type: ignore[operator]
    report = check_all([str(path)], AS_OF)
    assert [(one.code, one.line, one.column, one.meant) for one in report.problems] == expected
    for problem in report.problems:
        assert problem.file == str(path)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in lang.say(problem, "zh"))


def test_the_day_of_the_exam_counts(tmp_path: Path) -> None:
    dated = BLUEPRINT.replace("minutes: 30", "minutes: 30\ndate: 2020-01-01")
    path = write_exam(tmp_path, dated)
    items = tmp_path / "bank/items/a.yaml"
    text = items.read_text("utf-8")
    items.write_text(
        text.replace("- id: hidden.fill\n", "- id: hidden.fill\n  effective_from: 2025-01-01\n"),
        "utf-8",
    )
    assert [one.code for one in check_all([str(path)], AS_OF).problems] == ["blueprint_clash"]
    path.write_text(dated.replace("2020", "2026"), "utf-8")
    assert check_all([str(path)], date(2000, 1, 1)).problems == []
