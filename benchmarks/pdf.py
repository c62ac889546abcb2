"""Thirty forms of the shipped blueprint as PDF, against typst compiling the same pages.

The peer is typst alone, in one process, one compiler kept: it reads the same pages as
JSON through the same template, one compile a document. Ours does all the rest besides:
draw, shuffle, keys, layout, JSON, check codes, files, manifest. Reading the bank comes
before both clocks. Prints both processor times and their ratio (at most 1.5 is wanted).

Run: python benchmarks/pdf.py [FORMS] [ROUNDS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from kaoka.exam.assemble import Drawing
from kaoka.exam.candidate import candidate_paper
from kaoka.exam.check import check_code
from kaoka.exam.marker import key_sheet, solutions
from kaoka.exam.names import letters
from kaoka.exam.paper import Paper
from kaoka.exam.pool import pool
from kaoka.exam.sheet import answer_sheet
from kaoka.formats.page.pdf import EPOCH, PdfWriter, compiler, inputs
from kaoka.jobs.bank import open_questions
from kaoka.jobs.blueprint import load_blueprint

ROOT = Path(__file__).parents[1]
SEED = bytes(range(16))


def main() -> None:
    forms = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    blueprint, problems = load_blueprint(ROOT / "exams/cert-basic.yaml")
    if blueprint is None:
        sys.exit(str(problems))
    _, questions = open_questions(ROOT / "decks/insurance-service", date(2026, 11, 24))
    stems = {question.id: question.stem for question in questions}
    papers: list[Paper] = []

    def ours() -> None:
        papers.clear()
        writer = PdfWriter()
        drawing = Drawing(blueprint, pool(blueprint, questions), SEED)
        with tempfile.TemporaryDirectory() as folder:
            for name in letters(forms):
                form = drawing.form(name)
                code = check_code(form, SEED)
                for ending, paper in {
                    "": candidate_paper(form, lang="zh", code=code, notice=blueprint.notice),
                    "-sheet": answer_sheet(form, lang="zh", code=code),
                    "-key": key_sheet(form, lang="zh", code=code),
                    "-solutions": solutions(form, lang="zh", code=code, stems=stems),
                }.items():
                    Path(folder, f"{name}{ending}.pdf").write_bytes(writer.write(paper))
                    papers.append(paper)

    def peer(pages: list[dict[str, str]]) -> None:
        typst = compiler()
        for page in pages:
            typst.compile(format="pdf", sys_inputs=page, timestamp=EPOCH, pdf_standards=["1.7"])

    both = [
        (timed(ours), timed(partial(peer, [inputs(paper) for paper in papers])))
        for _ in range(rounds)
    ]
    ours_best, peer_best = (min(times) for times in zip(*both, strict=True))
    print(f"{forms} forms, {len(papers)} documents")
    print(f"kaoka {ours_best:.2f} s, typst {peer_best:.2f} s, ratio {ours_best / peer_best:.2f}")


def timed(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
