"""Pages as plain text: all that the other pages say, in the order of reading."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from exam.samples import SEED, every_type
from kaoka.exam.assemble import assemble
from kaoka.exam.candidate import candidate_paper
from kaoka.exam.check import check_code
from kaoka.exam.form import LETTERS, Form
from kaoka.exam.layout import Layout
from kaoka.exam.marker import answer_text, key_sheet, solutions
from kaoka.exam.paper import Paper
from kaoka.exam.sheet import answer_sheet
from kaoka.formats.page import writer
from kaoka.text import width


@pytest.fixture(scope="module")
def form() -> Form:
    plan, questions = every_type()
    return assemble(plan, questions, seed=SEED)[0]


def text(paper: Paper) -> str:
    return writer("txt").write(paper).decode()


def in_order(whole: str, pieces: Iterable[str]) -> None:
    """Each piece stands behind the one before it."""
    at = 0
    for piece in pieces:
        at = whole.find(piece, at)
        assert at >= 0, piece
        at += len(piece)


def test_a_paper_reads_from_top_to_bottom(form: Form) -> None:
    code = check_code(form, SEED)
    layout = Layout(seal=True)
    page = text(candidate_paper(form, lang="zh", code=code, notice=("闭卷。",), layout=layout))
    pieces = ["姓名 ________", form.title, "闭卷。"]
    for asked in form.numbered():
        pieces.append(f"{asked.number}. ")
        pieces.append(asked.question.stem.rpartition("____")[2])
        if asked.question.type not in {"true_false", "matching"}:
            letters = zip(LETTERS, asked.options, strict=False)
            pieces += [f"{letter}. {option}" for letter, option in letters]
    in_order(page, [*pieces, "（全卷完）", code])
    assert "✓" not in page
    assert all(line == line.rstrip() for line in page.splitlines())


def test_a_matching_names_both_sides(form: Form) -> None:
    page = text(candidate_paper(form, lang="zh", code=""))
    asked = next(one for one in form.numbered() if one.question.type == "matching")
    in_order(page, [f"{n}. {left}" for n, left in enumerate(asked.left, 1)])
    in_order(
        page, [f"{sign}. {right}" for sign, right in zip(LETTERS, asked.options, strict=False)]
    )


def test_a_sheet_has_a_place_for_every_answer(form: Form) -> None:
    page = text(answer_sheet(form, lang="zh", code=""))
    in_order(page, [f"\n{asked.number}. " for asked in form.numbered()])
    assert "1. [A] [B] [C] [D]\n" in page


def test_the_key_stands_in_columns(form: Form) -> None:
    page = text(key_sheet(form, lang="zh", code=""))
    in_order(page, ["内部资料", *map(answer_text, form.numbered())])
    lines = page.partition("双向细目表")[2].splitlines()[1:]
    table = lines[: lines.index("")]
    last = {width(line[: line.rindex(" ")]) for line in table}
    assert len(last) == 1


def test_solutions_mark_what_is_right(form: Form) -> None:
    page = text(solutions(form, lang="zh", code="", stems={}))
    singles = [one for one in form.numbered() if one.question.type == "single"]
    for asked in singles:
        assert f"{asked.answer}. {asked.question.key[0]}  ✓\n" in page
    assert page.count("✓") == sum(
        len(one.answer) for one in form.numbered() if one.question.type in {"single", "multiple"}
    )
    assert page.count("出处  ") == len(tuple(form.numbered()))
