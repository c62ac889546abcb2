"""What stands on the two faces of a card, type by type, as HTML fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from kaoka.deck.plain import html, items_html, stem_html
from kaoka.deck.words import Words
from kaoka.question.model import Question, number
from kaoka.question.present import Shown, present
from kaoka.text import digest

ALSO: Final = '<div class="also">'
_SOUND = (".mp3", ".ogg", ".wav", ".m4a", ".opus", ".flac")
_CLIENT = re.compile(
    r"^(?P<before>.*?)客户[^“”，。：:]{0,12}[：:]\s*“(?P<line>[^“”]+)”[，,。]?(?P<after>.*)$",
    re.DOTALL,
)
_LISTS = re.compile("^(下列|以下|哪|客服怎样)")


def is_reply(question: Question) -> bool:
    """Whether a phrasing question asks what to say: then its key is the line to learn."""
    return len(question.key) == 1 and question.fact == "wording"


def shown(question: Question) -> Shown:
    """Return the question as the card lists it, in an order nobody chose.

    The distractors ranked first by SHA-256 of question id and text, so that one more
    sibling moves only the cards that it enters; the list is ranked in the same way.
    """
    known: dict[str, str] = {}

    def rank(_purpose: str, question_id: str, text: str) -> str:
        if text not in known:
            known[text] = digest(question_id, text)
        return known[text]

    return present(question, rank)


def stem_and_context(
    question: Question, type_: str, questions: Mapping[str, Question], words: Words
) -> tuple[str, str]:
    """Return the stem as text, and as HTML what stands above it: story, client, steps."""
    if question.parts:
        return question.stem, html(question.parts[0].stem)
    if question.kind == "case" and "\n" in question.stem:
        story, _, asked = question.stem.rpartition("\n")
        return asked, html(story)
    if type_ != "script":
        return question.stem, _steps_before(question, questions)
    said = _CLIENT.match(question.stem)
    if said is None:
        return _situation(*_parted(question.stem), words.prompt_say), ""
    before, after = said["before"].strip().rstrip("，,"), said["after"].strip()
    return _situation(before, after, words.prompt), html(said["line"])


def _situation(before: str, after: str, prompt: str) -> str:
    """When it is, and what is asked; "which of the following" falls away, for none follow."""
    asked = prompt if not after or _LISTS.match(after) else after
    return f"{before}，{asked}" if before else asked


def _parted(stem: str) -> tuple[str, str]:
    """A stem as what comes before its last comma, and the rest."""
    before, comma, after = stem.rpartition("，")
    return (before, after) if comma else ("", stem)


def options(question: Question, listed: Shown) -> str:
    """Return the list that the front shows; right options carry a class that only the back styles."""
    match question.type:
        case "single" | "multiple" | "true_false":
            return "".join(_option(text, question) for text in listed.options)
        case "ordering":
            return f"<ul>{items_html(listed.options)}</ul>"
        case "matching":
            return f"<ol>{items_html(listed.left)}</ol><ul>{items_html(listed.options)}</ul>"
        case _:
            return ""


def _option(text: str, question: Question) -> str:
    names = ["j"] * (question.type == "true_false") + ["k"] * (text in question.key)
    marked = f' class="{" ".join(names)}"' if names else ""
    return f"<li{marked}>{html(text)}</li>"


def answer(question: Question, words: Words) -> str:
    """Return the answer as it stands first on the back."""
    match question.type:
        case "single" | "true_false" | "multiple":
            return _one_or_list(question.key)
        case "numeric":
            return _numeric(question, words)
        case "fill":
            return _filled(question, words)
        case "short":
            return _one_or_list(tuple(one for blank in question.answers for one in blank))
        case "ordering":
            return f"<ol>{items_html(question.sequence)}</ol>"
        case "matching":
            rows = (
                f"<tr><td>{html(one)}</td><td>{html(other)}</td></tr>"
                for one, other in question.pairs
            )
            return f"<table>{''.join(rows)}</table>"
        case _:
            return ""


def others(
    question: Question, listed: Shown, questions: Mapping[str, Question], words: Words
) -> str:
    """Return, for each wrong option that comes from a sibling, the question it would have answered."""
    told = []
    for text, other in zip(question.distractors, question.distractor_items, strict=False):
        asked = questions.get(other)
        if asked is None or asked.stem == question.stem or text not in listed.options:
            continue
        told.append(_other(question, text, stem_html(asked.stem), words))
    return "".join(told)


def _other(question: Question, text: str, stem: str, words: Words) -> str:
    if question.type == "true_false":
        return f"<li>{words.statement_other.format(stem=stem)}</li>"
    return f"<li><b>{html(text)}</b> {words.answers_other.format(stem=stem)}</li>"


def media(question: Question, names: Mapping[str, str]) -> str:
    """Return the pictures and sounds of a question, by their names in the package."""
    return "".join(_medium(names[file], alt) for file, alt in question.media if file in names)


def _one_or_list(texts: Sequence[str]) -> str:
    return html(texts[0]) if len(texts) == 1 else f"<ul>{items_html(texts)}</ul>"


def _in_order(texts: Sequence[str]) -> str:
    return html(texts[0]) if len(texts) == 1 else f"<ol>{items_html(texts)}</ol>"


def _numeric(question: Question, words: Words) -> str:
    unit = html(question.unit)
    main = f"{_digits(question.value)}{_gap(question.unit)}{unit}"
    if not question.tolerance:
        return main
    more = words.tolerance.format(tolerance=_digits(question.tolerance), unit=unit)
    return f"{main}{ALSO}{more}</div>"


def _filled(question: Question, words: Words) -> str:
    first = _in_order(tuple(blank[0] for blank in question.answers if blank))
    more = [one for blank in question.answers for one in blank[1:]]
    if not more:
        return first
    also = words.also.format(answers=html(words.join.join(more)))
    return f"{first}{ALSO}{also}</div>"


def _digits(value: Decimal | None) -> str:
    return str(number(value)) if value is not None else ""


def _gap(unit: str) -> str:
    """A blank before a unit in Latin letters, none before 小时 or %."""
    return " " if unit[:1].isascii() and unit[:1].isalpha() else ""


def _steps_before(question: Question, questions: Mapping[str, Question]) -> str:
    """The one or two steps before the step asked for, as a numbered list that ends in `?`."""
    if (
        question.kind != "procedure"
        or len(question.key) != 1
        or not question.fact.startswith("step.")
    ):
        return ""
    order = questions.get(f"{question.item}#order:ordering")
    if order is None or question.key[0] not in order.sequence[1:]:
        return ""
    at = order.sequence.index(question.key[0])
    before = order.sequence[max(0, at - 2) : at]
    return f'<ol start="{at - len(before) + 1}">{items_html(before)}<li class="ask">?</li></ol>'


def _medium(name: str, alt: str) -> str:
    if name.lower().endswith(_SOUND):
        return f"[sound:{name}]"
    return f'<img src="{html(name)}" alt="{html(alt)}">'
