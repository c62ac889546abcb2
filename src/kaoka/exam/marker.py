"""Pages for the marker: the key sheet, and the solutions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from kaoka.exam.candidate import ask, case_block, heading
from kaoka.exam.form import LETTERS, Asked, Form
from kaoka.exam.layout import USUAL, Layout
from kaoka.exam.lines import ems
from kaoka.exam.paper import Ask, Block, Cover, KeyTable, Note, Paper, Table
from kaoka.exam.words import Words, points
from kaoka.question.authority import label
from kaoka.question.model import Cited

_LEVELS = ("remember", "understand", "apply", "analyse")
_GRID = ((1.3, 10), (5.8, 5), (11.0, 3), (18.0, 2))
"""Width of an answer in em, and how many columns it allows."""


def key_sheet(form: Form, *, lang: str, code: str, layout: Layout = USUAL) -> Paper:
    """Lay out the key: answers in a grid, and what the paper examined."""
    words = Words(lang)
    blocks: list[Block] = [_cover(form, "key", code, words)]
    for number, section in enumerate(form.sections, 1):
        rows = tuple(
            (str(asked.number), answer_text(asked), asked.veto)
            for whole in section.asked
            for asked in whole.numbered()
        )
        blocks.append(replace(heading(section, number, words), note=""))
        blocks.append(KeyTable(rows=rows, columns=_across(rows)))
    if any(asked.veto for asked in form.numbered()):
        blocks.append(Note(text=words("veto_mark")))
    blocks.append(_topics(form, words))
    blocks.extend(_expected(form, words))
    return replace(_paper(form, "key", code, words, tuple(blocks)), layout=layout)


def solutions(
    form: Form, *, lang: str, code: str, stems: Mapping[str, str], layout: Layout = USUAL
) -> Paper:
    """Lay out every question with its answer, the reason and the source.

    Args:
        form: what to explain.
        lang: language of the bank.
        code: the check code.
        stems: stem by question id, to say which question a wrong option would answer.
        layout: how it is laid out.
    """
    words = Words(lang)
    blocks: list[Block] = [_cover(form, "solutions", code, words)]
    for number, section in enumerate(form.sections, 1):
        blocks.append(replace(heading(section, number, words), note=""))
        for asked in section.asked:
            if asked.parts:
                told = tuple(_solved(part, asked, words, stems) for part in asked.parts)
                blocks.append(replace(case_block(asked, told, words), whole=False))
            else:
                blocks.append(_solved(asked, asked, words, stems))
    return replace(_paper(form, "solutions", code, words, tuple(blocks)), layout=layout)


def answer_text(asked: Asked) -> str:
    """Return the key of one question as people read it."""
    return asked.answer.replace("|", " | ")


def _paper(form: Form, kind: str, code: str, words: Words, blocks: tuple[Block, ...]) -> Paper:
    return Paper(
        title=f"{form.title} {words(kind)}",
        lang=words.lang,
        foot=f"{form.title}  {words(kind)}  {words('form', name=form.name)}",
        code=words("code", code=code),
        page=words("page"),
        brackets=(words("open"), words("close")),
        blocks=blocks,
    )


def _cover(form: Form, kind: str, code: str, words: Words) -> Cover:
    return Cover(
        title=form.title,
        subtitle=f"{words(kind)}  {words('form', name=form.name)}",
        facts=(
            words("points_all", points=points(form.total)),
            words("pass", points=points(form.total * form.passing / 100)),
            words("code", code=code),
        ),
        warning=words("private"),
    )


def _across(rows: tuple[tuple[str, str, bool], ...]) -> int:
    widest = max((ems(answer) for _, answer, _ in rows), default=0.0)
    fitting = next((columns for fits, columns in _GRID if widest <= fits), 1)
    return min(fitting, len(rows))


def _solved(asked: Asked, whole: Asked, words: Words, stems: Mapping[str, str]) -> Ask:
    block = ask(asked, words)
    choices = block.choices
    if asked.question.type in {"single", "multiple"}:
        choices = tuple(replace(choice, right=choice.letter in asked.answer) for choice in choices)
    return replace(
        block,
        bracket=False,
        choices=choices,
        label="",
        lines=0,
        unit="",
        extra="★" if asked.veto else "",
        told=tuple(_told(asked, whole, words, stems)),
    )


def _told(
    asked: Asked, whole: Asked, words: Words, stems: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    question = asked.question
    answer = answer_text(asked)
    if question.type == "true_false":
        answer = f"{answer} {words.shown(question.key[0])}"
    yield words("answer"), f"{answer}   {words('points', points=points(asked.points))}"
    if question.explanation:
        yield words("explanation"), question.explanation
    for letter, origin in zip(LETTERS, asked.origins, strict=False):
        if stems.get(origin):
            yield "", words("origin", letter=letter, stem=stems[origin])
    cited = "; ".join(dict.fromkeys(source.title or source.doc for source in _source(asked, whole)))
    if cited:
        yield words("source"), f"[{label(question.authority, words.lang)}] {cited}"


def _source(asked: Asked, whole: Asked) -> Iterator[Cited]:
    yield from asked.question.source or whole.question.source


def _topics(form: Form, words: Words) -> Table:
    """Return the two-way table: points by topic (where the fact stands) and level."""
    cells: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    order: dict[str, tuple[str, str]] = {}
    for whole in form.asked():
        for asked in whole.numbered():
            topic, place = _topic(next(_source(asked, whole), None))
            order.setdefault(topic, place)
            cells[topic, asked.question.level] += asked.points
    levels = [level for level in _LEVELS if any(key[1] == level for key in cells)]
    topics = sorted(order, key=order.__getitem__)
    rows = [(words("topic"), *(words(level) for level in levels), words("total"))]
    for topic in topics:
        amounts = [cells.get((topic, level)) for level in levels]
        shown = ("" if amount is None else points(amount) for amount in amounts)
        rows.append((topic, *shown, points(sum(filter(None, amounts), Fraction(0)))))
    sums = [
        sum((cells[topic, level] for topic in topics if (topic, level) in cells), Fraction(0))
        for level in levels
    ]
    rows.append((words("total"), *map(points, sums), points(form.total)))
    return Table(title=words("topics"), rows=tuple(rows))


def _expected(form: Form, words: Words) -> Iterator[Note]:
    """Yield what share of the points to expect, by the facility that past exams showed."""
    asked = tuple(form.numbered())
    known = [
        (one.points, one.question.facility) for one in asked if one.question.facility is not None
    ]
    if known:
        whole = sum((points for points, _ in known), Fraction(0))
        share = sum((points * Fraction(p) for points, p in known), Fraction(0)) / whole
        percent = f"{100 * float(share):.0f}"
        yield Note(text=words("expected", percent=percent, all=len(asked), known=len(known)))


def _topic(source: Cited | None) -> tuple[str, tuple[str, str]]:
    """Return what a source is about (a section, or a whole document), and its place in order."""
    if source is None:
        return "–", ("", "")
    if source.section is not None:
        return source.title or source.doc, (source.doc, f"{source.section:>6}")
    head, mark, _ = source.title.partition("》")
    return head + mark or source.doc, (source.doc, "")
