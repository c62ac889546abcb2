"""Plots of a marked exam, as SVG to stand inside a page; the extra `analysis` draws them.

Same figures, same bytes: nothing depends on the clock or on the fonts of the machine.
Texts stay texts, so that the page's own fonts set them.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kaoka.result.analysis import ItemStats

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDTH = 7.0
"""Inches: the width of the text on A4 with margins of 16 mm."""

_INK, _FILL, _LINE, _ALERT = "#333333", "#9fb6cd", "#7a7a7a", "#a40000"
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "kaoka",
    "font.family": ["DejaVu Sans"],
    "font.size": 8,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,
}
_FONTS = "'Noto Sans SC', 'Source Han Sans SC', SimHei, 'DejaVu Sans', sans-serif"
_ACROSS = 4
_MOST = 24
_NAMED = 20
_ENOUGH = 20
_LOW = 0.2


def available() -> bool:
    """Whether the extra that draws is installed."""
    try:
        import matplotlib.figure  # noqa: F401  # asked for, not used here
    except ImportError:
        return False
    return True


def histogram(percents: Iterable[float], passing: float, words: Mapping[str, str]) -> str:
    """Draw how many candidates lie in each twentieth of the range, and the pass mark."""
    from matplotlib.ticker import MaxNLocator

    with _figure("h", 2.3, left=0.08, right=0.98, bottom=0.2, top=0.95) as (figure, done):
        axes = figure.add_subplot()
        axes.grid(axis="y", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
        counts = [0] * 20
        for percent in percents:
            counts[min(int(percent // 5), 19)] += 1
        bars = axes.bar([5 * n + 2.5 for n in range(20)], counts, width=4.6, color=_FILL)
        axes.bar_label(bars, [str(n) if n else "" for n in counts], fontsize=7, color=_INK)
        axes.axvline(passing, color=_ALERT, linewidth=1.4)
        axes.set_xlim(0, 100)
        axes.set_xticks(range(0, 101, 10))
        axes.set_ylim(0, max(1, *counts) * 1.12)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_xlabel(words["percent"])
        axes.set_ylabel(words["candidates"])
    return done[0]


def item_map(items: Sequence[ItemStats], words: Mapping[str, str]) -> str:
    """Draw each question by facility and discrimination, numbered as in `items`.

    Named by number are those flagged and those of the lowest discrimination, as long as
    no other number stands there.
    """
    found = [(n, one, one.r_pbis) for n, one in enumerate(items, 1) if one.r_pbis is not None]
    worst = sorted(found, key=lambda each: (not each[1].flag, each[2], each[0]))
    named = {n for n, one, r in worst[:_NAMED] if one.flag or r < _LOW}
    with _figure("m", 3.4, left=0.08, right=0.99, bottom=0.14, top=0.96) as (figure, done):
        axes = figure.add_subplot()
        axes.grid(color="#e4e4e4", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.axhline(0, color=_INK, linewidth=0.8)
        axes.axhline(_LOW, color=_LINE, linewidth=0.8, linestyle=(0, (4, 3)))
        labels: list[tuple[float, float]] = []
        for n, one, r in worst:
            colour, shape = (_ALERT, "D") if one.flag else ("#44688c", "o")
            axes.plot([one.p], [r], shape, color=colour, markersize=4.5, alpha=0.85)
            if n in named and all(abs(one.p - x) > 0.03 or abs(r - y) > 0.06 for x, y in labels):
                labels.append((one.p, r))
                axes.annotate(str(n), (one.p, r), (4, 3), textcoords="offset points")
        low = min((r for _, _, r in found), default=0.0)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(min(-0.1, low - 0.08), 1.0)
        axes.set_xlabel(words["facility"])
        axes.set_ylabel(words["discrimination"])
    return done[0]


def drawn_curves(items: Iterable[ItemStats]) -> list[tuple[int, ItemStats]]:
    """Return the questions whose options `curves` draws, numbered as in `items`.

    Those that enough candidates answered: flagged ones, then by discrimination, the lowest
    first; at most 24.
    """
    able = [
        (n, one)
        for n, one in enumerate(items, 1)
        if one.n >= _ENOUGH and any(option.curve for option in one.options)
    ]
    able.sort(key=lambda pair: (not pair[1].flag, pair[1].r_pbis or 0.0, pair[1].question))
    return able[:_MOST]


def curves(items: Sequence[tuple[int, ItemStats]], words: Mapping[str, str]) -> str:
    """Draw, for each question, the share of each option by fifths of the candidates.

    The right options are bold; numbers are those of options.csv.
    """
    rows = -(-len(items) // _ACROSS)
    height = 1.45 * rows + 0.45
    margins = {"left": 0.07, "right": 0.97, "bottom": 0.45 / height, "top": 1 - 0.2 / height}
    with _figure("c", height, wspace=0.32, hspace=0.42, **margins) as (figure, done):
        for place, (n, one) in enumerate(items, 1):
            axes = figure.add_subplot(rows, _ACROSS, place)
            colour = _ALERT if one.flag else _INK
            axes.set_title(f"{n}", fontsize=8, color=colour, loc="left", pad=3)
            ends: list[float] = []
            for number, option in enumerate(one.options, 1):
                style: dict[str, Any] = (
                    {"color": _INK, "linewidth": 2.0}
                    if option.right
                    else {"color": "#5b7fa6", "linewidth": 1.0, "linestyle": _DASHES[number % 3]}
                )
                axes.plot(range(1, 6), option.curve, **style)
                axes.annotate(
                    str(number),
                    (5, _apart(option.curve[-1], ends)),
                    (4, -2.5),
                    textcoords="offset points",
                    fontsize=7,
                    annotation_clip=False,
                    fontweight="bold" if option.right else "normal",
                )
            axes.set_xlim(0.8, 5.1)
            axes.set_ylim(-0.03, 1.03)
            axes.set_xticks(range(1, 6))
            axes.set_yticks([0, 0.5, 1], ["0", "50%", "100%"] if place % _ACROSS == 1 else [])
            axes.tick_params(labelsize=7, length=2)
        figure.supxlabel(words["fifths"], fontsize=8, y=0.06 / height, color=_INK)
    return done[0]


_DASHES: tuple[Any, ...] = ("-", (0, (4, 2)), (0, (1, 1.5)))


def _apart(at: float, ends: list[float]) -> float:
    """Return a height for a label near `at` that no other label takes."""
    tried = (at + sign * step * 0.11 for step in range(8) for sign in (1, -1))
    free = next(y for y in tried if 0 <= y <= 1 and all(abs(y - other) > 0.105 for other in ends))
    ends.append(free)
    return free


@contextmanager
def _figure(prefix: str, height: float, **margins: float) -> Iterator[tuple[Figure, list[str]]]:
    """Give a figure to draw on, and a list that holds its SVG afterwards."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    log = logging.getLogger("matplotlib.font_manager")
    level = log.level
    log.setLevel(logging.ERROR)
    done: list[str] = []
    try:
        with mpl.rc_context(), warnings.catch_warnings():
            mpl.rcdefaults()
            mpl.rcParams.update(_SETTINGS)
            warnings.simplefilter("ignore", UserWarning)  # the page has the glyphs
            figure = Figure(figsize=(_WIDTH, height))
            figure.subplots_adjust(**margins)
            yield figure, done
            out = io.StringIO()
            figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
            done.append(_inline(out.getvalue(), prefix))
    finally:
        log.setLevel(level)


def _inline(svg: str, prefix: str) -> str:
    """Return an SVG fit to stand among others in a page: ids its own, fonts the page's."""
    svg = svg[svg.index("<svg") :].replace("'DejaVu Sans'", _FONTS)
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    used = set(re.findall(r"#([\w-]+)", svg))

    def renamed(match: re.Match[str]) -> str:
        return f' id="{prefix}-{match[1]}"' if match[1] in used else ""

    svg = re.sub(r' id="([^"]+)"', renamed, svg)
    svg = re.sub(r'(href="|url\()#', rf"\g<1>#{prefix}-", svg)
    return svg.replace("<svg ", '<svg role="img" ', 1)
