"""The order in which questions are taught: section by section, what has no section last."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, zip_longest

from kaoka.question.model import Question

_PIECE = re.compile(r"\d+|\D+")

Place = tuple[tuple[bool, int, str], ...]


def in_course_order(questions: Iterable[Question]) -> list[Question]:
    """Return the questions by the section that they cite first; within one the order is kept.

    Sections are ordered as people number them, 9 before 10; documents as they are first
    met. Questions without a section come after all others, in their order.
    """
    found = list(questions)
    documents: dict[str, int] = {}

    def place(question: Question) -> tuple[bool, int, Place]:
        for source in question.source:
            if source.section is not None:
                document = documents.setdefault(source.doc, len(documents))
                return False, document, _number(source.section)
        return True, 0, ()

    return sorted(found, key=place)


def one_of_each_first(questions: Iterable[Question]) -> list[Question]:
    """Return one question of every item, then the second ones, and so on.

    Two questions about one fact thus never follow each other while others wait. The parts
    of a case stay together: its story is read once.
    """
    by_item: dict[str, list[list[Question]]] = defaultdict(list)
    for question in questions:
        turns = by_item[question.item]
        if turns and question.parts and turns[-1][0].parts == question.parts:
            turns[-1].append(question)
        else:
            turns.append([question])
    rounds = zip_longest(*by_item.values(), fillvalue=())
    return list(chain.from_iterable(chain.from_iterable(rounds)))


def _number(section: int | str) -> Place:
    pieces = _PIECE.findall(str(section))
    return tuple((not one.isdecimal(), int(one) if one.isdecimal() else 0, one) for one in pieces)
