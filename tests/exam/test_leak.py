"""Nothing of key, seed or item stands in a public file, and what is planted there is found."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

import kaoka
from exam.samples import SEED, blueprint, every_type, question, section
from kaoka.bank.bank import Bank
from kaoka.errors import ExamError
from kaoka.exam.assemble import assemble
from kaoka.exam.candidate import candidate_paper
from kaoka.exam.documents import documents
from kaoka.exam.form import Form
from kaoka.exam.leak import Hidden, refuse_leaks, refuse_told, secrets
from kaoka.exam.marker import key_sheet, solutions
from kaoka.exam.paper import Note, Paper
from kaoka.exam.sheet import answer_sheet
from kaoka.formats.page import writer
from kaoka.question.model import Question

WORDS = "哪一项不恰当，要先问清(第一步)，才能 给出办法。"
FORMATS = ("pdf", "docx", "html")


def named(one: Question) -> Question:
    """Give a question ids that its options do not hold, and an explanation."""
    parts = tuple(map(named, one.parts))
    item, told = f"hidden.{one.item}", f"{one.item}：{WORDS}"
    return replace(one, id=f"hidden.{one.id}", item=item, explanation=told, parts=parts)


@pytest.fixture(scope="module")
def form() -> Form:
    """A form of every type whose questions have explanations, ten of them single."""
    plan, made = every_type()
    singles = tuple(question(f"single.i{n}") for n in range(6, 16))
    questions = tuple(map(named, made + singles))
    first = replace(plan.sections[0], count=10)
    sections = (first, *plan.sections[1:])
    return assemble(blueprint(sections), questions, seed=SEED)[0]


@pytest.fixture(scope="module")
def hidden(form: Form) -> Hidden:
    """What must not stand in its papers."""
    return secrets(form, SEED)


@pytest.fixture(scope="module")
def clean(form: Form) -> Mapping[str, bytes]:
    """The candidate's paper in each format."""
    paper = candidate_paper(form, lang="zh", code="0000-0000")
    return {name: writer(name).write(paper) for name in FORMATS}


def letters(form: Form) -> list[str]:
    """The key of the singles."""
    return [asked.answer for asked in form.sections[0].asked]


KINDS: dict[str, Callable[[Form], str]] = {
    "seed": lambda _form: SEED.hex(),
    "SEED": lambda _form: SEED.hex().upper(),
    "base64": lambda _form: "AAECAwQFBgcICQoLDA0ODw==",
    "item": lambda form: form.sections[0].asked[0].question.item,
    "question": lambda form: form.sections[-1].asked[0].question.id,
    "explanation": lambda form: form.sections[1].asked[1].question.explanation,
    "row": lambda form: "".join(letters(form)[1:9]),
    "spaced": lambda form: " ".join(letters(form)[2:10]),
    "commas": lambda form: ", ".join(letters(form)[:8]),
    "wide": lambda form: "、".join(letters(form)[:9]),
    "colons": lambda form: " ".join(f"{n}:{a}" for n, a in enumerate(letters(form)[:9], 1)),
    "dots": lambda form: "\n".join(f"{n}. {a}" for n, a in enumerate(letters(form), 1)),
    "field": lambda _form: '"answer": ["C"]',
    "attribute": lambda _form: "data-answer='C'",
}


def pdf_stream(data: bytes, text: str, *, packed: bool = True) -> bytes:
    """Put a text into a stream of its own."""
    body = zlib.compress(text.encode()) if packed else text.encode()
    filter_ = "/Filter/FlateDecode" if packed else ""
    head = f"9999 0 obj <</Length {len(body)}{filter_}>> stream\n".encode()
    return data + head + body + b"\nendstream endobj\n"


def pdf_metadata(data: bytes, text: str) -> bytes:
    """Put a text into the metadata, as another program writes it."""
    out = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    out.add_metadata({"/Keywords": text})
    made = io.BytesIO()
    out.write(made)
    return made.getvalue()


def pdf_wide(data: bytes, text: str) -> bytes:
    """Put a text into the metadata in UTF-16 hex."""
    wide = (b"\xfe\xff" + text.encode("utf-16-be")).hex().upper().encode()
    return data.replace(b"/Creator", b"/Subject<" + wide + b">/Creator", 1)


def pdf_xmp(data: bytes, text: str) -> bytes:
    """Put a text into the XMP packet."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return data.replace(b"</rdf:Description>", f"{escaped}</rdf:Description>".encode(), 1)


def docx_with(change: Callable[[Any], None]) -> Callable[[bytes, str], bytes]:
    """Change a document with python-docx."""

    def plant(data: bytes, text: str) -> bytes:
        document = docx.Document(io.BytesIO(data))
        change(document, text)  # type: ignore[call-arg]
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()

    return plant


def _split(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    for piece in re.findall(".{1,3}", text, re.DOTALL):
        paragraph.add_run(piece).bold = True


def _property(document: Any, text: str) -> None:
    document.core_properties.comments = text


def docx_part(data: bytes, text: str) -> bytes:
    """Add a part."""
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("customXml/item1.xml", text)
    return made.getvalue()


def html_with(template: str) -> Callable[[bytes, str], bytes]:
    """Put a text before the end of the body."""

    def plant(data: bytes, text: str) -> bytes:
        escaped = text.replace('"', "&quot;") if '="' in template else text
        return data.replace(b"</body>", template.format(escaped).encode() + b"</body>", 1)

    return plant


PLACES: dict[str, Callable[[bytes, str], bytes]] = {
    "pdf stream": pdf_stream,
    "pdf plain": lambda data, text: pdf_stream(data, text, packed=False),
    "pdf metadata": pdf_metadata,
    "pdf wide": pdf_wide,
    "pdf xmp": pdf_xmp,
    "docx text": docx_with(_split),  # type: ignore[arg-type]
    "docx property": docx_with(_property),  # type: ignore[arg-type]
    "docx part": docx_part,
    "html attribute": html_with('<i title="{}"></i>'),
    "html comment": html_with("<!-- {} -->"),
    "html text": html_with("<p>{}</p>"),
}


def test_a_clean_paper_passes(form: Form, hidden: Hidden, clean: Mapping[str, bytes]) -> None:
    refuse_told(candidate_paper(form, lang="zh", code=""), "A", hidden)
    refuse_told(answer_sheet(form, lang="zh", code=""), "A", hidden)
    for name, data in clean.items():
        refuse_leaks(data, name, hidden)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_planted_leak_is_found(
    form: Form, hidden: Hidden, clean: Mapping[str, bytes], place: str, kind: str
) -> None:
    data = clean[place.partition(" ")[0]]
    planted = PLACES[place](data, KINDS[kind](form))
    assert planted != data
    with pytest.raises(ExamError, match="leak"):
        refuse_leaks(planted, "A", hidden)


@pytest.mark.parametrize("kind", KINDS)
def test_a_leak_in_visible_text_is_found_before_any_format(
    form: Form, hidden: Hidden, kind: str
) -> None:
    """The text of a PDF is glyph numbers: what is printed is searched as words."""
    notice = (f"请注意：{KINDS[kind](form)}",)
    with pytest.raises(ExamError, match="leak"):
        refuse_told(candidate_paper(form, lang="zh", code="", notice=notice), "A", hidden)


def test_an_explanation_in_a_stem_is_found_though_its_line_is_in_pieces(
    form: Form, hidden: Hidden
) -> None:
    told = question("other", stem=form.sections[0].asked[0].question.explanation)
    plan = blueprint([section("single", 1)])
    odd = assemble(plan, [told], seed=SEED)[0]
    with pytest.raises(ExamError, match="leak"):
        refuse_told(candidate_paper(odd, lang="zh", code=""), "A", hidden)


def test_the_raw_seed_is_found(clean: Mapping[str, bytes], hidden: Hidden) -> None:
    with pytest.raises(ExamError, match="leak"):
        refuse_leaks(clean["html"] + SEED, "A", hidden)


def test_a_seed_of_zeros_is_no_secret(form: Form, clean: Mapping[str, bytes]) -> None:
    for data in clean.values():
        refuse_leaks(data, "A", secrets(form, bytes(16)))


def test_a_marker_page_is_refused_as_a_paper(form: Form, hidden: Hidden) -> None:
    pages: tuple[Paper, ...] = (
        key_sheet(form, lang="zh", code=""),
        solutions(form, lang="zh", code="", stems={}),
    )
    for paper in pages:
        with pytest.raises(ExamError, match="leak"):
            refuse_told(paper, "A", hidden)


def test_letters_of_the_alphabet_are_no_key() -> None:
    questions = [question(f"q.single{n}") for n in range(12)]
    plan = blueprint([section("single", 12)])
    form = assemble(plan, questions, seed=SEED)[0]
    asked = tuple(
        replace(one, answer="ABCD"[place % 4]) for place, one in enumerate(form.sections[0].asked)
    )
    form = replace(form, sections=(replace(form.sections[0], asked=asked),))
    sheet = answer_sheet(form, lang="zh", code="")
    sheet = replace(sheet, blocks=(*sheet.blocks, Note(text="ABCDABCDABCD")))
    refuse_told(sheet, "A", secrets(form, SEED))


@pytest.fixture(scope="module")
def papers(
    shipped: tuple[Bank, tuple[Question, ...]],
) -> tuple[Form, dict[str, dict[str, bytes]]]:
    """A form of the shipped certificate, and its public papers: bytes by name and format."""
    path = Path(__file__).parents[2] / "exams/cert-basic.yaml"
    plan, _ = kaoka.load_blueprint(path)
    assert plan is not None
    form = kaoka.assemble(plan, shipped[1], seed=SEED)[0]
    hidden = secrets(form, SEED)
    made: dict[str, dict[str, bytes]] = {}
    for ending, paper in documents(form, plan, lang="zh", code="ABCD-EFGH", person="", stems={}):
        if ending in {"", "-sheet"}:
            refuse_told(paper, ending, hidden)
            made[ending] = {name: writer(name).write(paper) for name in FORMATS}
            for name, data in made[ending].items():
                refuse_leaks(data, f"{ending}.{name}", hidden)
    return form, made


class _Text(HTMLParser):
    """All text, attributes and comments of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.beside: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_comment(self, data: str) -> None:
        self.beside.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.beside.extend(value or "" for _, value in attrs)


def read_pdf(data: bytes) -> Iterator[str]:
    """Yield all that pypdf reads."""
    document = pypdf.PdfReader(io.BytesIO(data))
    for page in document.pages:
        yield page.extract_text()
    yield from map(str, (document.metadata or {}).values())
    yield str(document.xmp_metadata and document.xmp_metadata.rdf_root.toxml())


def read_docx(data: bytes) -> Iterator[str]:
    """Yield all that python-docx reads."""
    document: Any = docx.Document(io.BytesIO(data))
    yield "".join(piece for piece in document.element.itertext())
    for part in document.sections:
        yield "\n".join(piece for piece in part.footer._element.itertext())  # noqa: SLF001  # no other way to it
        yield "\n".join(piece for piece in part.header._element.itertext())  # noqa: SLF001  # no other way to it
    core = document.core_properties
    yield f"{core.title}\n{core.subject}\n{core.comments}\n{core.keywords}\n{core.author}"


def read_html(data: bytes) -> Iterator[str]:
    """Yield all that a browser's parser reads."""
    parser = _Text()
    parser.feed(data.decode())
    yield from (*parser.found, *parser.beside)


READ = {"pdf": read_pdf, "docx": read_docx, "html": read_html}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("ending", ["", "-sheet"])
def test_other_readers_find_nothing_of_the_key(
    papers: tuple[Form, dict[str, dict[str, bytes]]], ending: str, name: str
) -> None:
    form, made = papers
    asked = [one for whole in form.asked() for one in (whole, *whole.parts)]
    text = "".join("".join(READ[name](made[ending][name])).split())
    assert form.title in text
    if not ending:
        assert "".join(asked[0].question.stem.split()) in text
    assert SEED.hex() not in text
    for one in asked:
        assert one.question.id not in text
        assert one.question.item not in text or re.fullmatch("[a-z]+", one.question.item)
        told = "".join(one.question.explanation.split())
        printed = "".join("".join((other.question.stem, *other.options)) for other in asked)
        assert not told or told not in text or told in "".join(printed.split())
    answers = [one.answer for one in form.numbered()]
    squeezed = re.sub(r"[,;，；、.:]", "", text)
    for at in range(len(answers) - 8):
        assert "".join(answers[at : at + 8]) not in squeezed
        assert "".join(f"{at + 1 + n}{a}" for n, a in enumerate(answers[at : at + 8])) not in text
