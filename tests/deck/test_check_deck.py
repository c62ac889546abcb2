"""What `kaoka check` finds in decks and locks before anyone builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from deck.hands import AS_OF, Desk, desk
from kaoka.jobs.bank import open_questions
from kaoka.jobs.check_deck import check_deck, check_lock


@pytest.fixture
def claims(tmp_path: Path) -> Desk:
    return desk(tmp_path / "bank")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("id: d\ntitle: 卡组\n", []),
        (
            "id: d\ntitle: 卡组\nchoose: {kind: [question], typ: [single]}\n",
            ["deck_empty", "selector_field"],
        ),
        ("id: d\ntitle: 卡组\nchoose: [{kind: term}, {level: analyse}]\n", ["deck_empty"]),
        ("id: d\nname: 卡组\n", ["missing_field", "unknown_field"]),
        ("", ["deck_empty_file"]),
    ],
)
def test_a_deck_is_checked_against_its_bank(claims: Desk, text: str, codes: list[str]) -> None:
    bank, questions = open_questions(str(claims.folder), AS_OF)
    found = check_deck(claims.folder / "deck.yaml", text, bank, questions)
    assert sorted(problem.code for problem in found) == codes


@pytest.mark.parametrize(
    ("spoil", "code", "line"),
    [
        (lambda text: text, None, 0),
        (lambda text: text + ">>>>>>> theirs\n", "lock_conflict", 13),
        (lambda text: text.replace("q.fill#ask", "q.lost#ask"), "item_lost", 4),
        (lambda text: text + "nonsense\n", "lock_line", 13),
    ],
)
def test_a_lock_is_checked_against_its_bank(
    claims: Desk, spoil: object, code: str | None, line: int
) -> None:
    claims.build()
    claims.lock.write_text(spoil(claims.lock.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    bank, _ = open_questions(str(claims.folder), AS_OF)
    found = [(problem.code, problem.line) for problem in check_lock(bank)]
    assert found == ([(code, line)] if code else [])
