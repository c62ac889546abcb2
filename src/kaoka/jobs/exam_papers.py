"""The files of one form: papers that may be handed out, pages that may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaoka.exam.blueprint import Blueprint
from kaoka.exam.candidate import candidate_paper
from kaoka.exam.check import check_code
from kaoka.exam.form import Form
from kaoka.exam.marker import key_sheet, solutions
from kaoka.exam.sheet import answer_sheet
from kaoka.formats.page import PageWriter

PUBLIC, PRIVATE = "papers", "private"
ENDINGS = ("", "-sheet", "-key", "-solutions")


@dataclass(frozen=True, slots=True)
class Setting:
    """What all forms of an exam share. `stems` are the bank's, by question id."""

    blueprint: Blueprint
    lang: str
    seed: bytes
    stems: Mapping[str, str]


def form_files(
    form: Form,
    start: str,
    setting: Setting,
    writers: Iterable[PageWriter],
) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a form: its path below the exam's folder, and its bytes.

    Args:
        form: the form.
        start: the start of its file names.
        setting: what all forms of the exam share.
        writers: one for each page format.
    """
    code = check_code(form, setting.seed)
    lang = setting.lang
    notice = setting.blueprint.notice
    date = setting.blueprint.date.isoformat() if setting.blueprint.date else ""
    pages = (
        (PUBLIC, "", candidate_paper(form, lang=lang, code=code, notice=notice, date=date)),
        (PUBLIC, "-sheet", answer_sheet(form, lang=lang, code=code)),
        (PRIVATE, "-key", key_sheet(form, lang=lang, code=code)),
        (PRIVATE, "-solutions", solutions(form, lang=lang, code=code, stems=setting.stems)),
    )
    for writer in writers:
        for folder, ending, paper in pages:
            yield f"{folder}/{start}{ending}.{writer.suffix}", writer.write(paper)


def endings(suffixes: Sequence[str]) -> list[str]:
    """Return what follows a form's name in its files."""
    return [f"{ending}.{suffix}" for ending in ENDINGS for suffix in suffixes]
