"""The answer sheet: bubbles for letters, lines for words; nothing of the key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kaoka.exam.candidate import blanks, heading, subtitle
from kaoka.exam.form import LETTERS, Asked, Form
from kaoka.exam.layout import USUAL, Layout
from kaoka.exam.lines import stem
from kaoka.exam.paper import Block, BubbleField, Bubbles, Cover, Paper, WriteField, WriteLine
from kaoka.exam.words import Words, points

_LETTERED = frozenset(("single", "multiple", "true_false", "ordering", "matching"))
_WIDTH, _BUBBLE, _NUMBER = 482.0, 20.5, 36.0
"""Points across the page, and those that a bubble and a number of usual size take."""


_MOST_COLUMNS = 4
_LINES_FOR_SHORT = 5


def answer_sheet(
    form: Form, *, lang: str, code: str, person: str = "", layout: Layout = USUAL
) -> Paper:
    """Lay out the answer sheet of a form; `person` and `layout` as in `candidate_paper`."""
    words = Words(lang)
    blocks: list[Block] = [_cover(form, code, words, person, layout)]
    for number, section in enumerate(form.sections, 1):
        blocks.append(replace(heading(section, number, words), note=""))
        numbered = [asked for whole in section.asked for asked in whole.numbered()]
        blocks.extend(_fields(numbered, layout.scale))
    return Paper(
        title=f"{form.title} {words('sheet')}",
        lang=lang,
        foot=f"{form.title}  {words('sheet')}  {words('form', name=form.name)}",
        code=words("code", code=code),
        page=words("page"),
        brackets=(words("open"), words("close")),
        blocks=tuple(blocks),
        layout=layout,
    )


def scan(form: Form, code: str) -> str:
    """Return what the QR code of a sheet holds: check code, exam and form, parted by blanks.

    Only the form's name, which stands last, may hold blanks itself.
    """
    return f"{code} {form.exam} {form.name}"


def _cover(form: Form, code: str, words: Words, person: str, layout: Layout) -> Cover:
    return Cover(
        title=form.title,
        subtitle=subtitle(form, "sheet", words, layout),
        facts=(
            words("minutes", minutes=form.minutes),
            words("points_all", points=points(form.total)),
        ),
        blanks=blanks(form, words, date="", person=person),
        notice=(words("sheet_notice"),),
        scan=scan(form, code),
    )


def _fields(numbered: Sequence[Asked], scale: float) -> Iterator[Block]:
    bubbles = tuple(_bubbles(asked) for asked in numbered if asked.question.type in _LETTERED)
    lines = tuple(_line(asked) for asked in numbered if asked.question.type not in _LETTERED)
    if bubbles:
        yield BubbleField(rows=bubbles, columns=_columns(bubbles, scale))
    if lines:
        long = any(line.lines or line.blanks > 1 for line in lines)
        yield WriteField(rows=lines, columns=1 if long or scale > 1 else 2)


def _bubbles(asked: Asked) -> Bubbles:
    letters = tuple(LETTERS[: len(asked.options)])
    match asked.question.type:
        case "ordering":
            slots = tuple(str(place) for place in range(1, len(letters) + 1))
        case "matching":
            slots = tuple(str(place) for place in range(1, len(asked.left) + 1))
        case _:
            slots = ("",)
    return Bubbles(number=asked.number, letters=letters, slots=slots)


def _columns(rows: Iterable[Bubbles], scale: float) -> int:
    widest = max(len(row.letters) + (len(row.slots) > 1) for row in rows)
    return max(1, min(_MOST_COLUMNS, int(_WIDTH / scale / (_BUBBLE * widest + _NUMBER))))


def _line(asked: Asked) -> WriteLine:
    if asked.question.type == "short":
        return WriteLine(number=asked.number, lines=_LINES_FOR_SHORT)
    blanks = sum(run.mark == "blank" for run in stem(asked.question.stem))
    return WriteLine(number=asked.number, blanks=max(1, blanks), unit=asked.question.unit)
