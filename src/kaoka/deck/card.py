"""The card: one Anki note as kaoka sees it, made from a question.

Field names and their order are frozen: Anki takes a note type whose fields differ
for another one, and learners would get every note twice. What is new goes into a
spare field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from kaoka.deck import face
from kaoka.deck.choose import Docs, section_name
from kaoka.deck.plain import html, stem_html, tag
from kaoka.deck.words import Words
from kaoka.question.model import Question
from kaoka.text import digest

NoteType = Literal["recall", "choice", "arrange", "script"]
State = Literal["live", "retired", "gone"]

FIELDS: Final = (
    "Id",
    "Stem",
    "Context",
    "Options",
    "Answer",
    "Others",
    "Explanation",
    "Source",
    "Authority",
    "Dates",
    "Reviewed",
    "Edition",
    "Kind",
    "Form",
    "Status",
    "Media",
    "Speech",
    "Spare1",
    "Spare2",
    "Spare3",
    "Spare4",
)
EDITION: Final = FIELDS.index("Edition")
_LOOSE: Final = frozenset(("Others", "Status"))
_FRESH: Final = ("single", "short")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One note with one card. `fields` are HTML, in the order of `FIELDS`.

    `stamp` is the hash that tells whether learners need the note again. It leaves out
    the edition date, and the words of neighbours that the note quotes (what a wrong
    option would have answered): those come along when the note itself changes.
    """

    id: str
    kind: str
    note_type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    subdeck: str
    stamp: str
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a card needs to know beyond its question.

    `questions` are all questions of the bank by id, `first` the first of each item;
    `media` gives the name in the package for each file that the bank names.
    """

    words: Words
    as_of: date
    docs: Docs
    questions: Mapping[str, Question] = field(default_factory=dict)
    first: Mapping[str, Question] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
    speech: bool = False


def guid(bank_id: str, question_id: str) -> str:
    """Return the identity of a note for ever: 80 bits of SHA-256 over bank and question id."""
    return digest("kaoka-note-1", bank_id, question_id)[:20]


def note_type(question: Question) -> NoteType:
    """Return which note type shows a question."""
    if question.kind == "script_phrasing" and question.type in _FRESH and face.is_reply(question):
        return "script"
    if question.type in {"single", "multiple", "true_false"}:
        return "choice"
    return "arrange" if question.type in {"ordering", "matching"} else "recall"


def card(question: Question, subdeck: str, about: About) -> Card:
    """Make the card of a question."""
    retired = question.repealed_on is not None and question.repealed_on <= about.as_of
    type_ = note_type(question)
    named = _asked(question, type_, about) | _sourced(question, about)
    if retired:
        named["Status"] = _status(question, about)
    tags = _tags(question, about, retired=retired)
    return Card(
        id=question.id,
        kind=question.kind,
        note_type=type_,
        fields=tuple(named.get(name, "") for name in FIELDS),
        tags=tags,
        subdeck=subdeck,
        stamp=_stamp(question, about, type_, named, tags, retired=retired),
        retired=retired,
    )


def _asked(question: Question, type_: NoteType, about: About) -> dict[str, str]:
    words = about.words
    stem, context = face.stem_and_context(question, type_, about.questions, words)
    shown = face.shown(question)
    return {
        "Id": html(question.id),
        "Stem": stem_html(stem),
        "Context": context,
        "Options": face.options(question, shown),
        "Answer": face.answer(question, words),
        "Others": face.others(question, shown, about.questions, words),
        "Explanation": html(question.explanation),
        "Kind": html(words.kinds.get(question.kind, question.kind)),
        "Form": html(words.types["script"] if type_ == "script" else _type(question, words)),
        "Media": face.media(question, about.media),
        "Speech": html(question.key[0])
        if about.speech and type_ == "script" and question.key
        else "",
    }


def _sourced(question: Question, about: About) -> dict[str, str]:
    words, since = about.words, question.effective_from
    return {
        "Source": "<br>".join(html(source.title or source.doc) for source in question.source),
        "Authority": html(words.authorities.get(question.authority, question.authority)),
        "Dates": words.in_force.format(date=since.isoformat()) if since else "",
        "Reviewed": question.reviewed_on.isoformat() if question.reviewed_on else "",
    }


def _status(question: Question, about: About) -> str:
    words = about.words
    lines = [f"{words.retired} · {words.retired_on.format(date=question.repealed_on)}"]
    after = _replacement(question, about)
    if after is not None:
        answer = face.answer(after, words).partition(face.ALSO)[0]
        lines.append(words.replaced_by.format(stem=f"{stem_html(after.stem)} → {answer}"))
    return "<br>".join(lines)


def _replacement(question: Question, about: About) -> Question | None:
    """The question that asks the same of the item that took the place of this one's."""
    if question.replaced_by is None:
        return None
    same = question.id.replace(question.item, question.replaced_by, 1)
    return about.questions.get(same) or about.first.get(question.replaced_by)


def _tags(question: Question, about: About, *, retired: bool) -> tuple[str, ...]:
    words = about.words
    found = {tag(one) for one in question.tags}
    found.add(tag(words.tag_type, _type(question, words)))
    section = section_name(question, about.docs)
    if section:
        found.add(tag(words.tag_section, section))
    if question.authority in {"law", "regulation"}:
        found.update(
            tag(words.tag_law, _title(about.docs, source.doc)) for source in question.source
        )
    if "product" in question.scope:
        product = question.scope["product"]
        found.add(tag(words.tag_product, words.products.get(product, product)))
    if retired:
        found.add(tag(words.tag_state, words.retired))
    return tuple(sorted(found))


def _type(question: Question, words: Words) -> str:
    return words.types.get(question.type, question.type)


def _title(docs: Docs, name: str) -> str:
    return docs[name].title if name in docs else name


def _stamp(
    question: Question,
    about: About,
    type_: NoteType,
    named: Mapping[str, str],
    tags: tuple[str, ...],
    *,
    retired: bool,
) -> str:
    """80 bits over what is set: a field added later changes no stamp while it is empty.

    Of a retired note the options do not count, which siblings may take along; the answer
    that holds now does.
    """
    loose = _LOOSE | {"Options"} if retired else _LOOSE
    parts = [f"{name}={named[name]}" for name in FIELDS if named.get(name) and name not in loose]
    if retired:
        after = _replacement(question, about)
        now = face.answer(after, about.words) if after is not None else ""
        parts += ["retired", question.replaced_by or "", now]
    return digest("kaoka-card-1", type_, *parts, "tags=", *tags)[:20]
