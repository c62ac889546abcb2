"""The order in which questions are taught: by section, one of every item first."""

from __future__ import annotations

from kaoka.question.course import in_course_order, one_of_each_first
from kaoka.question.model import Cited, Question


def ask(name: str, *sections: int | str | None, parts: tuple[Question, ...] = ()) -> Question:
    source = tuple(Cited(doc="book", section=section) for section in sections)
    item = name.partition("#")[0]
    return Question(
        id=name, item=item, kind="question", type="single", stem=name, source=source, parts=parts
    )


def names(questions: list[Question]) -> str:
    return " ".join(one.id for one in questions)


def test_sections_come_as_people_number_them_and_what_has_none_last() -> None:
    bank = [ask("law", None), ask("ten", 10), ask("b", "附录"), ask("nine", 9), ask("two", None, 2)]
    bank += [ask("nine-b", "9.2"), ask("nine-a", "9.1"), ask("bare")]
    assert names(in_course_order(bank)) == "two nine nine-a nine-b ten b law bare"


def test_one_of_every_item_comes_first_and_a_case_stays_together() -> None:
    story = (ask("c"),)
    bank = [ask("a#1"), ask("a#2"), ask("c#1", parts=story), ask("c#2", parts=story), ask("d#1")]
    assert names(one_of_each_first(bank)) == "a#1 c#1 c#2 d#1 a#2"
