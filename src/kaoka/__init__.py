"""Typed, sourced knowledge in plain text: Anki decks, certification papers, self-study.

    import kaoka
    bank = kaoka.load("decks/insurance-service")
    questions = kaoka.questions(bank)
    question = next(q for q in questions if q.type == "single")
    result = kaoka.grade(question, question.distractors[0])
    print(result.correct, result.points, result.why)

Errors are `KaokaError`s, problems of files are `Problem`s: both are data, and `say` makes
the sentence, in Chinese or English. What stands in `__all__` may be relied on; everything else may change. Names are
loaded when they are first used: `import kaoka` alone loads no other library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from kaoka.bank.bank import Bank as Bank
    from kaoka.bank.item import Item as Item
    from kaoka.errors import KaokaError as KaokaError
    from kaoka.errors import Problem as Problem
    from kaoka.exam.assemble import assemble as assemble
    from kaoka.exam.blueprint import Blueprint as Blueprint
    from kaoka.exam.form import Form as Form
    from kaoka.jobs.bank import ask as questions
    from kaoka.jobs.bank import load_bank as load
    from kaoka.jobs.blueprint import load_blueprint as load_blueprint
    from kaoka.lang import say as say
    from kaoka.question.grade import Result as Result
    from kaoka.question.grade import grade as grade
    from kaoka.question.model import Question as Question

_FROM = {
    "Bank": ("kaoka.bank.bank", "Bank"),
    "Blueprint": ("kaoka.exam.blueprint", "Blueprint"),
    "Form": ("kaoka.exam.form", "Form"),
    "Item": ("kaoka.bank.item", "Item"),
    "KaokaError": ("kaoka.errors", "KaokaError"),
    "Problem": ("kaoka.errors", "Problem"),
    "Question": ("kaoka.question.model", "Question"),
    "Result": ("kaoka.question.grade", "Result"),
    "assemble": ("kaoka.exam.assemble", "assemble"),
    "grade": ("kaoka.question.grade", "grade"),
    "load": ("kaoka.jobs.bank", "load_bank"),
    "load_blueprint": ("kaoka.jobs.blueprint", "load_blueprint"),
    "questions": ("kaoka.jobs.bank", "ask"),
    "say": ("kaoka.lang", "say"),
}

__all__ = [
    "Bank",
    "Blueprint",
    "Form",
    "Item",
    "KaokaError",
    "Problem",
    "Question",
    "Result",
    "assemble",
    "grade",
    "load",
    "load_blueprint",
    "questions",
    "say",
]


def __getattr__(name: str) -> Any:
    """Load a name of the front door when it is first used."""
    if name == "__version__":
        from importlib.metadata import version

        return version("kaoka")
    if name not in _FROM:
        msg = f"module 'kaoka' has no attribute {name!r}"
        raise AttributeError(msg)
    module, attribute = _FROM[name]
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """What may be relied on, and the module's own names with underscores."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
