"""The four note types: frozen ids, names and field order, and faces kept as files.

Anki tells note types apart by id. One whose fields differ from what a learner has is
taken for another, and every note would come twice; so ids, field names and their order
never change, and what is new goes into a spare field. A face may change at any time:
then `STYLED` moves on, and Anki takes the newer face along with the next import.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

import genanki

from kaoka.deck.card import FIELDS, NoteType
from kaoka.deck.words import words_of

STYLED: Final = 1_764_000_000
"""When the faces last changed (Unix seconds): the modification time of the note types."""

SORT_FIELD: Final = FIELDS.index("Stem")
FONT: Final = "Noto Sans SC"

MODEL_IDS: Final[Mapping[tuple[str, NoteType], int]] = {
    ("zh", "recall"): 1_763_900_100_001,
    ("zh", "choice"): 1_763_900_100_002,
    ("zh", "arrange"): 1_763_900_100_003,
    ("zh", "script"): 1_763_900_100_004,
    ("en", "recall"): 1_763_900_200_001,
    ("en", "choice"): 1_763_900_200_002,
    ("en", "arrange"): 1_763_900_200_003,
    ("en", "script"): 1_763_900_200_004,
}
NAMES: Final[Mapping[tuple[str, NoteType], str]] = {
    ("zh", "recall"): "考卡 问答",
    ("zh", "choice"): "考卡 选择",
    ("zh", "arrange"): "考卡 排序配对",
    ("zh", "script"): "考卡 话术",
    ("en", "recall"): "Kaoka Recall",
    ("en", "choice"): "Kaoka Choice",
    ("en", "arrange"): "Kaoka Arrange",
    ("en", "script"): "Kaoka Script",
}
TEMPLATE: Final = "Card"

_PART = re.compile(r"\[\[>(\w+)\]\]")
_WORD = re.compile(r"\[\[(\w+)\]\]")
_FILES: Final = {"top": "top.html", "facts": "facts.html", "shuffle": "shuffle.js"}


def language(lang: str) -> str:
    """Return the language whose note types a bank uses: its own, or Chinese."""
    return lang if (lang, "recall") in MODEL_IDS else "zh"


@cache
def face(type_: NoteType, side: str, lang: str) -> str:
    """Return one face (`front` or `back`) as Anki's template, its words in `lang`."""
    text = _PART.sub(lambda part: _read(_FILES[part[1]]).strip(), _read(f"{type_}-{side}.html"))
    words = words_of(lang)
    return _WORD.sub(lambda word: str(getattr(words, word[1])), text).strip()


@cache
def style() -> str:
    """Return the style sheet that all note types share."""
    return _read("style.css").strip()


@cache
def model(type_: NoteType, lang: str) -> genanki.Model:
    """Return the note type as a genanki model, its fields and template carrying frozen ids."""
    lang = language(lang)
    id_ = MODEL_IDS[lang, type_]
    return genanki.Model(
        id_,
        NAMES[lang, type_],
        fields=[_field(id_, place, name) for place, name in enumerate(FIELDS)],
        templates=[
            {
                "name": TEMPLATE,
                "id": id_ * 100 + 99,
                "qfmt": face(type_, "front", lang),
                "afmt": face(type_, "back", lang),
            }
        ],
        css=style(),
        sort_field_index=SORT_FIELD,
    )


def _field(model_id: int, place: int, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "id": model_id * 100 + place,
        "font": FONT,
        "size": 18,
        "preventDeletion": True,
        "collapsed": name.startswith("Spare"),
        "excludeFromSearch": name == "Id",
    }


@cache
def _read(name: str) -> str:
    return (files(__package__) / "faces" / name).read_text(encoding="utf-8")
