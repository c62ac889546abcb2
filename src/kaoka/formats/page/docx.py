"""Paper to DOCX through python-docx: numbered, styled and paged by Word itself, to be edited.

Written from the same blocks as PDF and HTML. The bytes depend on the paper and on
python-docx alone: members are stored, not deflated, and bear a fixed date.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from kaoka.errors import FormatError
from kaoka.exam.lines import ems
from kaoka.exam.paper import (
    Ask,
    Block,
    BubbleField,
    Case,
    Cover,
    Heading,
    KeyTable,
    Line,
    Note,
    Pair,
    Paper,
    Table,
    WriteField,
    WriteLine,
)
from kaoka.formats.page.docx_base import base
from kaoka.formats.page.docx_styles import NUMBER, SIZE
from kaoka.formats.page.docx_wrap import crowded
from kaoka.formats.page.docx_xml import float_picture, paragraph, runs, table
from kaoka.formats.page.qr import png

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_USUAL = 8
_TIE, _WIDE = "\u00a0", "\u3000"
_GAP = "_" * 12
"""A blank that no line end cuts, about six characters wide."""

_TABLE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tbl"


class DocxWriter:
    """Writes papers as DOCX."""

    suffix = "docx"

    def write(self, paper: Paper) -> bytes:
        """Return the paper as a DOCX file.

        Raises:
            FormatError: python-docx is not installed (extra `office`).
        """
        try:
            import docx
        except ImportError as error:
            raise FormatError("extra_missing", extra="office", package="python-docx") from error
        page = _Page(docx.Document(), paper)
        for block, after in zip(paper.blocks, (*paper.blocks[1:], None), strict=True):
            page.add(block, keep=isinstance(after, Note))
        page.finish()
        out = io.BytesIO()
        page.document.save(out)
        return _stored(out.getvalue())


def _stored(data: bytes) -> bytes:
    """Pack the members again: stored, in the same order, with one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _ZIP_DATE), old.read(name))
    return out.getvalue()


class _Page:
    """A document under construction."""

    def __init__(self, document: Any, paper: Paper) -> None:
        self.document, self.paper, self.scale = document, paper, paper.layout.scale
        self.lists, self.width = base(document, paper)
        self.end, self.last = document.element.body.sectPr, ""

    def add(self, block: Block, *, keep: bool) -> None:  # noqa: C901  # one arm a block
        """Print one block; `keep` it on the page of the next one's first line."""
        match block:
            case Cover():
                self._cover(block)
            case Heading():
                self._lines("Part", block.text)
                if block.note:
                    self._lines("PartNote", block.note)
            case Ask():
                self._ask(block, keep=keep)
            case Case():
                label = runs(block.story.label, "Label")
                self._put(paragraph("Story", *label, *runs(block.story.text)))
                for place, part in enumerate(block.asks, 1):
                    last = place == len(block.asks)
                    self._ask(part, keep=keep if last else block.whole)
            case BubbleField():
                self._bubbles(block)
            case WriteField():
                self._write(block)
            case KeyTable():
                self._key(block)
            case Table():
                self._topics(block)
            case Note():
                self._lines("Alone", block.text)

    def finish(self) -> None:
        """End the document with a paragraph, as Word wants it."""
        if self.last == _TABLE:
            self._put(paragraph("Space"))

    def _put(self, *made: Any) -> None:
        for one in made:
            if one.tag == self.last == _TABLE:  # Word would join the two
                self.end.addprevious(paragraph("Space"))
            self.end.addprevious(one)
            self.last = one.tag

    def _lines(self, style: str, text: str) -> None:
        self._put(paragraph(style, *runs(text)))

    def _cover(self, it: Cover) -> None:
        if it.warning:
            self._lines("Warning", it.warning)
        self._lines("Title", it.title)
        if it.scan and (code := png(it.scan)):
            float_picture(self.document.paragraphs[-1].add_run(), code, it.scan)
        self._lines("Subtitle", it.subtitle)
        if it.facts:
            self._lines("Facts", (_WIDE * 2).join(it.facts))
        if it.blanks:
            self._put(paragraph("Blanks", *_blanks(it.blanks, self.width / self.scale)))
        if it.scores:
            self._scores(it.scores)
        if it.notice_title:
            self._lines("NoticeTitle", it.notice_title)
        for words in it.notice:
            self._lines("Notice" if len(it.notice) > 1 else "NoticeOne", words)

    def _scores(self, rows: Sequence[Sequence[str]]) -> None:
        first, total, last = 40.0, 36.0, 50.0
        each = (self.width / self.scale - first - total - last) / (len(rows[0]) - 3)
        widths = [first, *[each] * (len(rows[0]) - 3), total, last]
        self._grid([[("CellMiddle", text) for text in row] for row in rows], widths, last=24)

    def _ask(self, it: Ask, *, keep: bool) -> None:
        below = bool(it.choices or it.pairs or it.lines or it.told)
        inside = [*runs(it.extra, "Label"), *_line(it.stem)]
        if it.bracket:
            opening, closing = self.paper.brackets
            room = (self.width / self.scale - NUMBER) / SIZE
            early = "\n" if crowded((*it.stem, *it.tail), room) else ""
            inside += (*runs(early), *_line(it.tail), *runs(f"\t{opening}{_TIE * 6}{closing}"))
        else:
            inside += _line(it.tail)
        number = self.lists.question(it.number)
        self._put(paragraph("Stem", *inside, keep=keep or below, number=number))
        tied = keep or bool(it.told)
        self._choices(it, keep=tied)
        if it.pairs:
            self._pairs(it.pairs, keep=tied)
        self._room(it, keep=tied)
        for place, (label, words) in enumerate(it.told, 1):
            more = keep or place < len(it.told)
            if label:
                head = (*runs(label, "Label"), *runs("\t"))
                self._put(paragraph("Told", *head, *runs(words), keep=more))
            else:
                self._put(paragraph("Aside", *runs(words), keep=more))

    def _choices(self, it: Ask, *, keep: bool) -> None:
        style = "Option" if it.columns == 1 else "OptionSide"
        lines = -(-len(it.choices) // it.columns)
        made = [
            paragraph(
                style,
                *runs(f"✓ {one.text}" if one.right else one.text, "Right" if one.right else ""),
                keep=keep or place // it.columns < lines - 1,
                mark="Right" if one.right else None,
            )
            for place, one in enumerate(it.choices)
        ]
        if it.columns == 1:
            self._put(*made)
        elif made:
            cells = [[one] for one in made]
            rows = [cells[at : at + it.columns] for at in range(0, len(cells), it.columns)]
            self._columns(rows, it.columns, left=NUMBER)

    def _columns(self, rows: Sequence[Sequence[Any]], count: int, *, left: float = 0) -> None:
        whole, indent = self.width, left * self.scale
        widths = [(whole - indent) / count] * count
        self._put(table(rows, widths, style="Columns", left=indent))

    def _pairs(self, pairs: Sequence[Pair], *, keep: bool) -> None:
        number = self.lists.pairs()
        rows = []
        for place, pair in enumerate(pairs, 1):
            tied = keep or place < len(pairs)
            left = paragraph("Left", *runs(pair.left), keep=tied, number=number)
            right = paragraph("OptionSide", *runs(pair.right), keep=tied)
            rows.append([[left], [right]])
        self._columns(rows, 2, left=NUMBER)

    def _room(self, it: Ask, *, keep: bool) -> None:
        """Leave room to answer below a question."""
        style = "Answer" if it.lines == 1 else "AnswerLine"
        for place in range(it.lines):
            text = f"{it.label}\t{it.unit}" if place == 0 else "\t"
            tied = keep or place < it.lines - 1
            self._put(paragraph(style, *runs(text), keep=tied))

    def _bubbles(self, it: BubbleField) -> None:
        groups = [it.rows[at : at + 5] for at in range(0, len(it.rows), 5)]
        cells = []
        for group in groups:
            cell = []
            for row in group:
                letters = " ".join(f"[{letter}]" for letter in row.letters)
                for place, slot in enumerate(row.slots):
                    number = "" if place else str(row.number)
                    text = f"{slot} {letters}".strip()
                    cell.append(paragraph("Bubbles", *runs(f"{number}\t{text}")))
            cells.append(cell)
        self._rows(cells, it.columns)

    def _write(self, it: WriteField) -> None:
        room = self.width / it.columns / self.scale - 76
        self._rows([list(self._answer(row, room)) for row in it.rows], it.columns)

    def _rows(self, cells: Sequence[Any], columns: int) -> None:
        rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
        self._columns(rows, columns)

    def _answer(self, row: WriteLine, room: float) -> Iterator[Any]:
        if row.lines:
            for place in range(row.lines):
                number = "" if place else str(row.number)
                yield paragraph("Write", *runs(f"{number}\t"), *_gap(room))
            return
        each = room / row.blanks - 8
        inside = [*runs(f"{row.number}\t")]
        for _ in range(row.blanks):
            inside += (*_gap(each), *runs(" "))
        yield paragraph("Write", *inside, *runs(row.unit))

    def _key(self, it: KeyTable) -> None:
        narrow = 30.0
        each = self.width / self.scale / it.columns - narrow
        cells = [
            (style, text)
            for number, answer, marked in it.rows
            for style, text in (("CellHead", number + "★" * marked), ("CellMiddle", answer))
        ]
        across = 2 * it.columns
        cells += [("CellMiddle", "")] * (-len(cells) % across)
        rows = [cells[at : at + across] for at in range(0, len(cells), across)]
        self._grid(rows, [narrow, each] * it.columns)

    def _topics(self, it: Table) -> None:
        self._lines("TableTitle", it.title)
        narrow, count = 44.0, len(it.rows[0]) - 1
        widths = [self.width / self.scale - narrow * count, *[narrow] * count]
        rows = [
            [("CellMiddle" if at else "Cell", text) for at, text in enumerate(row)]
            for row in it.rows
        ]
        self._grid(rows, widths, head=True)

    def _grid(self, rows: Sequence[Any], widths: Sequence[float], **more: Any) -> None:
        made = [[[paragraph(style, *runs(text))] for style, text in row] for row in rows]
        self._put(
            table(
                made,
                [one * self.scale for one in widths],
                style="Grid",
                middle=True,
                **more,
            )
        )


def _blanks(blanks: Sequence[tuple[str, str]], width: float) -> Iterator[Any]:
    room = width / SIZE - sum(ems(label) + 2 for label, _ in blanks)
    each = max(4, min(_USUAL, int(room / len(blanks))))
    for place, (label, known) in enumerate(blanks):
        yield from runs(f"{_WIDE if place else ''}{label}{_TIE}")
        yield from runs(known.center(2 * each) if known else _WIDE * each, "Gap")
    yield from runs(_TIE)  # blanks at the end of a line do not count when it is centred


def _gap(room: float) -> Iterator[Any]:
    return runs(_WIDE * max(4, int(room / SIZE)), "Gap")


def _line(line: Line) -> Iterator[Any]:
    for run in line:
        if run.mark == "blank":
            yield from runs(_GAP)
        else:
            yield from runs(run.text, "Stressed" if run.mark == "strong" else "")
