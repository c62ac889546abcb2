"""Where lines may break: the end of a stem and its bracket stand together."""

from __future__ import annotations

from typing import Any

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoka.exam.lines import parted, stem
from kaoka.exam.paper import Ask, Choice, Line, Paper, Run
from kaoka.formats.page.pdf import PdfWriter

ENDS = [
    ("客服首先应做什么？", "什么？"),
    ("以下哪项不属于？", "属于？"),
    ("按《人身保险业务基本服务规定》？", "定》？"),
    ("最迟在 15:30 前", "15:30 前"),
    ("短", "短"),
    ("最迟几天内回访？（2026）", "（2026）"),
    ("达成协议后____内", "后____内"),
    ("supercalifragilistic", ""),
]


def shown(line: Line) -> str:
    """A line as text, blanks as they were written."""
    return "".join(run.text or "____" for run in line)


@pytest.mark.parametrize(("text", "end"), ENDS)
def test_ends(text: str, end: str) -> None:
    head, tail = parted(stem(text))
    assert shown(tail) == end
    assert shown(head) + shown(tail) == text


@given(st.text(alphabet="客服不属于《》，。？（）ab1 _", max_size=40))
def test_nothing_is_lost(text: str) -> None:
    line = tuple(Run(one.text, one.mark) for one in stem("下列" + text))
    head, tail = parted(line)
    assert shown(head) + shown(tail) == shown(line)
    assert [run for run in (*head, *tail) if run.mark == "blank"] == [
        run for run in line if run.mark == "blank"
    ]


def paper(stems: list[str]) -> Paper:
    """A paper that asks the stems."""
    asks = []
    for number, text in enumerate(stems, 1):
        head, tail = parted(stem(text))
        choices = (Choice(letter="A", text="甲"), Choice(letter="B", text="乙"))
        asks.append(
            Ask(number=number, stem=head, tail=tail, bracket=True, choices=choices, columns=2)
        )
    return Paper(
        title="卷",
        lang="zh",
        foot="卷",
        code="",
        page="{page}/{pages}",
        brackets=("（", "）"),
        blocks=tuple(asks),
    )


def test_no_bracket_stands_alone() -> None:
    stems = ["问" * length + "了什么？" for length in range(28, 90)]
    data = PdfWriter().write(paper(stems))
    document: Any = pymupdf.open(stream=data, filetype="pdf")  # type: ignore[no-untyped-call]
    seen = 0
    for page in document:
        words = page.get_text("words")
        for opening in (word for word in words if word[4].endswith("（")):
            middle = (opening[1] + opening[3]) / 2
            before = [w[4] for w in words if w[1] < middle < w[3] and w[0] <= opening[0]]
            assert len("".join(before)) > len("什么？")
            seen += 1
    assert seen == len(stems)
