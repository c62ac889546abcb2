"""The header that every item carries, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import to_jsonable_python

from kaoka.text import number

Authority = Literal["law", "regulation", "industry", "company", "course"]
Confidence = Literal["clear", "torn", "ambiguous", "disputed"]
Level = Literal["remember", "understand", "apply", "analyse"]
Type = Literal[
    "single", "multiple", "true_false", "fill", "numeric", "ordering", "matching", "short", "case"
]

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts = tuple[Text, ...]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=100)]


Number = Annotated[Decimal, Field(max_digits=24, decimal_places=9)]


class Strict(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Strict):
    """Where a fact stands: a document of bank.yaml, and the place in it."""

    doc: Text
    section: Annotated[int | Text | None, Field(union_mode="left_to_right")] = None
    article: Text | None = None


class Media(Strict):
    """A picture or sound inside the bank's folder."""

    file: Text
    alt: Text


class Answered(Strict):
    """The answer to a question by hand: which fields are filled depends on `type`."""

    type: Type
    key: Texts = ()
    distractors: Texts = ()
    answers: tuple[Text | Texts, ...] = ()
    value: Number | None = None
    unit: str | None = None
    tolerance: Number | None = None
    sequence: Texts = ()
    pairs: tuple[tuple[Text, Text], ...] = ()


class Asked(Answered):
    """One question in the author's own words (`ask:`).

    With the fact and type of a derived question (`id: value, type: single`) it
    replaces that question's stem, and any other field it sets; with an id of its
    own it is a further question about the item and holds its own answer.
    """

    id: Slug
    stem: Text
    explanation: Text | None = None
    level: Level | None = None
    tags: Texts = ()
    examable: bool | None = None


class Item(Strict):
    """One unit of knowledge. Kinds add their own fields to this header.

    `skip` names derived questions that read badly for this item (`value:single`,
    or a whole fact `value`); `explanation` is what a trainer would add to the
    bare fact, one or two sentences that teach.
    """

    examined: ClassVar[bool] = True

    id: Slug
    kind: Text
    source: Annotated[tuple[Source, ...], Field(min_length=1)]
    scope: Mapping[str, Text] = Field(default_factory=dict)
    authority: Authority = "course"
    issuer: Text | None = None
    doc_no: Text | None = None
    effective_from: date | None = None
    repealed_on: date | None = None
    replaced_by: Slug | None = None
    reviewed_on: date | None = None
    confidence: Confidence = "clear"
    conflicts_with: tuple[Slug, ...] = ()
    synonyms: Texts = ()
    enemies: tuple[Slug, ...] = ()
    examable: bool = True
    level: Level = "remember"
    tags: Texts = ()
    note: Text | None = None
    explanation: Text | None = None
    media: tuple[Media, ...] = ()
    ask: tuple[Asked, ...] = ()
    skip: tuple[Text, ...] = ()

    def in_force(self, as_of: date) -> bool:
        """Whether the item's fact holds on `as_of`."""
        begun = self.effective_from is None or self.effective_from <= as_of
        return begun and (self.repealed_on is None or as_of < self.repealed_on)

    def plain(self) -> dict[str, Any]:
        """Return the fields that are set, by their names in YAML, as JSON values."""
        shown: dict[str, Any] = _json(self.model_dump(by_alias=True, exclude_unset=True))
        return shown


def _json(value: Any) -> Any:
    """JSON values of what a model holds: amounts are numbers, what is not known is text."""
    match value:
        case Decimal():
            return number(value)
        case dict():
            return {str(name): _json(one) for name, one in value.items()}
        case tuple() | list() | set() | frozenset():
            return [_json(one) for one in value]
        case _:
            return to_jsonable_python(value, fallback=str)
