"""What a study session shows, as lines with a style; nothing here reads or writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kaoka.cli.wrap import wrap
from kaoka.jobs.study_exam import ExamPlan
from kaoka.lang import current, words
from kaoka.question.authority import label
from kaoka.question.grade import Result, right_answer
from kaoka.question.model import Question
from kaoka.question.present import LETTERS, Shown
from kaoka.study.day import Day, written
from kaoka.study.memory import Memory
from kaoka.study.session import Session, asked, would_answer
from kaoka.text import width

_ = words("study")

Row = tuple[str, str]
"""A line and its style (in rich's words)."""

FAILURES = 5
"""So many wrong answers in a row, and a break is due."""

WIDEST = 88
"""Lines longer than this are hard to read back from."""

FACT, HEAD, QUIET, RIGHT, WRONG, WARN = "", "bold", "dim", "bold green", "bold red", "yellow"


def types() -> Mapping[str, str]:
    """The types of question in words."""
    return {
        "single": _("single choice"),
        "multiple": _("multiple choice"),
        "true_false": _("true or false"),
        "fill": _("fill in"),
        "numeric": _("number"),
        "ordering": _("ordering"),
        "matching": _("matching"),
        "short": _("short answer"),
        "case": _("case"),
    }


def _whys() -> Mapping[str, str]:
    return {
        "due": _("due"),
        "new": _("new"),
        "again": _("again today"),
        "mistake": _("mistake"),
        "cram": _("cram"),
    }


def rule(columns: int, text: str = "") -> Row:
    """A line across the page with `text` in it."""
    lead = f"── {text} " if text else ""
    return lead + "─" * max(columns - width(lead), 2), QUIET


def question(session: Session, columns: int) -> Iterator[Row]:
    """The current question: where one stands, the story of a case, the stem, the options."""
    ticket = session.waiting[0]
    shown = asked(session)
    yield FACT, FACT
    yield rule(columns, _head(session))
    if ticket.question.type == "case":
        yield from ((line, FACT) for line in wrap(ticket.question.stem, columns, "  "))
        yield FACT, FACT
        part, parts = session.part + 1, len(ticket.question.parts)
        lead = _("Part {part} of {parts}: ").format(part=part, parts=parts)
        yield from ((line, HEAD) for line in wrap(lead + shown.question.stem, columns, "  "))
    else:
        yield from ((line, HEAD) for line in wrap(shown.question.stem, columns, "  "))
    yield FACT, FACT
    yield from options(shown, columns)


def _head(session: Session) -> str:
    ticket = session.waiting[0]
    number, total = len(session.done) + 1, len(session.done) + len(session.waiting)
    return " · ".join([f"{number}/{total}", _whys()[ticket.why], types()[ticket.question.type]])


def options(shown: Shown, columns: int) -> Iterator[Row]:
    """The options under their letters; of a matching, the numbered left-hand side first."""
    for number, text in enumerate(shown.left, start=1):
        yield from ((line, FACT) for line in wrap(text, columns, f"  {number}  "))
    if shown.left:
        yield FACT, FACT
    for letter, text in shown.lettered:
        yield from ((line, FACT) for line in wrap(text, columns, f"  {letter}  "))
    if shown.options:
        yield FACT, FACT


def prompt(shown: Shown) -> str:
    """What stands before the place where the answer is typed."""
    asking = shown.question
    blanks = len(asking.answers)
    match asking.type:
        case "single" | "true_false":
            return _("Letter: ")
        case "multiple":
            return _("Letters, one or more: ")
        case "ordering":
            example = LETTERS[: len(shown.options)][::-1]
            return _("Letters in order, like {example}: ").format(example=example)
        case "matching":
            return _("Pairs, like {example}: ").format(example=_pairs_example(shown))
        case "numeric" if asking.unit:
            return _("Number ({unit}): ").format(unit=asking.unit)
        case "fill" if blanks > 1:
            return _("{blanks} answers with | between them: ").format(blanks=blanks)
        case _:
            return _("Answer: ")


def stray(shown: Shown) -> str:
    """What to say to a key that means nothing here, the keyboard's input method included."""
    told = _(
        "Here {first} to {last} count; ? shows the keys. Letters typed through an input method"
        " do not arrive: switch it off."
    )
    letters = [letter for letter, _text in shown.lettered]
    return told.format(first=letters[0], last=letters[-1])


def _pairs_example(shown: Shown) -> str:
    letters = LETTERS[: len(shown.options)][::-1]
    return "".join(f"{n + 1}{letters[n % len(letters)]}" for n in range(min(len(shown.left), 2)))


def feedback(
    session: Session, shown: Shown, known: Mapping[str, Question], columns: int
) -> Iterator[Row]:
    """What the last answer was worth: the verdict, the right answer, why, the source."""
    result = session.results[-1]
    asking = shown.question
    yield FACT, FACT
    yield _verdict(result, asking, blank=session.blank)
    if not result.correct or asking.type == "short":
        yield from _right(shown, columns)
    for option in result.mistaken:
        yield from _mistaken(shown, option, would_answer(asking, option, known), columns)
    told = asking.explanation or session.waiting[0].question.explanation
    if told:
        yield from ((line, FACT) for line in wrap(told, columns, "  " + _("Why: ")))
    yield from source(asking, session.waiting[0].question, columns)


def _verdict(result: Result, asking: Question, *, blank: bool) -> Row:
    if result.correct:
        return "  ✓ " + _("Right."), RIGHT
    if blank:
        return "  ○ " + _("Not answered."), WRONG
    if asking.type == "short":
        found = _("{named} of {points} points found word for word: judge yourself.")
        points = len(asking.answers)
        return "  ◐ " + found.format(named=int(result.points * points), points=points), WARN
    return "  ✗ " + _("Wrong."), WRONG


def _right(shown: Shown, columns: int) -> Iterator[Row]:
    asking = shown.question
    lead = "  " + _("Right answer: ")
    match asking.type:
        case "single" | "multiple" | "true_false":
            key = [text for text in shown.options if text in asking.key]
            lines = [f"{shown.letter(text)} {text}" for text in key]
        case "ordering":
            letters = "".join(map(shown.letter, asking.sequence))
            lines = [letters, *(f"{shown.letter(text)} {text}" for text in asking.sequence)]
        case "matching":
            pairs = list(enumerate(asking.pairs, start=1))
            lines = ["".join(f"{n}{shown.letter(right)}" for n, (_left, right) in pairs)]
            lines += [f"{left} — {right}" for _n, (left, right) in pairs]
        case "short":
            lines = [f"{n}. {'/'.join(point)}" for n, point in enumerate(asking.answers, start=1)]
        case _:
            lines = [right_answer(asking)]
    for number, text in enumerate(lines):
        first = lead if not number else " " * width(lead)
        yield from ((line, RIGHT) for line in wrap(text, columns, first))


def _mistaken(shown: Shown, option: str, other: Question | None, columns: int) -> Iterator[Row]:
    if other is not None and other.id != shown.question.id:
        told = _("{letter} “{option}” is the answer to another question: {stem}")
        text = told.format(letter=shown.letter(option), option=option, stem=other.stem)
        yield from ((line, WARN) for line in wrap(text, columns, "  "))


def source(asking: Question, whole: Question, columns: int) -> Iterator[Row]:
    """Where the fact stands."""
    found = "；".join(one.title or one.doc for one in asking.source or whole.source)
    found = f"[{label(whole.authority, current())}] {found}"
    yield from ((line, QUIET) for line in wrap(found, columns, "  " + _("Source: ")))


def grading(session: Session) -> str:
    """What stands before the grade."""
    return _("Grade 0–5, Enter takes {suggested}: ").format(suggested=session.suggested)


def planned(memory: Memory | None, today: Day, *, again: bool) -> str:
    """When the question comes next."""
    if memory is None:
        return ""
    days = memory.due - today
    if again and days <= 1:
        return _("Again today, then tomorrow.")
    if again:
        return _("Again today, then on {day}.").format(day=written(memory.due))
    if days <= 1:
        return _("Next: tomorrow.")
    return _("Next: in {days} days ({day}).").format(days=days, day=written(memory.due))


def exam(plan: ExamPlan, columns: int) -> Iterator[Row]:
    """The way to the exam: what today asks, what to expect, what must be left out."""
    for text, style in _exam(plan):
        yield from ((line, style) for line in wrap(text, columns))


def _exam(plan: ExamPlan) -> Iterator[Row]:
    days = plan.exam - plan.today
    new = sum(one.why == "new" for one in plan.tickets)
    yield (
        _("{days} days to the exam on {exam}. Today: {new} new, {review} reviews.").format(
            days=days, exam=written(plan.exam), new=new, review=len(plan.tickets) - new
        ),
        FACT,
    )
    yield (
        _(
            "If nothing more is learned, {now:.0%} will be remembered on the day; with"
            " {budget} answers a day, {then:.0%}."
        ).format(now=plan.now, then=plan.then, budget=plan.budget),
        FACT,
    )
    if plan.missed:
        yield (
            _(
                "The time is too short: {missed} of {questions} questions cannot be reached."
                " {needed} answers a day would reach them all."
            ).format(missed=plan.missed, questions=plan.questions, needed=plan.needed),
            WARN,
        )
        yield _left_out(plan), WARN


def _left_out(plan: ExamPlan) -> str:
    if not plan.missed_items:
        return _("Left out are further questions on facts that are asked once anyway.")
    left = _("Left out come last: {items} facts with no question at all, most of them on {tags}.")
    return left.format(items=plan.missed_items, tags="、".join(plan.missed_tags))


def hints(session: Session, memory: Memory | None) -> Iterator[str]:
    """What a good teacher would say now: a question that never sticks, a run of failures."""
    if memory is not None and memory.leech and not session.done[-1].correct:
        yield _(
            "This one keeps being forgotten. Look it up, find an example of your own, or ask"
            " your trainer: repeating alone does not help."
        )
    if session.failures and session.failures % FAILURES == 0:
        yield _("{failures} wrong in a row: a short break helps.").format(failures=session.failures)


def opening(
    title: str, session: Session, columns: int, plan: ExamPlan | None = None
) -> Iterator[Row]:
    """What is to be done."""
    yield from ((line, HEAD) for line in wrap(title, columns))
    if plan is not None:
        yield from exam(plan, columns)
    yield from ((line, QUIET) for line in wrap(_to_do(session), columns))


def _to_do(session: Session) -> str:
    tally = {why: sum(one.why == why for one in session.waiting) for why in _whys()}
    sayings = {
        "due": _("{count} due"),
        "new": _("{count} new"),
        "again": _("{count} to repeat"),
        "mistake": _("{count} mistakes to make good"),
        "cram": _("{count} questions, nothing is saved"),
    }
    told = [said.format(count=tally[why]) for why, said in sayings.items() if tally[why]]
    return _("{work}. ? shows the keys, q ends.").format(work=_(", ").join(told))


def closing(session: Session, columns: int, *, kept: bool = True) -> Iterator[Row]:
    """What was done, and what is left; of a session that is not `kept` nothing is."""
    yield FACT, FACT
    yield rule(columns)
    right = sum(one.correct for one in session.done)
    told = _("Answered {done}, {right} of them right.").format(done=len(session.done), right=right)
    yield from ((line, HEAD) for line in wrap(told, columns))
    left = len(session.waiting)
    rest = _("{left} questions are left for next time.").format(left=left)
    done = _("That was everything for now.")
    if not kept:
        rest = done = _("Nothing of this was saved.")
    yield from ((line, QUIET) for line in wrap(rest if left else done, columns))


def keys(session: Session, columns: int) -> Iterator[Row]:
    """What the keys do here."""
    if session.phase == "asking":
        yield from _keys(
            {
                "A B C …": _("choose; the same letter again takes it back"),
                "Enter": _("confirm; twice on an empty line: I do not know"),
                "u": _("undo the answer before this one"),
                "s": _("where the fact stands; a right answer then suggests 3"),
                "q": _("end; everything answered is saved"),
            },
            columns,
        )
        note = _(
            "Where words or numbers are typed, u, s and q count when they stand alone before Enter."
        )
        yield from ((line, QUIET) for line in wrap(note, columns, "  "))
        return
    yield from _keys(
        {
            "5": _("knew it at once"),
            "4": _("knew it after a moment"),
            "3": _("knew it, with real trouble"),
            "2": _("wrong, though the right answer seemed easy"),
            "1": _("wrong, but I recognise the right answer"),
            "0": _("no idea"),
            "Enter": _("take the suggested grade"),
            "s": _("where the fact stands"),
            "u": _("answer once more"),
            "q": _("end; this answer is saved with the suggested grade"),
        },
        columns,
    )


def _keys(table: Mapping[str, str], columns: int) -> Iterator[Row]:
    wide = max(map(width, table))
    for key, meaning in table.items():
        lead = f"  {key}{' ' * (wide - width(key))}  "
        yield from ((line, FACT) for line in wrap(meaning, columns, lead))
