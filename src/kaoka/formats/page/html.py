"""Paper to one HTML page that prints well: no script, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from importlib.resources import files

from kaoka.exam.paper import (
    Ask,
    Block,
    BubbleField,
    Bubbles,
    Case,
    Choice,
    Cover,
    Heading,
    KeyTable,
    Line,
    Note,
    Paper,
    Run,
    Seal,
    Table,
    WriteField,
    WriteLine,
)
from kaoka.formats.page.html_seal import seal_style
from kaoka.formats.page.qr import modules, svg

_POINTS = re.compile(r"(?<![\w.])([\d.]+)pt")
_BLANK = '<span class="blank"></span>'
_DENSE = 5
_RULE = '<span class="rule"></span>'


class HtmlWriter:
    """Writes papers as HTML. The bytes depend on the paper alone."""

    suffix = "html"

    def write(self, paper: Paper) -> bytes:
        """Return the paper as one HTML file in UTF-8."""
        before, after = paper.page.split("{page}")
        between, after = after.split("{pages}")
        style = files("kaoka.formats.page").joinpath("paper.css").read_text("utf-8")
        for name, text in {
            "foot": paper.foot,
            "code": paper.code,
            "before": before,
            "between": between,
            "after": after,
        }.items():
            style = style.replace(f'"{{{name}}}"', _css(text))
        style = _laid_out(style, paper)
        body = "\n".join(_block(block, paper.brackets) for block in paper.blocks)
        page = (
            f'<!DOCTYPE html>\n<html lang="{escape(paper.lang)}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{_text(paper.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
            f"{_seal(paper.seal)}<main>\n{body}\n</main>\n<footer><span>{_text(paper.foot)}</span>"
            f"<span>{_text(paper.code)}</span></footer>\n</body>\n</html>\n"
        )
        return page.encode()


def _laid_out(style: str, paper: Paper) -> str:
    """Return the style sheet for the paper's size and print."""
    layout = paper.layout
    if layout.large:
        style = _POINTS.sub(lambda found: f"{float(found[1]) * layout.scale:.4g}pt", style)
        style += "html, .wide { font-family: var(--sans); }\n"
    if layout.paper == "a3":
        style = style.replace("size: A4;", "size: A3 landscape;")
        style += f"@media print {{ main {{ columns: 2; column-gap: {layout.gutter:g}mm; }} }}\n"
    inner, outer = layout.margins
    style = style.replace("18mm 20mm 21mm", f"18mm {outer:g}mm 21mm {inner:g}mm")
    if paper.seal is not None:
        style += seal_style(paper.seal, layout)
    return style


def _seal(it: Seal | None) -> str:
    """Return the seal as a strip across the top, for screens."""
    if it is None:
        return ""
    blanks = "".join(
        f'<span>{_text(label)}<span class="blank">{_text(known)}</span></span>'
        for label, known in it.blanks
    )
    marks = "".join(f"<i></i><b>{_text(mark)}</b>" for mark in it.marks) + "<i></i>"
    return f'<aside class="seal"><p>{blanks}</p><div>{marks}</div><small>{_text(it.note)}</small></aside>\n'


def _css(text: str) -> str:
    """Return a text as a CSS string."""
    plain = "".join(c if c.isalnum() or c in " -:·" else f"\\{ord(c):x} " for c in text)
    return f'"{plain}"'


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _line(runs: Line) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    match run.mark:
        case "blank":
            return _BLANK
        case "strong":
            return f"<em>{_text(run.text)}</em>"
        case _:
            return _text(run.text)


def _block(block: Block, brackets: tuple[str, str]) -> str:  # one line a block
    match block:
        case Cover():
            return _cover(block)
        case Heading():
            note = f'<p class="note">{_text(block.note)}</p>' if block.note else ""
            return f'<header class="part"><h2>{_text(block.text)}</h2>{note}</header>'
        case Ask():
            return _ask(block, brackets)
        case Case():
            asks = "\n".join(_ask(part, brackets) for part in block.asks)
            label = f"<b>{_text(block.story.label)}</b>"
            whole = " whole" if block.whole else ""
            story = f'<p class="story">{label}{_text(block.story.text)}</p>'
            return f'<section class="case{whole}">{story}\n{asks}</section>'
        case BubbleField():
            groups = [block.rows[at : at + 5] for at in range(0, len(block.rows), 5)]
            inside = "".join(f"<div>{''.join(map(_bubbles, rows))}</div>" for rows in groups)
            return f'<div class="sheet" style="--columns:{block.columns}">{inside}</div>'
        case WriteField():
            inside = "".join(map(_write, block.rows))
            return f'<div class="sheet" style="--columns:{block.columns}">{inside}</div>'
        case KeyTable():
            return _key(block)
        case Table():
            return _table(block)
        case Note():
            return f'<p class="alone">{_text(block.text)}</p>'


def _cover(it: Cover) -> str:
    parts = []
    if it.scan and (code := modules(it.scan)):
        parts.append(f'<figure class="scan">{svg(code, _text(it.scan))}</figure>')
    if it.warning:
        parts.append(f'<p class="warning"><span>{_text(it.warning)}</span></p>')
    parts.append(f'<h1>{_text(it.title)}</h1>\n<p class="subtitle">{_text(it.subtitle)}</p>')
    if it.facts:
        parts.append(f'<p class="facts">{_spans(it.facts)}</p>')
    if it.blanks:
        labels = "".join(
            f'<span>{_text(label)}<span class="blank">{_text(known)}</span></span>'
            for label, known in it.blanks
        )
        parts.append(f'<p class="blanks">{labels}</p>')
    if it.scores:
        rows = "".join(_row(row, "td") for row in it.scores)
        parts.append(f'<table class="scores">{rows}</table>')
    if it.notice:
        title = f"<h3>{_text(it.notice_title)}</h3>" if it.notice_title else ""
        tag = "ol" if len(it.notice) > 1 else "ul"
        inside = "".join(f"<li>{_text(words)}</li>" for words in it.notice)
        parts.append(f'<div class="notice">{title}<{tag}>{inside}</{tag}></div>')
    return '<section class="cover">' + "\n".join(parts) + "</section>"


def _ask(it: Ask, brackets: tuple[str, str]) -> str:
    opening, closing = brackets
    tail = _line(it.tail)
    if it.bracket:
        bracket = f'<span class="bracket">{opening}　　{closing}</span>'
        tail = f'<span class="tail">{tail}</span>{bracket}'
    star = f'<b class="star">{_text(it.extra)}</b>' if it.extra else ""
    parts = [f'<p class="stem">{star}{_line(it.stem)}{tail}</p>']
    if it.choices:
        inside = "".join(map(_choice, it.choices))
        parts.append(f'<ol class="choices" style="--columns:{it.columns}">{inside}</ol>')
    if it.pairs:
        rows = "".join(
            f"<li><span>{opening}　　{closing} {pair.number}. {_text(pair.left)}</span>"
            f"<span>{pair.letter}. {_text(pair.right)}</span></li>"
            for pair in it.pairs
        )
        parts.append(f'<ul class="pairs">{rows}</ul>')
    if it.lines == 1:
        parts.append(f'<p class="answer">{_text(it.label)}{_BLANK}{_text(it.unit)}</p>')
    elif it.lines > 1:
        parts.append(f'<p class="answer">{_text(it.label)}</p>{_RULE * it.lines}')
    if it.told:
        rows = "".join(_told(label, words) for label, words in it.told)
        parts.append(f'<dl class="told">{rows}</dl>')
    whole = " whole" if it.whole else ""
    return f'<section class="ask{whole}"><b class="number">{it.number}.</b><div>{"".join(parts)}</div></section>'


def _told(label: str, words: str) -> str:
    if not label:
        return f'<dd class="aside">{_text(words)}</dd>'
    return f"<dt>{_text(label)}</dt><dd>{_text(words)}</dd>"


def _choice(it: Choice) -> str:
    if it.right:
        return f'<li class="right"><b>✓{it.letter}</b> {_text(it.text)}</li>'
    return f"<li><b>{it.letter}.</b> {_text(it.text)}</li>"


def _bubbles(it: Bubbles) -> str:
    letters = "".join(f"<i>{letter}</i>" for letter in it.letters)
    rows = "".join(
        f"<span>{f'<small>{slot}</small>' if slot else ''}{letters}</span>" for slot in it.slots
    )
    return f'<p class="bubbles"><b>{it.number}</b><span class="rows">{rows}</span></p>'


def _write(it: WriteLine) -> str:
    inside = _RULE * it.lines if it.lines else _BLANK * it.blanks + _text(it.unit)
    kind = "long" if it.lines else "short"
    return f'<p class="write {kind}"><b>{it.number}</b><span>{inside}</span></p>'


def _key(it: KeyTable) -> str:
    cells = [
        f"<th>{number}{'★' if marked else ''}</th><td>{_text(answer)}</td>"
        for number, answer, marked in it.rows
    ]
    rows = (cells[at : at + it.columns] for at in range(0, len(cells), it.columns))
    inside = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    kind = "key dense" if it.columns >= _DENSE else "key"
    return f'<table class="{kind}">{inside}</table>'


def _table(it: Table) -> str:
    head, *rows = it.rows
    body = "".join(_row(row, "td") for row in rows)
    return (
        f'<table class="topics"><caption>{_text(it.title)}</caption>'
        f"<thead>{_row(head, 'th')}</thead><tbody>{body}</tbody></table>"
    )


def _row(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_text(cell)}</{tag}>" for cell in cells) + "</tr>"


def _spans(texts: Iterable[str]) -> str:
    return "".join(f"<span>{_text(text)}</span>" for text in texts)
