"""Pages: PDF, DOCX, HTML and text from the same blocks. One table of writers, by format name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, cast

from kaoka.errors import FormatError
from kaoka.exam.paper import Paper

GROUP = "kaoka.pages"
OURS = {
    "pdf": "kaoka.formats.page.pdf:PdfWriter",
    "docx": "kaoka.formats.page.docx:DocxWriter",
    "html": "kaoka.formats.page.html:HtmlWriter",
    "txt": "kaoka.formats.page.txt:TextWriter",
}


WEB = "html"


def without_web(formats: Sequence[str]) -> tuple[str, ...]:
    """Return the formats of pages that hold answers: those given, but never a web page.

    A web page is opened by a browser, which keeps, shares and translates what it shows.
    Where nothing else was asked for, it is plain text.
    """
    return tuple(name for name in formats if name != WEB) or ("txt",)


class PageWriter(Protocol):
    """What a page format offers: a file suffix, and bytes for a paper."""

    suffix: str

    def write(self, paper: Paper) -> bytes:
        """Return the paper as one file."""


def writer(name: str) -> PageWriter:
    """Return a writer of the format called `name`: from our table, else by entry point.

    Raises:
        FormatError: no such format, or its extra is not installed.
    """
    if name in OURS:
        module, _, maker = OURS[name].partition(":")
        return cast("PageWriter", getattr(import_module(module), maker)())
    for entry in entry_points(group=GROUP, name=name):
        return cast("Callable[[], PageWriter]", entry.load())()
    raise FormatError("page_format_unknown", format=name, known=", ".join(OURS))
