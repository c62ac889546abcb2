"""A learner's figures as one HTML page: no script, no file besides, charts as inline SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

from kaoka.lang import current, words
from kaoka.question.model import Question
from kaoka.study.day import Day, written
from kaoka.study.stats import Recall, Stats, binned

_ = words("study")

WEEKS = 26
"""Weeks of the heat map."""

_CELL, _GAP = 13, 3
_FEW = 12
_BAR_HEIGHT, _BAR_WIDTH, _EDGE = 90, 22, 12

_STYLE = """
:root { --ink: #1d2733; --quiet: #5d6b7a; --paper: #fff; --line: #e3e8ee; --bar: #2f6db3;
  --c0: #eceff3; --c1: #c5dbf2; --c2: #8ab6e3; --c3: #4b89cb; --c4: #1f5796; --warn: #a34a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf1; --quiet: #9aa8b6; --paper: #14191f;
  --line: #2a333d; --bar: #6aa5e0; --c0: #222a33; --c1: #1f4164; --c2: #2c629a; --c3: #4b89cb;
  --c4: #8fc0f2; --warn: #ffb070; } }
* { box-sizing: border-box } body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.6 "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",
  system-ui, sans-serif } main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.05rem; margin: 2.2rem 0 .6rem }
p { margin: .2rem 0; color: var(--quiet) } dl { display: grid; gap: .75rem; margin: 1.4rem 0 0;
  grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)) } dl > div { border: 1px solid
  var(--line); border-radius: .5rem; padding: .6rem .8rem } dt { color: var(--quiet);
  font-size: .85rem } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums }
.scroll { overflow-x: auto } svg { display: block } svg text { fill: var(--quiet); font-size: 11px }
.bar { fill: var(--bar) } .c0 { fill: var(--c0) } .c1 { fill: var(--c1) } .c2 { fill: var(--c2) }
.c3 { fill: var(--c3) } .c4 { fill: var(--c4) } table { border-collapse: collapse; width: 100% }
td, th { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line);
  font-weight: 400 } td.n { text-align: right; font-variant-numeric: tabular-nums;
  white-space: nowrap } .meter { background: var(--c0); border-radius: 3px; height: 8px;
  min-width: 5rem } td.m { width: 60% } .meter i { display: block; height: 8px; border-radius: 3px;
  background: var(--bar) } li { color: var(--warn) }
"""


def page(title: str, found: Stats, ahead: Mapping[Day, int], known: Mapping[str, Question]) -> str:
    """Return the page: tiles, heat map, recall, what is coming, ease, weak topics."""
    leeches = [known[name].stem if name in known else name for name in found.leeches]
    parts = [
        f"<h1>{escape(title)}</h1><p>{written(found.today)}</p>",
        _tiles(found),
        _section(_("Answers a day"), _heat_map(found)),
        _section(_("Recall by days since the last answer"), _recalls(_ages(found))),
        _section(_("Due on the days ahead"), _bars(_short(ahead))),
        _section(spread_words(found), _bars(binned(found))),
        _section(_("Weakest topics"), _recalls(list(found.topics.items())[:12])),
        _section(_("Keep being forgotten"), _list(leeches)),
    ]
    return (
        f'<!doctype html>\n<html lang="{current()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _section(name: str, body: str) -> str:
    return f"<h2>{escape(name)}</h2>{body}" if body else ""


def _tiles(found: Stats) -> str:
    share = found.recall.share
    tiles = {
        _("Questions met"): f"{found.known} / {found.total}",
        _("Due today"): str(found.due),
        _("Answers"): str(found.answers),
        _("Days in a row"): str(found.run),
        _("Recall"): "—" if share is None else f"{share:.0%}",
    }
    cells = (f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in tiles.items())
    return f"<dl>{''.join(cells)}</dl>"


def _heat_map(found: Stats) -> str:
    """Weeks from left to right, days from Monday down, darker where more was answered."""
    most = max(found.days.values(), default=0)
    last = found.today + 7 - date.fromordinal(found.today).isoweekday()
    first = last - 7 * WEEKS + 1
    step = _CELL + _GAP
    cells = []
    for day in range(first, found.today + 1):
        count, place = found.days.get(day, 0), day - first
        shade = -(-count * 4 // most) if most else 0
        cells.append(
            f'<rect class="c{shade}" x="{place // 7 * step}" y="{place % 7 * step}" rx="2"'
            f' width="{_CELL}" height="{_CELL}"><title>{written(day)}: {count}</title></rect>'
        )
    wide, high = WEEKS * step, 7 * step
    return (
        f'<div class="scroll"><svg role="img" aria-label="{escape(_("Answers a day"))}"'
        f' width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">{"".join(cells)}</svg></div>'
    )


def _bars(counts: Mapping[str, int]) -> str:
    if not counts:
        return ""
    most = max(counts.values()) or 1
    broad = max(_BAR_WIDTH, max(map(len, counts)) * 7 + 6 if len(counts) <= _FEW else 0)
    wide, high = len(counts) * broad + 2 * _EDGE, _BAR_HEIGHT + 34
    every = 1 if len(counts) <= _FEW else 2
    out = []
    for n, (name, count) in enumerate(counts.items()):
        tall = round(count * _BAR_HEIGHT / most)
        x, middle = _EDGE + n * broad, _EDGE + n * broad + broad // 2
        out.append(
            f'<rect class="bar" x="{x + 2}" y="{_BAR_HEIGHT + 14 - tall}" rx="2"'
            f' width="{broad - 4}" height="{tall}"><title>{escape(name)}: {count}</title></rect>'
            f'<text x="{middle}" y="{_BAR_HEIGHT + 10 - tall}" text-anchor="middle">{count or ""}</text>'
        )
        if n % every == 0:
            out.append(
                f'<text x="{middle}" y="{high - 4}" text-anchor="middle">{escape(name)}</text>'
            )
    return f'<div class="scroll"><svg role="img" width="{wide}" height="{high}">{"".join(out)}</svg></div>'


def _recalls(rows: Iterable[tuple[str, Recall]]) -> str:
    out = []
    for name, one in rows:
        share = one.share or 0.0
        out.append(
            f'<tr><th>{escape(name)}</th><td class="m"><div class="meter"><i style="width:{share:.0%}"></i>'
            f'</div></td><td class="n">{share:.0%} ({one.passed}/{one.answers})</td></tr>'
        )
    return f"<table>{''.join(out)}</table>" if out else ""


def _list(texts: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>" if texts else ""


def _ages(found: Stats) -> list[tuple[str, Recall]]:
    return [(age_words(low, high), one) for (low, high), one in found.ages.items() if one.answers]


def age_words(low: int, high: int) -> str:
    """Say a range of days."""
    if low == high:
        return _("{days} day").format(days=low)
    if high > 999:
        return _("{low} days and more").format(low=low)
    return _("{low}–{high} days").format(low=low, high=high)


def spread_words(found: Stats) -> str:
    """Say what the spread is of."""
    if found.by_ease:
        return _("How easily questions are kept (SM-2 ease: 2.50 at first, 1.30 at the least)")
    return _("For how many days questions are kept (FSRS stability)")


def _short(days: Mapping[Day, int]) -> dict[str, int]:
    return {written(day)[5:]: count for day, count in days.items()}
