"""The commands about exams: build and verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaoka.cli import show
from kaoka.cli.dates import day
from kaoka.lang import say, words

_ = words("exam")

app = typer.Typer(no_args_is_help=True)

Blueprint = Annotated[
    Path, typer.Argument(metavar="BLUEPRINT.yaml", help=_("What a paper must hold."))
]
Bank = Annotated[
    str | None,
    typer.Option(metavar="BANK", help=_("A folder with a bank.yaml, or the id of a shipped bank.")),
]
Exam = Annotated[Path, typer.Argument(metavar="DIR", help=_("The exam's folder."))]
Form = Annotated[str, typer.Argument(metavar="FORM", help=_("The form's name, as on the paper."))]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help=_("The question's number."))]

_FEW = 20


def _seed(written: str | None) -> bytes | None:
    """Read a seed; 32 hex digits."""
    if written is None:
        return None
    try:
        seed = bytes.fromhex(written)
    except ValueError:
        seed = b""
    if len(seed) * 2 != len(written) or len(seed) != 16:  # 128 bits
        raise typer.BadParameter(_("--seed takes 32 hex digits."))
    return seed


@app.command(help=_("Build forms A, B, C … with papers, answer sheets, keys and solutions."))
def build(  # noqa: PLR0913, PLR0917  # one option each
    blueprint: Blueprint,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help=_("The exam's folder."))],
    forms: Annotated[int, typer.Option(metavar="N", min=1, max=999, help=_("How many forms."))] = 3,
    seed: Annotated[
        str | None, typer.Option(metavar="HEX", help=_("The secret seed (default: drawn anew)."))
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help=_("Page formats, by commas."))
    ] = "pdf,html",
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=_("The day that decides what is in force.")),
    ] = None,
    candidates: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help=_("CSV or XLSX with the columns candidate, name: a form for each.")
        ),
    ] = None,
    avoid: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help=_("An exam whose items are left out; may be repeated.")),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, help=_("Processes at work; 0: as many as the machine has.")
        ),
    ] = 0,
    dask: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help=_("A dask scheduler whose workers do the work.")),
    ] = None,
) -> None:
    """Write papers/ to hand out and private/ to lock away."""
    from kaoka.cli.progress import bar
    from kaoka.jobs.build_exam import Order, build_exam
    from kaoka.jobs.workers import executor

    chosen = tuple(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip()))
    worth = candidates is not None or forms > _FEW
    with executor(workers, worth=worth, dask=dask) as (pool, count):
        order = Order(
            blueprint,
            out,
            day(as_of),
            forms,
            _seed(seed),
            chosen,
            candidates,
            count,
            tuple(avoid or ()),
        )
        with bar(_("Forms")) as step:
            built = build_exam(order, step, pool)
    show.lines(f"{built.folder / name}" for name in sorted(built.files))
    for name, code in built.codes if len(built.codes) <= _FEW else ():
        show.talk(_("Form {name}: check code {code}").format(name=name, code=code))
    show.talk(_("SHA-256 of the seed: {sum} (may be published)").format(sum=built.commitment))
    show.talk(_("Hand out papers/ only; private/ holds the keys and the seed."))


@app.command(help=_("Tell whether an exam's files, or one paper, are unchanged."))
def verify(
    target: Annotated[
        Path, typer.Argument(metavar="DIR|PAPER", help=_("An exam's folder, or a file in it."))
    ],
    bank: Bank = None,
) -> None:
    """Compare files with the private manifest; exit 1 when something was changed."""
    from kaoka.jobs.verify_exam import verify_exam

    verdict = verify_exam(target, bank)
    for problem in (*verdict.problems, *verdict.notes):
        place = f"{problem.file}: " if problem.file else ""
        show.talk(f"{place}{say(problem)}")
    if verdict.problems:
        raise typer.Exit(1)
    said = _("{title}: unchanged, {count} files.")
    show.lines([said.format(title=verdict.title, count=verdict.checked)])


@app.command(help=_("Mark a table of responses: results, item analysis, report."))
def grade(
    exam: Exam,
    table: Annotated[
        Path,
        typer.Argument(
            metavar="RESPONSES", help=_("CSV or XLSX with the columns candidate, form, 1, 2, 3 …")
        ),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="DIR2", help=_("Where to write the results."))
    ],
    difficulty: Annotated[
        str | None,
        typer.Option(metavar="BANK", help=_("Keep the difficulty of questions beside this bank.")),
    ] = None,
) -> None:
    """Write the results; exit 1 when a row could not be marked."""
    from kaoka.jobs.grade_exam import grade_exam

    done = grade_exam(exam, table, out, difficulty)
    if done.ignored:
        show.talk(_("Columns not used: {names}").format(names=", ".join(done.ignored)))
    if done.missing:
        numbers = ", ".join(map(str, done.missing))
        show.talk(
            _("Questions without a column, counted as blank: {numbers}").format(numbers=numbers)
        )
    if done.restored:
        pairs = ", ".join(f"{old} → {new}" for old, new in done.restored[:_FEW])
        said = _("Zeros put back at the front of ids ({count}): {pairs}")
        show.talk(said.format(count=len(done.restored), pairs=pairs))
    for problem in done.changed[:_FEW]:
        show.talk(say(problem))
    if len(done.changed) > _FEW:
        said = _("{count} more scores changed: changes.csv lists all of them.")
        show.talk(said.format(count=len(done.changed) - _FEW))
    for problem in done.rejected:
        show.talk(_("Row {row}: {reason}").format(row=problem.line, reason=say(problem)))
    said = _("{graded} graded, {passed} passed, {rejected} rows set aside: {folder}")
    counts = {"graded": done.graded, "passed": done.passed, "rejected": len(done.rejected)}
    show.lines([said.format(folder=done.folder, **counts)])
    if done.rejected:
        raise typer.Exit(1)


@app.command(help=_("Tell where a question of a form comes from, and each of its options."))
def why(
    exam: Exam,
    form: Form,
    number: Number,
    bank: Bank = None,
) -> None:
    """Print what the manifest and the bank know of one question."""
    from kaoka.jobs.why_exam import why as tell

    show.lines(show.columns(tell(exam, form, number, bank)))


@app.command(help=_("Swap one question of a form for the next that the rules allow."))
def swap(
    exam: Exam,
    form: Form,
    number: Number,
    bank: Bank = None,
) -> None:
    """Make that form's papers again; no other form is touched."""
    from kaoka.jobs.swap_exam import swap_exam

    done = swap_exam(exam, form, number, bank)
    show.lines(f"{exam / name}" for name in sorted(done.files))
    said = _("Form {form}, question {number}: {old} → {new}; check code {code}")
    show.talk(
        said.format(
            form=form,
            number=done.swap.number,
            old=done.swap.old,
            new=done.swap.new,
            code=done.code,
        )
    )
    show.talk(_("Papers of this form that were printed before are void: their code is another."))


@app.command(help=_("Accept another answer after the exam, on every form that asks the question."))
def rekey(
    exam: Exam,
    form: Form,
    number: Number,
    answer: Annotated[
        str, typer.Argument(metavar="ANSWER", help=_("The answer, as a candidate writes it."))
    ],
    instead: Annotated[
        bool, typer.Option("--instead", help=_("The old key no longer counts."))
    ] = False,
) -> None:
    """Record the decision; the next grading keeps to it and lists whose score it changes."""
    from kaoka.jobs.rekey_exam import rekey as record

    done = record(exam, form, number, answer, instead=instead)
    said = _("{question} now accepts “{answer}” on: {forms}. Grade again to see who gains.")
    told = {"question": done.question, "answer": " | ".join(filter(None, done.answer))}
    show.lines([said.format(forms=", ".join(done.forms), **told)])
    if done.without and instead:
        said = _("Not printed there, so all get full points: {forms}")
        show.talk(said.format(forms=", ".join(done.without)))


@app.command(help=_("Void a question after the exam: full points for all, or dropped."))
def void(
    exam: Exam,
    question: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION|FORM", help=_("The question's id, as in key.csv; or a form's name.")
        ),
    ],
    number: Annotated[
        int | None, typer.Argument(metavar="NUMBER", help=_("The number on that form."))
    ] = None,
    drop: Annotated[
        bool, typer.Option("--drop", help=_("Leave it out; by default all get full points."))
    ] = False,
) -> None:
    """Record the decision; the next grading keeps to it and lists whose score it changes."""
    from kaoka.jobs.void_exam import void as record

    question, forms = record(exam, question, number, drop=drop)
    said = _("{question} is voided on: {forms}. Grade again to see whose score changes.")
    show.lines([said.format(question=question, forms=", ".join(forms))])
