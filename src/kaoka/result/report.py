"""The report of a marked exam: one HTML page that prints well, without script.

It names options by number alone: answers never go into a web page.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from html import escape
from typing import Any

from kaoka.result import plots
from kaoka.result.analysis import FormStats, ItemStats
from kaoka.result.score import Score

_ZH = {
    "title": "{title}：成绩与试题分析",
    "graded": "已评 {graded} 人，未评 {rejected} 行；合格 {passed} 人，合格率 {rate}",
    "veto": "因否决题不合格 {count} 人",
    "histogram": "得分分布（百分比；竖线为合格线 {passing}）",
    "forms": "各卷",
    "form_heads": "卷|人数|平均分|标准差|合格|信度 α|测量标准误|合格线上下一个标准误内",
    "items": "试题（由难到易）",
    "item_heads": "题|题型|人数|难度 p|区分度 r|高低组差",
    "negative": "区分度为负：答得好的人反而做错，请复核题目",
    "key": "有错误选项比答案更吸引高分者，请复核答案",
    "percent": "得分（%）",
    "candidates": "人数",
    "map": "难度与区分度",
    "map_note": "数字为下表中的序号；虚线为 r = 0.2；红色菱形有提示，须复核。",
    "facility": "难度 p（得分率）",
    "discrimination": "区分度 r",
    "curves": "选项曲线",
    "curves_some": "按其余题得分由低到高把考生分为五组，画出各组选每个选项的比例；粗线为正确选项，右侧数字为选项序号，内容见 options.csv。共画 {shown} 题：有提示的在前，其余按区分度由低到高。",
    "fifths": "五组考生：1 得分最低，5 得分最高",
    "note": "p 为得分率；r 为本题与其余题得分的相关（校正点二列相关）；高低组各取 27%，并列者按比例计入。提示只在超出偶然（两个标准误）时给出。",
}
_EN = {
    "title": "{title}: results and item analysis",
    "graded": "{graded} graded, {rejected} rows set aside; {passed} passed ({rate})",
    "veto": "{count} failed by a veto question",
    "histogram": "Scores in percent (the line is the pass mark, {passing})",
    "forms": "Forms",
    "form_heads": "form|n|mean|sd|passed|alpha|SEM|within one SEM of the pass mark",
    "items": "Questions, hardest first",
    "item_heads": "question|type|n|p|r|upper - lower",
    "negative": "negative: the better candidates fail it; look at the question",
    "key": "a wrong option draws the better candidates more than the key; look at the key",
    "percent": "score in percent",
    "candidates": "candidates",
    "map": "Facility and discrimination",
    "map_note": "Numbered as in the table below; dashed: r = 0.2; red diamonds are flagged.",
    "facility": "facility p",
    "discrimination": "discrimination r",
    "curves": "Options by fifths of the candidates",
    "curves_some": "The share that chose each option, by fifths of the candidates by their points on the rest; bold: right; the numbers are those of options.csv, which has the texts. {shown} questions: flagged ones, then by discrimination, the lowest first.",
    "fifths": "fifths of the candidates: 1 the lowest, 5 the highest",
    "note": "p: mean points / points; r: corrected point-biserial; upper and lower 27 %, ties by fractions. A flag means more than chance would do (two standard errors).",
}

_TYPES = {
    "single": "单选",
    "multiple": "多选",
    "true_false": "判断",
    "fill": "填空",
    "numeric": "数值",
    "ordering": "排序",
    "matching": "配对",
    "short": "简答",
}
_SHORT = 48
"""Characters of a stem in the table of questions."""

_STYLE = """
:root { color-scheme: light; --ink: #111; --quiet: #555; --line: #999; --shade: #f0f0f0; --bad: #a40000; --paper: #fff; }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #e6e6e6; --quiet: #aaa; --line: #666; --shade: #2a2a2a; --bad: #ff9d94; --paper: #1b1b1b; } }
body { font: 10.5pt/1.5 "Noto Serif SC", SimSun, serif; max-width: 180mm; margin: 0 auto; padding: 6mm; color: var(--ink); background: var(--paper); }
h1, h2 { font-family: "Noto Sans SC", SimHei, sans-serif; font-weight: 500; }
h1 { font-size: 16pt; } h2 { font-size: 12pt; margin: 1.4em 0 .4em; break-after: avoid; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 9pt; }
th, td { border: 1px solid var(--line); padding: .2em .45em; text-align: right; font-variant-numeric: tabular-nums; }
th { background: var(--shade); font-weight: normal; white-space: nowrap; } tr { break-inside: avoid; }
th:first-child, td:first-child, .text { text-align: left; } td.text { min-width: 9em; overflow-wrap: anywhere; }
small { color: var(--quiet); overflow-wrap: anywhere; } td small { display: block; }
.flag, small.flag { color: var(--bad); } .quiet { color: var(--quiet); font-size: 9pt; }
svg { display: block; width: 100%; height: auto; background: #fff; break-inside: avoid; }
@page { size: A4; margin: 16mm; } @media print { body { padding: 0; max-width: none; } .wide { overflow: visible; } }
"""


def report(
    manifest: Mapping[str, Any],
    scores: Sequence[Score],
    forms: Sequence[FormStats],
    items: Sequence[ItemStats],
    rejected: int,
) -> bytes:
    """Return the page.

    Args:
        manifest: the exam's title, language and pass mark.
        scores: of every candidate.
        forms: figures of each form.
        items: figures of each question.
        rejected: how many rows were set aside.
    """
    words = _ZH if manifest["lang"].startswith("zh") else _EN
    passed = sum(score.passed for score in scores)
    rate = f"{100 * passed / len(scores):.1f}%" if scores else "–"
    counts = {"graded": len(scores), "rejected": rejected, "passed": passed, "rate": rate}
    vetoed = sum(score.veto for score in scores)
    passing = Fraction(manifest["pass"])
    ordered = _hardest_first(items)
    numbered = list(enumerate(ordered, 1))
    title = words["title"].format(title=manifest["title"])
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{words['graded'].format(**counts)}</p>",
        f"<p>{words['veto'].format(count=vetoed)}</p>" if vetoed else "",
        f"<h2>{words['histogram'].format(passing=f'{float(passing):g}%')}</h2>",
        _scores(scores, float(passing), words),
        f"<h2>{words['forms']}</h2>",
        _table(words["form_heads"], "".join(_row(_form(one)) for one in forms)),
        *_drawn(ordered, words),
        f"<h2>{words['items']}</h2>",
        _table(words["item_heads"], "".join(_item(n, one, words) for n, one in numbered)),
        f'<p class="quiet">{words["note"]}</p>',
    ]
    body = "\n".join(filter(None, parts))
    page = (
        f'<!DOCTYPE html>\n<html lang="{escape(manifest["lang"])}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )
    return page.encode()


def _hardest_first(items: Iterable[ItemStats]) -> list[ItemStats]:
    return sorted(items, key=lambda one: (one.p, one.question))


def _scores(scores: Sequence[Score], passing: float, words: Mapping[str, str]) -> str:
    counts = _twentieths(scores)
    return (
        plots.histogram(counts, passing, words)
        if plots.available()
        else _histogram(counts, passing)
    )


def _twentieths(scores: Sequence[Score]) -> list[int]:
    """Return how many candidates lie in each twentieth of the range.

    Candidates of one total share one percentage, so that each is looked at once.
    """
    percents = {id(score.percent): score.percent for score in scores}
    bins: Counter[int] = Counter()
    for known, count in Counter(id(score.percent) for score in scores).items():
        bins[min(int(percents[known] // 5), 19)] += count
    return [bins[place] for place in range(20)]


def _drawn(items: Sequence[ItemStats], words: Mapping[str, str]) -> Iterator[str]:
    """Yield the plots of questions, where the extra that draws them is installed."""
    if not plots.available() or not any(one.r_pbis is not None for one in items):
        return
    yield f"<h2>{words['map']}</h2>"
    yield plots.item_map(items, words)
    yield f'<p class="quiet">{words["map_note"]}</p>'
    shown = plots.drawn_curves(items)
    if shown:
        yield f"<h2>{words['curves']}</h2>"
        yield f'<p class="quiet">{words["curves_some"].format(shown=len(shown))}</p>'
        yield plots.curves(shown, words)


def _histogram(bins: Sequence[int], passing: float) -> str:
    """Draw how many candidates lie in each twentieth of the range."""
    most = max(1, *bins)
    bars = []
    for place in range(20):
        height = 100 * bins[place] / most
        bars.append(
            f'<rect x="{20 + place * 24}" y="{110 - height:.1f}" width="22" height="{height:.1f}" fill="#6b8fb3"/>'
        )
        if bins[place]:
            bars.append(
                f'<text x="{31 + place * 24}" y="{107 - height:.1f}" text-anchor="middle" font-size="8">{bins[place]}</text>'
            )
    ticks = [
        f'<text x="{20 + value * 4.8:.0f}" y="124" text-anchor="middle" font-size="9">{value}</text>'
        for value in range(0, 101, 20)
    ]
    at = 20 + passing * 4.8
    line = (
        f'<line x1="{at:.1f}" y1="4" x2="{at:.1f}" y2="110" stroke="#a40000" stroke-width="1.5"/>'
    )
    axis = '<line x1="20" y1="110" x2="500" y2="110" stroke="#333"/>'
    return f'<svg viewBox="0 0 520 130" role="img">{"".join((*bars, axis, *ticks, line))}</svg>'


def _form(one: FormStats) -> list[str]:
    figures = [
        _round(one.mean),
        _round(one.sd),
        str(one.passed),
        _round(one.alpha),
        _round(one.sem),
    ]
    return [one.form, str(one.n), *figures, str(one.near)]


def _item(number: int, one: ItemStats, words: Mapping[str, str]) -> str:
    stem = one.stem if len(one.stem) <= _SHORT else f"{one.stem[: _SHORT - 1]}…"
    type_ = _TYPES[one.type] if words is _ZH else one.type.replace("_", " ")
    figures = map(_round, (one.p, one.r_pbis, one.d27))
    flag = f'<small class="flag">{escape(words[one.flag])}</small>' if one.flag else ""
    asked = f'<td class="text">{number} · {escape(stem)}{flag}<small>{escape(one.question)}</small></td>'
    cells = "".join(f"<td>{cell}</td>" for cell in (type_, one.n, *figures))
    return f"<tr>{asked}{cells}</tr>"


def _round(value: float | None) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:.2f}"


def _row(cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _table(heads: str, rows: str) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads.split("|"))
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
