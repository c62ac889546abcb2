"""The question: the one thing that deck, exam and study read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kaoka.text import number as number  # noqa: PLC0414  # read from here as well

Answers = tuple[tuple[str, ...], ...]
"""For each blank, the answers that count as right."""

RIGHT, WRONG = "对", "错"

BANDS = (("easy", Decimal("0.7")), ("medium", Decimal("0.4")), ("hard", Decimal(0)))
"""Names of the bands of facility (易、中、难) and where each begins."""
UNKNOWN = "unknown"

BLANK = "____"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Where the fact stands, with the words that a reader sees (`title`)."""

    doc: str
    section: int | str | None = None
    article: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One way to ask about one item.

    Which fields are set depends on `type`:

    - single, multiple, true_false: `key` and `distractors` (option texts; a pool,
      of which a form shows some). `distractor_items` runs parallel to `distractors`:
      the id of the question that the wrong option would have answered, or "".
    - fill, short: `answers`, one tuple of accepted texts for each blank (`____`).
    - numeric: `value`, `unit`, `tolerance` (same unit, absolute).
    - ordering: `sequence` in the right order; matching: `pairs` (left, right).
    - case: `stem` is the story, `parts` are whole questions of other types.

    `scope`, `authority`, dates and `media` are the item's. `facility` is the mean share
    of the points that candidates of past exams earned, None where too few were asked;
    that of a case is of its parts. `item` is the item's id; `id` is `<item>#<fact>:<type>` or, by hand, `<item>#ask`.
    """

    id: str
    item: str
    kind: str
    type: str
    stem: str
    key: tuple[str, ...] = ()
    distractors: tuple[str, ...] = ()
    distractor_items: tuple[str, ...] = ()
    answers: Answers = ()
    value: Decimal | None = None
    unit: str = ""
    tolerance: Decimal = Decimal(0)
    sequence: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    parts: tuple[Question, ...] = ()
    explanation: str = ""
    source: tuple[Cited, ...] = ()
    level: str = "remember"
    tags: tuple[str, ...] = ()
    authority: str = "course"
    scope: Mapping[str, str] = field(default_factory=dict, hash=False)
    examable: bool = True
    enemies: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    effective_from: date | None = None
    repealed_on: date | None = None
    replaced_by: str | None = None
    reviewed_on: date | None = None
    media: tuple[tuple[str, str], ...] = ()
    facility: Decimal | None = None

    @property
    def fact(self) -> str:
        """What is asked of the item: the part of the id between `#` and `:`."""
        return self.id.partition("#")[2].partition(":")[0]

    @property
    def difficulty(self) -> str:
        """The band of the facility: easy from 0.7, hard below 0.4, medium; or unknown."""
        if self.facility is None:
            return UNKNOWN
        return next(name for name, least in BANDS if self.facility >= least)

    def plain(self) -> dict[str, Any]:
        """Return the question as JSON values: the contract of `kaoka questions --json`."""
        return _head(self) | _body(self) | _tail(self)


def _head(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "item": question.item,
        "kind": question.kind,
        "type": question.type,
        "stem": question.stem,
    }


def _body(question: Question) -> dict[str, Any]:
    match question.type:
        case "single" | "multiple" | "true_false":
            return {
                "key": list(question.key),
                "distractors": list(question.distractors),
                "distractor_items": list(question.distractor_items),
            }
        case "fill" | "short":
            several = question.type == "fill" and len(question.answers) > 1
            blanks = [list(accepted) for accepted in question.answers]
            return {"answers": blanks if several else [a for blank in blanks for a in blank]}
        case "numeric":
            return {
                "value": number(question.value),
                "unit": question.unit,
                "tolerance": number(question.tolerance),
            }
        case "ordering":
            return {"sequence": list(question.sequence)}
        case "matching":
            return {"pairs": [list(pair) for pair in question.pairs]}
        case _:
            return {"parts": [part.plain() for part in question.parts]}


def _tail(question: Question) -> dict[str, Any]:
    return {
        "explanation": question.explanation,
        "source": [_cited(source) for source in question.source],
        "level": question.level,
        "tags": list(question.tags),
        "authority": question.authority,
        "examable": question.examable,
    } | ({} if question.facility is None else {"facility": number(question.facility)})


def _cited(source: Cited) -> dict[str, Any]:
    fields = {"doc": source.doc, "section": source.section, "article": source.article}
    return {name: value for name, value in (fields | {"title": source.title}).items() if value}
