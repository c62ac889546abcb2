"""Whether the fonts have every character that an exam prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaoka.exam.blueprint import Blueprint
from kaoka.jobs.exam_papers import Planned
from kaoka.question.model import Question


def check_glyphs_of(
    blueprint: Blueprint, questions: Iterable[Question], planned: Sequence[Planned]
) -> None:
    """Look for a character without a glyph in questions, names and the blueprint's own words.

    Raises:
        FormatError: `missing_glyph`, naming the question or the form.
    """
    from kaoka.formats.page.fonts import check_glyphs

    check_glyphs((question.id, _all_text(question)) for question in questions)
    check_glyphs((one.name, one.name + one.person) for one in planned)
    heads = [section.title + section.instructions for section in blueprint.sections]
    check_glyphs([(blueprint.id, "".join((blueprint.title, *blueprint.notice, *heads)))])


def _all_text(question: Question) -> str:
    cited = (source.title for source in question.source)
    pairs = (side for pair in question.pairs for side in pair)
    answers = (text for texts in question.answers for text in texts)
    own = (question.stem, question.unit, question.explanation, *question.key, *question.sequence)
    parts = (_all_text(part) for part in question.parts)
    return "".join((*own, *question.distractors, *pairs, *answers, *cited, *parts))
