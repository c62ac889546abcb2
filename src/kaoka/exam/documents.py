"""Which documents a form is printed as: for the candidate, in large print, for the marker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kaoka.exam.blueprint import Blueprint
from kaoka.exam.candidate import candidate_paper
from kaoka.exam.form import Form
from kaoka.exam.layout import Layout
from kaoka.exam.marker import key_sheet, solutions
from kaoka.exam.paper import Paper
from kaoka.exam.sheet import answer_sheet

ENDINGS = ("", "-sheet", "-key", "-solutions", "-large", "-large-sheet")
"""What follows a form's name in the names of its files."""

_LARGE = frozenset(ENDINGS[4:])
_PRIVATE = frozenset(ENDINGS[2:4])


def places(layout: Layout, public: str, private: str) -> list[tuple[str, str]]:
    """Return folder and ending of each document that a form has."""
    return [
        (private if ending in _PRIVATE else public, ending)
        for ending in ENDINGS
        if layout.large or ending not in _LARGE
    ]


def documents(
    form: Form, plan: Blueprint, *, lang: str, code: str, person: str, stems: Mapping[str, str]
) -> Iterator[tuple[str, Paper]]:
    """Yield the documents of a form, by ending, in the order of `places`.

    Args:
        form: what to print.
        plan: its blueprint, for date, notice and layout.
        lang: language of the bank.
        code: the check code.
        person: the candidate's name, where the form is one candidate's own.
        stems: stem by question id, as `solutions` wants them.
    """
    usual = Layout(paper=plan.layout.paper, seal=plan.layout.seal, pdf=plan.layout.pdf)
    yield from _public(form, plan, usual, (lang, code, person))
    marker = usual.marker()
    yield "-key", key_sheet(form, lang=lang, code=code, layout=marker)
    yield "-solutions", solutions(form, lang=lang, code=code, stems=stems, layout=marker)
    if plan.layout.large:
        for ending, paper in _public(form, plan, usual.enlarged(), (lang, code, person)):
            yield f"-large{ending}", paper


def _public(
    form: Form, plan: Blueprint, layout: Layout, printed: tuple[str, str, str]
) -> Iterator[tuple[str, Paper]]:
    lang, code, person = printed
    date = plan.date.isoformat() if plan.date else ""
    yield (
        "",
        candidate_paper(
            form,
            lang=lang,
            code=code,
            notice=plan.notice,
            date=date,
            person=person,
            layout=layout,
        ),
    )
    sheet = layout.sheet()
    yield "-sheet", answer_sheet(form, lang=lang, code=code, person=person, layout=sheet)
