"""A paper: a form laid out for one reader, as blocks that every page format walks.

Numbering, sections, points and columns are decided here, once; PDF, HTML and whatever
comes later print the same blocks.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from kaoka.exam.layout import USUAL, Layout

Mark = Literal["", "blank", "strong"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line: plain text, a blank to write in, or a word to stress."""

    text: str
    mark: Mark = ""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The head of the first page.

    `facts` stand under the title; `blanks` are labels with a line
    to write on, or what stands there already; `scores`
    is the table of sections and points, its first row the heads; `notice` is numbered.
    `scan` is printed as a QR code.
    """

    title: str
    subtitle: str
    facts: tuple[str, ...] = ()
    blanks: tuple[tuple[str, str], ...] = ()
    scores: tuple[tuple[str, ...], ...] = ()
    notice_title: str = ""
    notice: tuple[str, ...] = ()
    warning: str = ""
    scan: str = ""
    block: Literal["cover"] = "cover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A section's head and what to do in it."""

    text: str
    note: str = ""
    block: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the next `parts` questions are about; `label` is set before it."""

    label: str
    text: str
    block: Literal["story"] = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One row of a matching: a numbered left side, a lettered right side; one may be empty."""

    number: str
    left: str
    letter: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One lettered option; `right` is only ever set on pages for the marker."""

    letter: str
    text: str
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to answer.

    `bracket` wants a bracket after the stem, whose end is then `tail`: the two stand on
    one line. `lines` wants lines to write on below (`label`
    before the first), `columns` is how many options stand side by side. `told` are what
    the solutions add: label and text.
    """

    number: int
    stem: Line
    tail: Line = ()
    bracket: bool = False
    choices: tuple[Choice, ...] = ()
    columns: int = 1
    pairs: tuple[Pair, ...] = ()
    label: str = ""
    lines: int = 0
    unit: str = ""
    extra: str = ""
    told: tuple[tuple[str, str], ...] = ()
    whole: bool = True
    block: Literal["ask"] = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A story with its questions; `whole` asks for it to stay on one page."""

    story: Story
    asks: tuple[Ask, ...]
    whole: bool
    block: Literal["case"] = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubbles:
    """Rows of an answer sheet: for each number, the letters to fill in.

    `slots` is how many times the letters stand below one another (ordering, matching);
    each slot has a label.
    """

    number: int
    letters: tuple[str, ...]
    slots: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True, kw_only=True)
class BubbleField:
    """The bubbles of one section, in groups of five down the page."""

    rows: tuple[Bubbles, ...]
    columns: int
    block: Literal["bubbles"] = "bubbles"


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteLine:
    """A numbered place to write: as many blanks as the question has, or whole lines."""

    number: int
    blanks: int = 1
    lines: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteField:
    """The written answers of one section, in columns."""

    rows: tuple[WriteLine, ...]
    columns: int
    block: Literal["write"] = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTable:
    """Short answers in a grid: number and answer; `marked` ones carry a star."""

    rows: tuple[tuple[str, str, bool], ...]
    columns: int
    block: Literal["key"] = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A plain table with a caption, its first row and column being heads."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    block: Literal["table"] = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One line by itself."""

    text: str
    block: Literal["note"] = "note"


Block = Cover | Heading | Ask | Case | BubbleField | WriteField | KeyTable | Table | Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The sealed margin: `blanks` as on a cover, and beside a dotted line `marks` and `note`."""

    blanks: tuple[tuple[str, str], ...]
    marks: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document. `foot` runs under every page; `page` holds {page} and {pages}."""

    title: str
    lang: str
    foot: str
    code: str
    page: str
    brackets: tuple[str, str]
    blocks: tuple[Block, ...]
    layout: Layout = USUAL
    seal: Seal | None = None

    def plain(self) -> dict[str, Any]:
        """Return the paper as JSON values."""
        return asdict(self)
