"""The sealed margin of an HTML page: drawn into the left margin box of odd printed pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from kaoka.exam.layout import Layout
from kaoka.exam.lines import ems
from kaoka.exam.paper import Seal

_EM, _MARK = 10.5 / 72 * 25.4, 3.2
_TALL = 297.0 - 18.0 - 21.0
_BLANK, _BETWEEN = 13 * _EM, 3 * _EM
_NAMES, _LINE, _NOTE = 14.0, 20.0, 25.5
"""Where the rows stand, in mm from the edge."""

_SERIF = "Noto Serif SC,Noto Serif CJK SC,Source Han Serif SC,Songti SC,SimSun,serif"
_SANS = (
    "Noto Sans SC,Noto Sans CJK SC,Source Han Sans SC,PingFang SC,Microsoft YaHei,SimHei,sans-serif"
)
_PLAIN = "".join(c for c in map(chr, range(0x20, 0x7F)) if c not in '%#"<>&\\')


def seal_style(it: Seal, layout: Layout) -> str:
    """Return the print style that sets the seal: page margins, and the drawing on odd pages.

    Only browsers that draw margin boxes are to hide the strip that stands on screen. Some
    draw them and cannot be asked for them; they are told by what else they alone know.
    """
    inner, outer = layout.margins
    image = "".join(c if c in _PLAIN or c > "\x7f" else quote(c) for c in _svg(it, inner))
    return (
        f"@page :left {{ margin-left: {outer:g}mm; margin-right: {inner:g}mm; }}\n"
        f'@page :right {{ @left-middle {{ content: url("data:image/svg+xml,{image}"); }} }}\n'
        "@media print { @supports at-rule(@left-middle) or ((interpolate-size: allow-keywords) "
        "and (-webkit-box-reflect: below)) { .seal { display: none; } } }\n"
    )


def _svg(it: Seal, width: float) -> str:
    inside = "".join((*_names(it), *_dots(it), _words(it.note, _TALL / 2, _NOTE, 2.8, _SERIF)))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width:g}mm' height='{_TALL:g}mm' "
        f"viewBox='0 0 {width:g} {_TALL:g}'>"
        f"<g transform='translate(0 {_TALL:g}) rotate(-90)' text-anchor='middle'>{inside}</g></svg>"
    )


def _names(it: Seal) -> Iterator[str]:
    labels = [ems(label) * _EM for label, _ in it.blanks]
    gap = _EM / 2
    at = (_TALL - sum(labels) - len(labels) * (gap + _BLANK + _BETWEEN) + _BETWEEN) / 2
    for (label, known), wide in zip(it.blanks, labels, strict=True):
        yield _words(label, at + wide / 2, _NAMES, _EM, _SERIF)
        at += wide + gap
        yield f"<path d='M{at:.2f} {_NAMES + 1:g}h{_BLANK:.2f}' stroke='black' stroke-width='.2'/>"
        if known:
            yield _words(known, at + _BLANK / 2, _NAMES, _EM, _SERIF)
        at += _BLANK + _BETWEEN


def _dots(it: Seal) -> Iterator[str]:
    step = _TALL / (len(it.marks) + 1)
    start = 0.0
    for number, mark in enumerate((*it.marks, ""), 1):
        half = ems(mark) * _MARK / 2 + 2 if mark else 0.0
        yield (
            f"<path d='M{start:.2f} {_LINE:g}H{number * step - half:.2f}' stroke='black' "
            "stroke-width='.25' stroke-dasharray='.3 .9'/>"
        )
        if mark:
            yield _words(mark, number * step, _LINE + 1.2, _MARK, _SANS)
        start = number * step + half


def _words(text: str, along: float, down: float, size: float, family: str) -> str:
    return (
        f"<text x='{along:.2f}' y='{down:g}' font-size='{size:.2f}' "
        f"font-family='{family}'>{escape(text)}</text>"
    )
