"""The key of a form as rows: `private/key.csv`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaoka.exam.form import Form

COLUMNS = ("form", "number", "type", "answer", "points", "item", "question")


def key_rows(forms: Iterable[Form]) -> Iterator[tuple[str, ...]]:
    """Yield one row for each numbered question, parts of cases included.

    Letters are written together (`ACD`), true_false as `A` or `B`, ordering `CABD`,
    matching `1C2A`, fill and numeric as text with `|` between blanks. Points have two
    decimals.
    """
    for form in forms:
        for asked in form.numbered():
            yield (
                form.name,
                str(asked.number),
                asked.question.type,
                asked.answer,
                f"{float(asked.points):.2f}",
                asked.question.item,
                asked.question.id,
            )
