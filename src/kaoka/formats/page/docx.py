"""Paper to DOCX through python-docx: editable, with page number fields.

Written from the same blocks as PDF and HTML. The bytes depend on the paper and on
python-docx alone: members are stored, not deflated, and bear a fixed date.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from kaoka.errors import FormatError
from kaoka.exam.paper import (
    Ask,
    BubbleField,
    Case,
    Choice,
    Cover,
    Heading,
    KeyTable,
    Line,
    Note,
    Paper,
    Seal,
    Table,
    WriteField,
)
from kaoka.formats.page.docx_xml import field, float_picture, keep_row_whole, two_columns
from kaoka.formats.page.qr import png

_SERIF, _SANS, _LATIN = "SimSun", "SimHei", "Times New Roman"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_BETWEEN = re.compile(rb">\s+<")
_SIZE, _INDENT = 10.5, 21.0
_TIE = "\u00a0"
_BRACKET = 44.0
"""Width kept free for a bracket, in points."""

_BLANK = "\u3000" * 5


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
        for block in paper.blocks:
            page.add(block)
        out = io.BytesIO()
        page.document.save(out)
        return _stored(out.getvalue())


def _stored(data: bytes) -> bytes:
    """Pack the members again: stored, in the same order, with one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = old.read(name)
            if name.startswith("word/styles"):
                member = _BETWEEN.sub(b"><", member)
            new.writestr(zipfile.ZipInfo(name, _ZIP_DATE), member)
    return out.getvalue()


class _Page:
    """A document under construction."""

    def __init__(self, document: Any, paper: Paper) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm, Pt

        def scaled(points: float) -> Any:
            return Pt(points * paper.layout.scale)

        self.document, self.paper, self.pt = document, paper, scaled
        self.serif = _SANS if paper.layout.large else _SERIF
        properties = document.core_properties
        properties.title, properties.author, properties.comments = paper.title, "", ""
        properties.last_modified_by, properties.revision = "", 1
        properties.created = properties.modified = _EPOCH
        style = document.styles["Normal"]
        self._font(style, self.serif, _SIZE)
        style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.line_spacing = 1.25
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        self.width = paper.layout.column if paper.layout.paper == "a3" else 170.0
        if paper.layout.paper == "a3":
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width = Mm(420)
            section.left_margin, section.right_margin = map(Mm, paper.layout.margins)
            two_columns(section, paper.layout.gutter)
        section.top_margin, section.bottom_margin = Mm(18), Mm(21)
        self._foot(section.footer.paragraphs[0])
        if paper.seal is not None:
            self._seal(paper.seal)

    def add(self, block: Any) -> None:  # noqa: C901  # one arm a block
        """Print one block."""
        match block:
            case Cover():
                self._cover(block)
            case Heading():
                self._paragraph(before=12, after=3, keep=True)(block.text, sans=True, size=12)
                if block.note:
                    self._paragraph(after=3, keep=True)(block.note, size=9)
            case Ask():
                self._ask(block, keep=False)
            case Case():
                story = self._paragraph(before=6, after=3, keep=True)
                story(block.story.label, sans=True)
                story(block.story.text)
                for place, part in enumerate(block.asks, 1):
                    self._ask(part, keep=block.whole and place < len(block.asks))
            case BubbleField():
                self._bubbles(block)
            case WriteField():
                self._write(block)
            case KeyTable():
                self._key(block)
            case Table():
                self._paragraph(before=10, after=3, keep=True)(block.title, sans=True, size=11)
                self._table(block.rows, size=9)
            case Note():
                self._paragraph(before=12, centre=True)(block.text, size=9)

    def _font(self, owner: Any, family: str, size: float) -> None:
        from docx.oxml.ns import qn

        owner.font.name, owner.font.size = _LATIN, self.pt(size)
        owner.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)

    def _paragraph(
        self,
        paragraph: Any = None,
        *,
        before: float = 0,
        after: float = 0,
        indent: float = 0,
        hang: float = 0,
        keep: bool = False,
        centre: bool = False,
    ) -> Callable[..., Any]:
        """Return a function that adds text to a new (or given) paragraph."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        made = self.document.add_paragraph() if paragraph is None else paragraph
        form = made.paragraph_format
        form.space_before, form.space_after = self.pt(before), self.pt(after)
        form.left_indent, form.first_line_indent = self.pt(indent + hang), self.pt(-hang)
        form.keep_with_next, form.keep_together = keep, True
        if centre:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER

        def add(text: str, *, sans: bool = False, size: float = _SIZE, line: bool = False) -> Any:
            run = made.add_run(text)
            if sans or size != _SIZE:
                self._font(run, _SANS if sans else self.serif, size)
            if line:
                run.underline = True
            return run

        return add

    def _foot(self, paragraph: Any) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        self.document.styles["Footer"].paragraph_format.tab_stops.clear_all()
        width = 420 - sum(self.paper.layout.margins) if self.paper.layout.paper == "a3" else 170
        for at, side in ((width / 2, WD_TAB_ALIGNMENT.CENTER), (width, WD_TAB_ALIGNMENT.RIGHT)):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(at), side)
        add = self._paragraph(paragraph)
        before, rest = self.paper.page.split("{page}")
        between, after = rest.split("{pages}")
        add(f"{self.paper.foot}\t{before}", size=8.5)
        field(add("", size=8.5), "PAGE")
        add(between, size=8.5)
        field(add("", size=8.5), "NUMPAGES")
        add(f"{after}\t{self.paper.code}", size=8.5)

    def _seal(self, it: Seal) -> None:
        """Print the seal as a strip at the top, name and number above its line."""
        add = self._paragraph(after=6, centre=True)
        for label, known in it.blanks:
            add(f"{label} ")
            add(known.center(16) if known else "\u3000" * 9, line=True)
            add("\u3000")
        marks = f" {'·' * 18} ".join(("", *it.marks, ""))
        self._paragraph(centre=True)(marks, sans=True, size=9)
        self._paragraph(after=8, centre=True)(it.note, size=8)

    def _cover(self, it: Cover) -> None:
        if it.warning:
            self._paragraph(after=6, centre=True)(it.warning, sans=True, size=9)
        title = self._paragraph(after=4, centre=True)(it.title, sans=True, size=18)
        if it.scan and (code := png(it.scan)):
            float_picture(title, code, it.scan)
        self._paragraph(after=6, centre=True)(it.subtitle, sans=True, size=13)
        if it.facts:
            self._paragraph(after=6, centre=True)("\u3000\u3000".join(it.facts))
        if it.blanks:
            add = self._paragraph(after=8, centre=True)
            for label, known in it.blanks:
                add(f"{label} ")
                add(known.center(16) if known else "\u3000" * 7, line=True)
                add("\u3000")
        if it.scores:
            self._table(it.scores, size=9.5)
        if it.notice_title:
            self._paragraph(before=8)(it.notice_title, sans=True, size=9.5)
        for place, words in enumerate(it.notice, 1):
            number = f"{place}. " if len(it.notice) > 1 else ""
            self._paragraph()(number + words, size=9.5)

    def _ask(self, it: Ask, *, keep: bool) -> None:
        below = bool(it.choices or it.pairs or it.lines or it.told)
        add = self._paragraph(before=5, hang=_INDENT, keep=keep or below)
        add(f"{it.number}.\t{it.extra}")
        self._line(add, (*it.stem, *it.tail))
        if it.bracket:
            opening, closing = self.paper.brackets
            add(f"\t{opening}{_TIE * 6}{closing}")
            self._room_for_bracket(add)
        self._choices(it, keep=keep or bool(it.told))
        for pair in it.pairs:
            opening, closing = self.paper.brackets
            row = self._paragraph(indent=_INDENT, keep=True)
            row(f"{opening}\u3000{closing} {pair.number}. {pair.left}\t{pair.letter}. {pair.right}")
            self._stop(row, 85)
        if it.lines:
            first = self._paragraph(indent=_INDENT, before=3)
            first(it.label)
            first("\u3000" * 14, line=True)
            first(it.unit)
            for _ in range(it.lines - 1):
                self._paragraph(indent=_INDENT, before=6)("\u3000" * 42, line=True)
        for label, words in it.told:
            told = self._paragraph(indent=_INDENT + 8, keep=label != it.told[-1][0])
            if label:
                told(f"{label}\u3000", sans=True, size=9)
            told(words, size=9)

    def _line(self, add: Callable[..., Any], runs: Line) -> None:
        for run in runs:
            if run.mark == "blank":
                add(_BLANK, line=True)
            else:
                add(run.text, sans=run.mark == "strong", line=run.mark == "strong")

    def _room_for_bracket(self, add: Callable[..., Any]) -> None:
        """Wrap the text early; a tab beyond the wrap sets the bracket at the right edge."""
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        form = add("")._parent.paragraph_format  # noqa: SLF001  # a run's paragraph
        form.right_indent = self.pt(_BRACKET)
        form.tab_stops.add_tab_stop(Mm(self.width), WD_TAB_ALIGNMENT.RIGHT)

    def _choices(self, it: Ask, *, keep: bool) -> None:
        rows = [it.choices[at : at + it.columns] for at in range(0, len(it.choices), it.columns)]
        for place, row in enumerate(rows, 1):
            add = self._paragraph(
                indent=_INDENT, hang=16 if it.columns == 1 else 0, keep=keep or place < len(rows)
            )
            for number, choice in enumerate(row):
                self._choice(add, choice, "\t" if number else "")
            for number in range(1, len(row)):
                self._stop(
                    add, 7.4 * self.paper.layout.scale + number * (self.width - 8) / it.columns
                )

    def _choice(self, add: Callable[..., Any], it: Choice, before: str) -> None:
        mark = "✓" if it.right else ""
        add(f"{before}{mark}{it.letter}. {it.text}", sans=it.right)

    def _stop(self, add: Callable[..., Any], at: float) -> None:
        from docx.shared import Mm

        paragraph = add("")._parent  # noqa: SLF001  # a run's paragraph
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(at))

    def _bubbles(self, it: BubbleField) -> None:
        groups = [it.rows[at : at + 5] for at in range(0, len(it.rows), 5)]
        lines = []
        for group in groups:
            cell = []
            for row in group:
                letters = " ".join(f"[{letter}]" for letter in row.letters)
                slots = (f"{slot} {letters}".strip() for slot in row.slots)
                cell.append(f"{row.number:>3}  " + "\n     ".join(slots))
            lines.append("\n".join(cell))
        padded = lines + [""] * (-len(lines) % it.columns)
        rows = [padded[at : at + it.columns] for at in range(0, len(padded), it.columns)]
        self._table(rows, size=10, grid=False, centre=False)

    def _write(self, it: WriteField) -> None:
        for row in it.rows:
            add = self._paragraph(before=6)
            add(f"{row.number:>3}  ")
            if row.lines:
                add("\u3000" * 40, line=True)
                for _ in range(row.lines - 1):
                    self._paragraph(before=6, indent=_INDENT)("\u3000" * 40, line=True)
                continue
            for _ in range(row.blanks):
                add("\u3000" * 12, line=True)
                add(" ")
            add(row.unit)

    def _key(self, it: KeyTable) -> None:
        cells = [
            text
            for number, answer, marked in it.rows
            for text in (number + ("★" if marked else ""), answer)
        ]
        width = 2 * it.columns
        cells += [""] * (-len(cells) % width)
        self._table([cells[at : at + width] for at in range(0, len(cells), width)], size=10)

    def _table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        size: float,
        grid: bool = True,
        centre: bool = True,
    ) -> None:
        from docx.shared import Mm

        table = self.document.add_table(len(rows), len(rows[0]))
        for column in table.columns:
            column.width = Mm(self.width / len(rows[0]))
        if grid:
            table.style = "Table Grid"
        for line, row in zip(table.rows, rows, strict=True):
            keep_row_whole(line)
            for place, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
                middle = centre and (place > 0 or len(text) < 6)  # short heads
                self._paragraph(cell.paragraphs[0], centre=middle)(text, size=size)
