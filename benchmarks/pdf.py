"""A hundred forms of the shipped blueprint as PDF, against typst compiling the same pages.

The peer is typst alone, in one process, one compiler kept: it reads the same pages as
JSON through the same template, one compile a document, and writes nothing. Ours is what
`exam build` does: draw, shuffle, keys, layout, JSON, check codes, the search for leaks,
files, manifest. Reading the bank comes before both clocks. The two take turns; prints the
least processor time of each, seconds a page, and their ratio (at most 1.3 is wanted).

Run: python benchmarks/pdf.py [FORMS] [ROUNDS]
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from kaoka.exam.assemble import Drawing
from kaoka.exam.blueprint import Blueprint
from kaoka.exam.check import check_code
from kaoka.exam.documents import documents
from kaoka.exam.manifest import NAME, Writer
from kaoka.exam.names import letters
from kaoka.exam.pool import pool
from kaoka.formats.page.pdf import EPOCH, compiler, inputs
from kaoka.jobs.bank import open_questions
from kaoka.jobs.blueprint import load_blueprint
from kaoka.jobs.exam_papers import PRIVATE, PUBLIC, Job, Planned, make_all
from kaoka.question.model import Question

ROOT = Path(__file__).parents[1]
SEED = bytes(range(16))
PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")


def main() -> None:
    forms = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    blueprint, problems = load_blueprint(ROOT / "exams/cert-basic.yaml")
    if blueprint is None:
        sys.exit(str(problems))
    _, questions = open_questions(ROOT / "decks/insurance-service", date(2026, 11, 24))
    stems = {question.id: question.stem for question in questions}
    given = list(pages_of(blueprint, questions, stems, forms))
    both = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            build = partial(ours, blueprint, questions, stems, forms, folder)
            both.append((timed(build), timed(partial(peer, given))))
            files = list(Path(folder).rglob("*.pdf"))
            pages = sum(int(PAGES.findall(path.read_bytes())[0]) for path in files)
    best, peer_best = (min(times) for times in zip(*both, strict=True))
    print(f"{forms} forms, {len(files)} documents, {pages} pages")
    for name, seconds in (("kaoka", best), ("typst", peer_best)):
        print(f"{name} {seconds:.2f} s, {1000 * seconds / pages:.1f} ms a page")
    ratios = ", ".join(f"{one / other:.2f}" for one, other in both)
    print(f"ratio {best / peer_best:.2f} (round by round {ratios})")


def ours(
    blueprint: Blueprint,
    questions: Sequence[Question],
    stems: Mapping[str, str],
    forms: int,
    folder: str,
) -> None:
    """Make the forms as `exam build` does on one process."""
    for name in (PUBLIC, PRIVATE):
        Path(folder, name).mkdir()
    drawing = Drawing(blueprint, pool(blueprint, questions), SEED)
    job = Job(drawing, stems, "zh", ("pdf",), folder)
    planned = [Planned(name, name) for name in letters(forms)]
    sums: dict[str, str] = {}
    with Path(folder, NAME).open("wb") as file:
        manifest = Writer(file, {"seed": SEED.hex(), "exam": blueprint.id})
        for made in make_all(job, planned, None, 1):
            manifest.form(made.entry)
            sums |= dict(made.sums)
        manifest.close(sums.items())


def pages_of(
    blueprint: Blueprint, questions: Sequence[Question], stems: Mapping[str, str], forms: int
) -> Iterator[dict[str, str]]:
    """Yield what the template reads for each document of the same forms."""
    drawing = Drawing(blueprint, pool(blueprint, questions), SEED)
    for name in letters(forms):
        form = drawing.form(name)
        code = check_code(form, SEED)
        for _, paper in documents(form, blueprint, lang="zh", code=code, person="", stems=stems):
            yield inputs(paper)


def peer(given: Sequence[dict[str, str]]) -> None:
    """Compile the same pages with typst alone."""
    typst = compiler()
    for page in given:
        typst.compile(format="pdf", sys_inputs=page, timestamp=EPOCH, pdf_standards=["1.7"])


def timed(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
