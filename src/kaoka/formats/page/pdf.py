"""Paper to PDF through typst: one template, one compiler, the paper as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaoka.errors import FormatError
from kaoka.exam.paper import Cover, Paper
from kaoka.formats.page.fonts import font_files
from kaoka.formats.page.qr import modules, svg

if TYPE_CHECKING:
    from typst import Compiler

TEMPLATE = Path(__file__).with_name("paper.typ")


class PdfWriter:
    """Writes papers as PDF; keeps one compiler, whose fonts and caches serve all of them.

    The bytes depend on the paper, the fonts and the version of typst alone: no clock,
    no system font, no path goes in.
    """

    suffix = "pdf"

    def __init__(self) -> None:
        self._compiler = compiler()

    def write(self, paper: Paper) -> bytes:
        """Return the paper as a PDF file.

        Raises:
            FormatError: typst refuses the page.
        """
        from typst import TypstError  # an extra

        try:
            made = self._compiler.compile(
                format="pdf",
                sys_inputs=inputs(paper),
                timestamp=EPOCH,
                pdf_standards=["1.7", *paper.layout.pdf],
            )
        except TypstError as error:
            raise FormatError("typst_refused", reason=error) from error
        if not isinstance(made, bytes):
            raise FormatError("typst_refused", reason="no page")
        return made


EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment that every PDF bears, so that equal papers are equal files."""


def compiler() -> Compiler:
    """Return a typst compiler over our template and fonts alone.

    Raises:
        FormatError: typst or the fonts are not installed (extra `pdf`).
    """
    try:
        from typst import Compiler  # an extra
    except ImportError as error:
        raise FormatError("extra_missing", extra="pdf", package="typst") from error
    return Compiler(
        input=str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=sorted({str(path.parent) for path in font_files()}),
        ignore_system_fonts=True,
    )


def inputs(paper: Paper) -> dict[str, str]:
    """Return what the template reads."""
    scans = (block.scan for block in paper.blocks if isinstance(block, Cover) and block.scan)
    codes = {scan: svg(rows, "") for scan in scans if (rows := modules(scan))}
    return {"paper": _encode(_fields(paper) | {"codes": codes})}


def _fields(block: Any) -> dict[str, Any]:
    return {name: getattr(block, name) for name in block.__slots__}


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_fields).encode


def typst_version() -> str:
    """Return the version of the installed typst."""
    from importlib.metadata import version  # only where typst is used

    return version("typst")
