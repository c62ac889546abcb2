"""Names of forms as file names."""

from __future__ import annotations

import pytest

from kaoka.errors import ExamError
from kaoka.exam.names import file_name, file_names, letters


def test_letters_go_on_after_z() -> None:
    assert letters(28)[-3:] == ("Z", "AA", "AB")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("A", "A"),
        ("王 小明", "王_小明"),
        ("../../etc", "______etc"),
        ("2024/001", "2024_001"),
        ("é", "é"),
    ],
)
def test_file_names_are_safe(name: str, safe: str) -> None:
    assert file_name(name) == safe


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["con"], "form_name_reserved"),
        (["LPT1"], "form_name_reserved"),
        (["…"], "form_name_empty"),
        (["王" * 40], "form_name_long"),
        (["a1", "A1"], "form_name_clash"),
        (["a/1", "a:1"], "form_name_clash"),
        (["e\u0301", "é"], "form_name_clash"),
        (["A", "A-sheet"], "form_name_clash"),
        (["A", "A"], "form_name_twice"),
    ],
)
def test_names_that_would_fall_together_are_refused(names: list[str], code: str) -> None:
    with pytest.raises(ExamError, match=code):
        file_names(names, [".pdf", "-sheet.pdf"])
