"""How papers are laid out: paper size, sealed margin, large print, standards of the PDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from kaoka.bank.item import Strict

Size = Literal["a4", "a3"]
Standard = Literal["ua-1", "a-2a", "a-2b", "a-2u", "a-3a", "a-3b", "a-3u"]

_PLAIN, _LARGE = 10.5, 16.0
_MM = 25.4 / 72
_NUMBER = 2.1
"""Width that a question's number takes, in em."""

_PAGE_ROWS = 34


def _listed(written: Any) -> Any:
    return (written,) if isinstance(written, str) else written


class WrittenLayout(Strict):
    """`layout:` of a blueprint. `large` adds a paper and a sheet in large print to each form."""

    paper: Size = "a4"
    seal: bool = False
    large: bool = False
    pdf: Annotated[tuple[Standard, ...], BeforeValidator(_listed)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The layout of one document.

    A4 stands upright in one column; A3 lies on its side in two. A sealed paper has a wide
    inner margin (left on odd pages, right on even ones) for name and number. Large print
    is 16 pt in the sans face, else 10.5 pt in the serif.
    """

    paper: Size = "a4"
    seal: bool = False
    large: bool = False
    pdf: tuple[Standard, ...] = ()

    @property
    def size(self) -> float:
        """Size of the text in points."""
        return _LARGE if self.large else _PLAIN

    @property
    def scale(self) -> float:
        """How many times larger than usual all print is."""
        return self.size / _PLAIN

    @property
    def margins(self) -> tuple[float, float]:
        """Inner and outer margin in mm."""
        if self.seal:
            return (36.0, 18.0) if self.paper == "a3" else (34.0, 14.0)
        return (22.0, 22.0) if self.paper == "a3" else (20.0, 20.0)

    @property
    def gutter(self) -> float:
        """Space between the columns in mm; 0 where there is one."""
        return 20.0 if self.paper == "a3" else 0.0

    @property
    def column(self) -> float:
        """Width of a column in mm."""
        if self.paper == "a3":
            return (420 - sum(self.margins) - self.gutter) / 2
        return 210 - sum(self.margins)

    @property
    def line(self) -> float:
        """Width of a line of options, in whole em."""
        return float(int(self.column / (_MM * self.size) - _NUMBER))

    @property
    def rows(self) -> int:
        """About how many lines a page holds."""
        return int(_PAGE_ROWS / self.scale)

    def sheet(self) -> Layout:
        """Return the layout of answer sheets: A4, nothing sealed."""
        return replace(self, paper="a4", seal=False)

    def marker(self) -> Layout:
        """Return the layout of what markers read."""
        return Layout(pdf=self.pdf)

    def enlarged(self) -> Layout:
        """Return the layout of the large print: A4."""
        return replace(self, paper="a4", large=True)


USUAL = Layout()
"""A4, nothing sealed, usual print."""
