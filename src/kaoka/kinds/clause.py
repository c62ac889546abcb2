"""One clause of a regulation: what it demands, and the limit that it sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import model_validator

from kaoka.bank.item import Item, Slug, Text, Texts
from kaoka.question.distract import Candidate
from kaoka.question.draft import by_source, single, true_false, worded
from kaoka.question.model import Question
from kaoka.question.quantity import Quantity
from kaoka.question.siblings import Siblings, everyone
from kaoka.question.slot import ask_amount, rivals


class Model(Item):
    """What one article says, in one's own words.

    `part_of` is the id of the regulation item. `gist` is the rule as one whole
    sentence; `wrong` are statements of like length that a trainee may mistake for
    it. Where the clause sets a number, `limit` holds it and `sentence` states the
    clause with `{}` where the amount stands. `topic` says in a few words what the
    clause is about ("拒赔通知的时限"). `article` is left out when unverified.
    """

    kind: Literal["clause"]
    part_of: Slug
    article: Text | None = None
    topic: Text
    gist: Text
    wrong: Texts = ()
    sentence: Text | None = None
    limit: Quantity | None = None

    @model_validator(mode="after")
    def _a_limit_has_its_sentence(self) -> Self:
        if (self.limit is None) != (self.sentence is None):
            msg = "limit_sentence"
            raise ValueError(msg)
        if self.sentence is not None and self.sentence.count("{}") != 1:
            msg = "slot"
            raise ValueError(msg)
        return self


def derive(item: Model, near: Siblings) -> Iterator[Question]:
    """Ask what the clause says, whether a reading of it is right, and for its limit."""
    item = _with_its_law(item, near)
    law = near.title(item.source[0].doc)
    stems = (
        f"关于{item.topic}，{law}是怎样规定的？",
        f"按{law}，关于{item.topic}，下列哪项正确？",
    )
    wrong = [Candidate(text) for text in item.wrong]
    if wrong:
        yield from single(item, near, "gist", worded(item, "gist", stems), item.gist, wrong)
    judged = [Candidate(by_source(item, near) + text) for text in item.wrong]
    yield from true_false(item, near, "gist", by_source(item, near) + item.gist, judged)
    if item.limit is not None and item.sentence is not None:
        found = rivals(item, near, everyone, _amount)
        yield from ask_amount(item, near, item.sentence, item.limit, found)


def _with_its_law(item: Model, near: Siblings) -> Model:
    """The clause with the dates of the text that it is part of, where it has none of its own."""
    law = near.items.get(item.part_of)
    if law is None:
        return item
    names = ("effective_from", "repealed_on")
    dates = {name: getattr(item, name) or getattr(law, name) for name in names}
    return item.model_copy(update=dates)


def _amount(item: Item) -> Quantity | None:
    return item.limit if isinstance(item, Model) else None
