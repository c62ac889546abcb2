"""Making forms: their papers, keys and solutions, written where they will be published.

`make` is a pure function of what it is given, but for the files that it writes; so forms
may be made anywhere, in any order, by any executor.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from kaoka.exam.assemble import Drawing
from kaoka.exam.check import canonical, check_code
from kaoka.exam.documents import ENDINGS, documents, places
from kaoka.exam.form import Form
from kaoka.exam.key import key_rows
from kaoka.exam.leak import refuse_leaks, refuse_told, secrets
from kaoka.exam.manifest import form_entry, sha256
from kaoka.exam.rank import ranker
from kaoka.exam.swap import Swap, swapped
from kaoka.formats.page import PageWriter, without_web, writer
from kaoka.question.model import Question

PUBLIC, PRIVATE = "papers", "private"

_CHUNK = 10
_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Job:
    """All that is needed to make any form of an exam.

    `drawing` is the draw, what all forms share worked out; `stems` are those of the
    whole bank, by question id; `folder` is where files go; `swaps` are questions that
    were swapped since the draw.
    """

    drawing: Drawing
    stems: Mapping[str, str]
    lang: str
    formats: tuple[str, ...]
    folder: str
    swaps: tuple[Swap, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """The files of a form that were made before: their folder, check code, SHA-256 by path."""

    folder: str
    code: str
    sums: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Planned:
    """A form to be made: its name, the start of its file names, the candidate's name.

    What was `kept` is made again only when it is no longer what it was.
    """

    name: str
    start: str
    person: str = ""
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A form that was made: its manifest entry, key rows, and SHA-256 of its files."""

    name: str
    code: str
    entry: bytes
    key: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, str], ...]


def make_all(
    job: Job, planned: Iterable[Planned], executor: Executor | None, workers: int
) -> Iterator[Made]:
    """Yield every form in order; few are under way at a time, so memory stays flat."""
    if executor is None:
        for one in planned:
            yield from make(job, [one])
        return
    rest = iter(planned)
    chunks = iter(lambda: list(islice(rest, _CHUNK)), [])
    packed = pickle.dumps(job)
    waiting: list[Future[list[Made]]] = [
        executor.submit(make_packed, packed, chunk) for chunk in islice(chunks, workers * _AHEAD)
    ]
    while waiting:
        made = waiting.pop(0).result()
        waiting.extend(executor.submit(make_packed, packed, chunk) for chunk in islice(chunks, 1))
        yield from made


def make(job: Job, planned: Sequence[Planned]) -> list[Made]:
    """Make some forms and write their files."""
    shop = _shop(job)
    return [shop.make(one) for one in planned]


def make_packed(packed: bytes, planned: Sequence[Planned]) -> list[Made]:
    """Make some forms of a job that was packed once, and is unpacked once by each worker."""
    if getattr(_here, "packed", None) != packed:
        _here.job = pickle.loads(packed)  # noqa: S301  # what an executor would do with the job
        _here.packed = packed
    return make(_here.job, planned)


def print_form(job: Job, form: Form, planned: Planned) -> Made:
    """Write the files of a form that is drawn already."""
    return _shop(job).print(form, planned)


def private_file(path: Path) -> None:
    """Make an empty file that only its owner may read."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))


def endings(formats: Sequence[str]) -> list[str]:
    """Return what follows a form's name in its files."""
    names = dict.fromkeys((*formats, *without_web(formats)))
    return [f"{ending}.{writer(name).suffix}" for ending in ENDINGS for name in names]


_here = threading.local()


def _shop(job: Job) -> _Shop:
    """Return this thread's workshop for a job: fonts, compiler and draw are kept."""
    kept: _Shop | None = getattr(_here, "shop", None)
    if kept is None or kept.job is not job:
        kept = _here.shop = _Shop(job)
    return kept


class _Shop:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.blueprint, self.seed = job.drawing.blueprint, job.drawing.seed

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {question.id: question for question in self.job.drawing.pool.questions}

    @cached_property
    def writers(self) -> dict[str, list[PageWriter]]:
        """The writers of each folder: nothing private becomes a web page."""
        private = without_web(self.job.formats)
        return {
            folder: [writer(name) for name in formats]
            for folder, formats in ((PUBLIC, self.job.formats), (PRIVATE, private))
        }

    def make(self, planned: Planned) -> Made:
        form = self.job.drawing.form(planned.name)
        rank = ranker(self.seed, self.blueprint.id, planned.name)
        for swap in self.job.swaps:
            if swap.form == planned.name and swap.new in self.questions:
                form = swapped(self.blueprint, form, swap, self.questions[swap.new], rank)
        return self.print(form, planned)

    def print(self, form: Form, planned: Planned) -> Made:
        code = check_code(form, self.seed)
        kept = self._kept(planned, code)
        sums = kept or self._files(form, code, planned)
        entry = canonical(form_entry(form, self.seed, code))
        return Made(planned.name, code, entry, tuple(key_rows([form])), tuple(sums))

    def _kept(self, planned: Planned, code: str) -> list[tuple[str, str]]:
        """Return the files that were made before, when all are there and whole."""
        kept = planned.kept
        if kept is None or kept.code != code:
            return []
        found = []
        for path in self._paths(planned):
            file = Path(kept.folder, path)
            if path not in kept.sums or not file.is_file():
                return []
            if sha256(file.read_bytes()) != kept.sums[path]:
                return []
            found.append((path, kept.sums[path]))
        return found

    def _paths(self, planned: Planned) -> list[str]:
        return [
            f"{folder}/{planned.start}{ending}.{one.suffix}"
            for folder, ending in self._places()
            for one in self.writers[folder]
        ]

    def _places(self) -> list[tuple[str, str]]:
        return places(self.blueprint.layout, PUBLIC, PRIVATE)

    def _files(self, form: Form, code: str, planned: Planned) -> list[tuple[str, str]]:
        sums = []
        hidden = secrets(form, self.seed)
        papers = documents(
            form,
            self.blueprint,
            lang=self.job.lang,
            code=code,
            person=planned.person,
            stems=self.job.stems,
        )
        folders = {ending: folder for folder, ending in self._places()}
        for ending, paper in papers:
            folder = folders[ending]
            if folder == PUBLIC:
                refuse_told(paper, f"{folder}/{planned.start}{ending}", hidden)
            for one in self.writers[folder]:
                path = f"{folder}/{planned.start}{ending}.{one.suffix}"
                data = one.write(paper)
                target = Path(self.job.folder, path)
                if folder == PRIVATE:
                    private_file(target)
                else:
                    refuse_leaks(data, path, hidden)
                target.write_bytes(data)
                sums.append((path, sha256(data)))
        return sums
