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
    from matplotlib.axes import Axes
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


def histogram(counts: Sequence[int], passing: float, words: Mapping[str, str]) -> str:
    """Draw how many candidates lie in each twentieth of the range, and the pass mark."""
    from matplotlib.ticker import MaxNLocator

    with _figure("h", 2.3, left=0.08, right=0.98, bottom=0.2, top=0.95) as (figure, done):
        axes = figure.add_subplot()
        axes.grid(axis="y", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
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

    The right options are bold; numbers are those of options.csv. All panels share one pair
    of axes, whose unit is the inch: matplotlib takes long over axes, not over lines.
    """
    height = _PITCH[1] * -(-len(items) // _ACROSS) + 0.45
    with _figure("c", height) as (figure, done):
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, _WIDTH)
        axes.set_ylim(0, height)
        for place, (n, one) in enumerate(items):
            row, column = divmod(place, _ACROSS)
            left = 0.49 + _PITCH[0] * column
            _panel(axes, n, one, (left, height - 1.2 - _PITCH[1] * row), first=not column)
        axes.text(_WIDTH / 2, 0.06, words["fifths"], color=_INK, ha="center", va="bottom")
    return done[0]


_PANEL = (1.27, 1.0)
_PITCH = (1.676, 1.45)
"""Width and height of a panel, and from one panel to the next, in inches."""


def _panel(axes: Axes, n: int, one: ItemStats, corner: tuple[float, float], *, first: bool) -> None:
    """Draw one question with its lower left corner there; `first` in its row."""
    from matplotlib.collections import LineCollection

    left, low = corner
    width, tall = _PANEL

    def x(fifth: float) -> float:
        return left + width * (fifth - 0.8) / 4.3

    def y(share: float) -> float:
        return low + tall * (share + 0.03) / 1.06

    frame: list[list[tuple[float, float]]] = [
        [(left, low + tall), (left, low), (left + width, low)]
    ]
    colour = _ALERT if one.flag else _INK
    axes.text(left, low + tall + 0.04, str(n), color=colour, va="bottom")
    small: dict[str, Any] = {"fontsize": 7, "color": _INK}
    for fifth in range(1, 6):
        frame.append([(x(fifth), low), (x(fifth), low - 0.03)])
        axes.text(x(fifth), low - 0.06, str(fifth), ha="center", va="top", **small)
    for share, name in ((0, "0"), (0.5, "50%"), (1, "100%")):
        frame.append([(left, y(share)), (left - 0.03, y(share))])
        if first:
            axes.text(left - 0.06, y(share), name, ha="right", va="center", **small)
    axes.add_collection(LineCollection(frame, colors=_LINE, linewidths=0.8), autolim=False)
    ends: list[float] = []
    for number, option in enumerate(one.options, 1):
        style: dict[str, Any] = (
            {"color": _INK, "linewidth": 2.0}
            if option.right
            else {"color": "#5b7fa6", "linewidth": 1.0, "linestyle": _DASHES[number % 3]}
        )
        axes.plot(
            [x(fifth) for fifth in range(1, 6)], [y(share) for share in option.curve], **style
        )
        weight = "bold" if option.right else "normal"
        at = y(_apart(option.curve[-1], ends))
        axes.text(x(5) + 0.06, at, str(number), va="center", fontweight=weight, **small)


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
