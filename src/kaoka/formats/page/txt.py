"""Pages as plain text: for a screen reader, an e-mail, or a key that must not be a web page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kaoka.exam.paper import (
    Ask,
    Block,
    BubbleField,
    Bubbles,
    Case,
    Cover,
    Heading,
    KeyTable,
    Line,
    Note,
    Paper,
    Seal,
    Table,
    WriteField,
    WriteLine,
)
from kaoka.text import width

_BLANK = "________"
_RULE = "_" * 60
_INDENT = "    "


class TextWriter:
    """Writes a paper as UTF-8 text, one block after another, an empty line between them."""

    suffix = "txt"

    def write(self, paper: Paper) -> bytes:
        """Return the paper as one text."""
        blocks = ("\n".join(_block(block, paper.brackets)) for block in paper.blocks)
        seal = "\n".join(_seal(paper.seal))
        foot = f"{paper.foot}  {paper.code}"
        return ("\n\n".join(filter(None, (seal, *blocks, foot))) + "\n").encode()


def _seal(it: Seal | None) -> Iterator[str]:
    if it is not None:
        yield _blanks(it.blanks)


def _block(block: Block, brackets: tuple[str, str]) -> Iterator[str]:
    match block:
        case Cover():
            yield from _cover(block)
        case Heading():
            yield from filter(None, (block.text, block.note))
        case Ask():
            yield from _ask(block, brackets)
        case Case():
            yield f"{block.story.label}{block.story.text}"
            for part in block.asks:
                yield ""
                yield from _ask(part, brackets)
        case Note():
            yield block.text
        case _:
            yield from _field(block)


def _field(block: BubbleField | WriteField | KeyTable | Table) -> Iterator[str]:
    match block:
        case BubbleField():
            yield from (line for row in block.rows for line in _bubbles(row))
        case WriteField():
            yield from (line for row in block.rows for line in _write(row))
        case KeyTable():
            cells = [f"{number}{'★' * star} {answer}" for number, answer, star in block.rows]
            across = range(0, len(cells), block.columns)
            yield from _columns([cells[at : at + block.columns] for at in across])
        case Table():
            yield block.title
            yield from _columns(block.rows)


def _cover(it: Cover) -> Iterator[str]:
    if it.warning:
        yield f"【{it.warning}】"
    yield it.title
    yield it.subtitle
    yield "  ".join(it.facts)
    if it.blanks:
        yield _blanks(it.blanks)
    if it.scores:
        yield from ("", *_columns(it.scores))
    if it.notice:
        yield ""
        if it.notice_title:
            yield it.notice_title
        for number, words in enumerate(it.notice, 1):
            yield f"{number}. {words}" if len(it.notice) > 1 else words


def _blanks(blanks: Iterable[tuple[str, str]]) -> str:
    return "  ".join(f"{label} {known or _BLANK}" for label, known in blanks)


def _ask(it: Ask, brackets: tuple[str, str]) -> Iterator[str]:
    bracket = " {}    {}".format(*brackets) if it.bracket else ""
    yield f"{it.number}. {it.extra}{_line(it.stem)}{_line(it.tail)}{bracket}"
    for choice in it.choices:
        yield f"{_INDENT}{choice.letter}. {choice.text}{'  ✓' * choice.right}"
    for pair in it.pairs:
        if pair.left:
            yield f"{_INDENT}{'{}    {}'.format(*brackets)} {pair.number}. {pair.left}"
    for pair in it.pairs:
        if pair.right:
            yield f"{_INDENT}{pair.letter}. {pair.right}"
    if it.lines == 1:
        yield f"{_INDENT}{it.label}{_BLANK}{it.unit}"
    elif it.lines > 1:
        yield f"{_INDENT}{it.label}"
        yield from (f"{_INDENT}{_RULE}" for _ in range(it.lines))
    for label, words in it.told:
        yield f"{_INDENT}{f'{label}  ' * bool(label)}{words}"


def _line(runs: Line) -> str:
    return "".join(_BLANK if run.mark == "blank" else run.text for run in runs)


def _bubbles(it: Bubbles) -> Iterator[str]:
    letters = " ".join(f"[{letter}]" for letter in it.letters)
    for place, slot in enumerate(it.slots):
        number = f"{it.number}." if place == 0 else " " * (len(str(it.number)) + 1)
        yield f"{number} {f'{slot}  ' * bool(slot)}{letters}"


def _write(it: WriteLine) -> Iterator[str]:
    yield f"{it.number}. {'  '.join([_BLANK] * it.blanks) if not it.lines else ''}{it.unit}"
    yield from (f"{_INDENT}{_RULE}" for _ in range(it.lines))


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows with their cells one below the other."""
    wide = [
        max(width(row[at]) for row in rows if at < len(row)) for at in range(max(map(len, rows)))
    ]
    for row in rows:
        cells = (f"{cell}{' ' * (wide[at] - width(cell))}" for at, cell in enumerate(row))
        yield "  ".join(cells).rstrip()
