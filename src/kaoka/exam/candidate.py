"""The candidate's paper: questions, nothing of the key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kaoka.exam.form import LETTERS, Asked, Form, FormSection
from kaoka.exam.layout import USUAL, Layout
from kaoka.exam.lines import columns, parted, rows_of, stem
from kaoka.exam.paper import (
    Ask,
    Block,
    Case,
    Choice,
    Cover,
    Heading,
    Note,
    Pair,
    Paper,
    Seal,
    Story,
)
from kaoka.exam.words import Words, points

_LINES_FOR_SHORT = 5
_WITH_BRACKET = frozenset(("single", "multiple", "true_false", "ordering"))


def candidate_paper(
    form: Form,
    *,
    lang: str,
    code: str,
    notice: tuple[str, ...] = (),
    date: str = "",
    person: str = "",
    layout: Layout = USUAL,
) -> Paper:
    """Lay a form out for the candidate.

    Args:
        form: what to print.
        lang: language of the bank.
        code: the check code.
        notice: what candidates should know, besides what the form itself says.
        date: the day of the exam, if it is fixed.
        person: the candidate's name, where the form is one candidate's own.
        layout: how it is laid out.
    """
    words = Words(lang)
    cover = _cover(form, words, (notice, date, person), layout)
    seal = None
    if layout.seal:
        known = blanks(form, words, date="-", person=person)
        marks = tuple(words("seal").split("|"))
        seal = Seal(blanks=known, marks=marks, note=words("seal_note"))
        cover = replace(cover, blanks=tuple(one for one in cover.blanks if one not in known))
    return Paper(
        title=form.title,
        lang=lang,
        foot=f"{form.title}  {words('form', name=form.name)}",
        code=words("code", code=code),
        page=words("page"),
        brackets=(words("open"), words("close")),
        blocks=(
            cover,
            *_body(form, words, layout),
            Note(text=words("end")),
        ),
        layout=layout,
        seal=seal,
    )


def heading(section: FormSection, number: int, words: Words) -> Heading:
    """Return a section's head: 一、单项选择题(每题 2 分,共 40 分)."""
    text = words(
        "heading",
        numeral=words.numeral(number),
        title=section.title,
        each=words("each", points=points(section.points)),
        total=points(section.total),
    )
    return Heading(text=text, note=section.instructions or instructions(section, words))


def instructions(section: FormSection, words: Words) -> str:
    """Return what to do in a section, by its types."""
    if section.types == ("multiple",) and section.scoring == "partial":
        return words("multiple_partial")
    kinds = [kind for kind in section.types if kind != "numeric" or "fill" not in section.types]
    return "".join(words(kind) for kind in kinds)


def ask(asked: Asked, words: Words, layout: Layout = USUAL) -> Ask:
    """Return one question as a block, without anything of the key."""
    question = asked.question
    bracket = question.type in _WITH_BRACKET
    line = stem(question.stem)
    head, tail = parted(line) if bracket else (line, ())
    block = Ask(number=asked.number, stem=head, tail=tail, bracket=bracket)
    match question.type:
        case "single" | "multiple" | "ordering":
            return _lettered(block, asked, layout)
        case "matching":
            return replace(block, pairs=tuple(_pairs(asked)))
        case "numeric" if not any(run.mark == "blank" for run in block.stem):
            return replace(block, label=words("answer_line"), unit=question.unit, lines=1)
        case "fill" if not any(run.mark == "blank" for run in block.stem):
            return replace(block, label=words("answer_line"), lines=1)
        case "short":
            return replace(block, label=words("answer_line"), lines=_LINES_FOR_SHORT)
        case _:
            return block


def case_block(asked: Asked, asks: tuple[Ask, ...], words: Words, layout: Layout = USUAL) -> Case:
    """Return a case: its story and its questions."""
    story = Story(label=words("story"), text=asked.question.stem)
    rows = rows_of(story.text, layout.line) + sum(_rows(part, layout) for part in asks)
    return Case(story=story, asks=asks, whole=rows <= layout.rows)


def _lettered(block: Ask, asked: Asked, layout: Layout) -> Ask:
    choices = tuple(
        Choice(letter=letter, text=text)
        for letter, text in zip(LETTERS, asked.options, strict=False)
    )
    return replace(block, choices=choices, columns=columns(asked.options, layout.line))


def _pairs(asked: Asked) -> Iterator[Pair]:
    sides = zip(LETTERS, asked.left, asked.options, strict=False)
    for number, (letter, left, right) in enumerate(sides, 1):
        yield Pair(number=str(number), left=left, letter=letter, right=right)


def _body(form: Form, words: Words, layout: Layout) -> Iterator[Block]:
    for number, section in enumerate(form.sections, 1):
        yield heading(section, number, words)
        for asked in section.asked:
            if asked.parts:
                asks = tuple(ask(part, words, layout) for part in asked.parts)
                yield case_block(asked, asks, words, layout)
            else:
                yield ask(asked, words, layout)


def _rows(block: Ask, layout: Layout) -> int:
    """Return about how many lines of print a question takes."""
    text = "".join(run.text or "        " for run in (*block.stem, *block.tail))
    options = -(-len(block.choices) // block.columns)
    return rows_of(text, layout.line) + options + len(block.pairs) + block.lines


def subtitle(form: Form, kind: str, words: Words, layout: Layout) -> str:
    """Return what a document is, of which form: 试卷 A 卷; large print says so."""
    large = (words("large"),) if layout.large else ()
    return "  ".join((words(kind), words("form", name=form.name), *large))


def blanks(form: Form, words: Words, *, date: str, person: str) -> tuple[tuple[str, str], ...]:
    """Return what a candidate fills in: label, and what is known already."""
    day = () if date else ((words("date"), ""),)
    own = form.name if person else ""
    return (words("name"), person), (words("id"), own), *day


def _cover(
    form: Form, words: Words, told: tuple[tuple[str, ...], str, str], layout: Layout
) -> Cover:
    notice, date, person = told
    pass_points = form.total * form.passing / 100
    if any(asked.veto for asked in form.numbered()):
        notice = (*notice, words("veto_notice"))
    return Cover(
        title=form.title,
        subtitle=subtitle(form, "paper", words, layout),
        facts=(
            words("minutes", minutes=form.minutes),
            words("points_all", points=points(form.total)),
            words("pass", points=points(pass_points)),
            *((f"{words('date')} {date}",) if date else ()),
        ),
        blanks=blanks(form, words, date=date, person=person),
        scores=scores(form, words),
        notice_title=words("notice"),
        notice=notice,
    )


def scores(form: Form, words: Words) -> tuple[tuple[str, ...], ...]:
    """Return the table of sections: heads, full points, and an empty row for the marks."""
    numerals = [words.numeral(number) for number in range(1, len(form.sections) + 1)]
    full = [points(section.total) for section in form.sections]
    return (
        (words("part"), *numerals, words("total"), words("marker")),
        (words("full"), *full, points(form.total), ""),
        (words("score"), *("" for _ in full), "", ""),
    )
