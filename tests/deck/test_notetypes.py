"""What never changes after the first release, and how the faces read."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

from deck.hands import Desk, bring, desk, learner, text_of
from kaoka.deck.card import FIELDS, About, Card, card, guid, note_type
from kaoka.deck.words import WORDS, words_of
from kaoka.formats.anki.notetypes import MODEL_IDS, STYLED, face, model, style
from kaoka.formats.anki.preview import render, side
from kaoka.question.model import Cited, Question

TYPES = ("recall", "choice", "arrange", "script")


def test_fields_ids_and_hashes_are_frozen() -> None:
    """Every learner's notes hang on these: they may be added to, never changed."""
    assert FIELDS == (
        "Id", "Stem", "Context", "Options", "Answer", "Others", "Explanation", "Source",
        "Authority", "Dates", "Reviewed", "Edition", "Kind", "Form", "Status", "Media", "Speech",
        "Spare1", "Spare2", "Spare3", "Spare4",
    )  # fmt: skip
    assert MODEL_IDS == {
        ("zh", "recall"): 1763900100001,
        ("zh", "choice"): 1763900100002,
        ("zh", "arrange"): 1763900100003,
        ("zh", "script"): 1763900100004,
        ("en", "recall"): 1763900200001,
        ("en", "choice"): 1763900200002,
        ("en", "arrange"): 1763900200003,
        ("en", "script"): 1763900200004,
    }
    assert guid("insurance-service", "svc.phone.answer#value:single") == "73f73d6654ff2d2edfa7"
    assert _standard().stamp == "c5e130e42210edffd741"


def test_a_changed_face_moves_the_time_of_the_note_types() -> None:
    """Anki takes a face along only when its note type is newer: set STYLED to the day's seconds."""
    faces = (
        face(type_, which, lang) for lang in WORDS for type_ in TYPES for which in ("front", "back")
    )
    look = hashlib.sha256("".join((style(), *faces)).encode()).hexdigest()[:16]
    assert (STYLED, look) == (1764000000, "c51f4b75666990ff")


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("type_", TYPES)
def test_faces_need_nothing_from_outside(type_: str, lang: str) -> None:
    text = style() + face(type_, "front", lang) + face(type_, "back", lang)
    assert not re.search(r"https?:|//[a-z]|@import|url\(|@font-face|\[\[", text)
    assert ("zh_CN" in text) == (type_ == "script" and lang == "zh")


def test_note_types_differ_in_id_by_language() -> None:
    ids = {model(type_, lang).model_id for type_ in TYPES for lang in WORDS}
    assert len(ids) == 8
    assert model("recall", "fr") is not None


LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r"\.kk \{(.*?)\}", style(), re.DOTALL)[:2]
)
PAGE = (("#1d232b", "#f6f7f9"), ("#e7eaee", "#16191d"))
PAIRS = (
    ("text", "page"), ("text", "panel"), ("text", "good-soft"), ("text", "said"),
    ("soft", "page"), ("soft", "panel"), ("mark", "said"), ("mark", "page"), ("mark", "panel"),
    ("bad", "bad-soft"), ("good", "good-soft"), ("good", "panel"), ("soft", "good-soft"),
)  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids="/".join)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(pair: tuple[str, str], *, dark: bool) -> None:
    text, page = PAGE[dark]
    colours = {**(DARK if dark else LIGHT), "text": text, "page": page}
    assert text in style()
    assert page in style()
    assert _contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk(tmp_path_factory.mktemp("claims") / "bank")


def test_our_preview_shows_what_anki_shows(claims: Desk, tmp_path: Path) -> None:
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        for id_ in anki.find_cards(""):
            shown, note = anki.get_card(id_), anki.get_card(id_).note()
            fields = dict(zip(FIELDS, note.fields, strict=True))
            name = note.note_type()["name"]  # type: ignore[index]
            type_ = {"问答": "recall", "选择": "choice", "排序配对": "arrange", "话术": "script"}[
                name[3:]
            ]
            for which, theirs in (("front", shown.question()), ("back", shown.answer())):
                ours = render(face(type_, which, "zh"), fields)
                assert text_of(ours) == text_of(theirs)


def test_the_back_says_whence_and_of_what_edition() -> None:
    made = _standard()
    fields = (
        *made.fields[: FIELDS.index("Edition")],
        "2026-11-24",
        *made.fields[FIELDS.index("Edition") + 1 :],
    )
    back = text_of(unescape(side(made.note_type, "back", "zh", fields, dark=False)))
    for text in (
        "85%",
        "《保险法》第二十三条",
        "法规",
        "2015-04-24 起施行",
        "复核 2026-11-24",
        "版本 2026-11-24",
    ):
        assert text in back
    assert back.index("85%") < back.index("解析") < back.index("来源")


def test_a_wrong_option_says_what_it_would_have_answered() -> None:
    near = Question(
        id="a#v:single", item="a", kind="term", type="single", stem="一般案件多久回访？"
    )
    asked = Question(
        id="b#v:single",
        item="b",
        kind="term",
        type="single",
        stem="重大案件多久回访？",
        key=("2小时",),
        distractors=("4小时", "8小时", "24小时"),
        distractor_items=("a#v:single", "", "gone#v:single"),
    )
    about = About(
        words=words_of("zh"), as_of=date(2026, 11, 24), docs={}, questions={near.id: near}
    )
    made = card(asked, "", about)
    others = made.fields[FIELDS.index("Others")]
    assert text_of(others) == "4小时 回答的是：一般案件多久回访？"
    reworded = replace(near, stem="一般案件应在多久内回访？")
    again = card(
        asked,
        "",
        About(
            words=words_of("zh"), as_of=date(2026, 11, 24), docs={}, questions={near.id: reworded}
        ),
    )
    assert again.stamp == made.stamp
    assert again.fields != made.fields


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
def test_the_browser_shuffles_both_sides_alike(tmp_path: Path) -> None:
    texts = tuple(f"选项{number}" for number in range(8))
    asked = Question(
        id="q#ask",
        item="q",
        kind="question",
        type="multiple",
        stem="？",
        key=texts[:7],
        distractors=texts[7:],
    )
    made = card(asked, "", About(words=words_of("zh"), as_of=date(2026, 11, 24), docs={}))
    shown = []
    for which in ("front", "back"):
        page = tmp_path / f"{which}.html"
        page.write_text(side("choice", which, "zh", made.fields, dark=False), "utf-8")
        shown.append(_options(_in_browser(page, tmp_path)))
    written = _options(made.fields[FIELDS.index("Options")])
    assert shown[0] == shown[1] != written
    assert sorted(shown[0]) == sorted(written)


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs chromium")
def test_nothing_scrolls_sideways_at_360_pixels(tmp_path: Path) -> None:
    long = "https://example.org/" + "unbroken" * 12
    frames = [
        side(note_type(asked), which, "zh", card(asked, "", _about()).fields, dark=False)
        for asked in _awkward(long)
        for which in ("front", "back")
    ]
    page = tmp_path / "frames.html"
    shown = "".join(
        f'<iframe width=360 height=6000 srcdoc="{escape(frame)}"></iframe>' for frame in frames
    )
    page.write_text(
        f"<body>{shown}<script>onload = () => document.title = [...document.querySelectorAll('iframe')]"
        ".map(f => f.contentDocument.documentElement.scrollWidth).join()</script>",
        "utf-8",
    )
    found = re.search("<title>(.*?)</title>", _in_browser(page, tmp_path))
    assert found is not None
    assert set(found[1].split(",")) == {"360"}


def _about() -> About:
    return About(words=words_of("zh"), as_of=date(2026, 11, 24), docs={}, media={"x.png": "x.png"})


def _awkward(long: str) -> list[Question]:
    """One question of each type, with a word that is wider than the screen everywhere."""
    common = {
        "item": "q",
        "kind": "question",
        "stem": long,
        "explanation": long,
        "media": (("x.png", long),),
    }
    source = (Cited(doc=long, title=long),)
    given: list[dict[str, Any]] = [
        {"type": "single", "key": (long,), "distractors": (f"{long}2", f"{long}3", f"{long}4")},
        {"type": "true_false", "key": ("对",), "distractors": ("错",)},
        {"type": "fill", "answers": ((long, f"{long}2"),)},
        {"type": "ordering", "sequence": (long, f"{long}2", f"{long}3")},
        {"type": "matching", "pairs": ((long, f"{long}2"), (f"{long}3", f"{long}4"))},
        {"type": "single", "kind": "script_phrasing", "key": (long,), "distractors": (f"{long}2",)},
    ]
    return [
        Question(**{"id": f"q{n}#wording:{one['type']}", "source": source, **common, **one})
        for n, one in enumerate(given)
    ]


def _in_browser(page: Path, folder: Path) -> str:
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    )
    command = [
        "chromium",
        *flags,
        f"--user-data-dir={folder / 'profile'}",
        "--dump-dom",
        page.as_uri(),
    ]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _options(page: str) -> list[str]:
    return re.findall(r"<li[^>]*>(选项\d)</li>", page.partition("kk-options")[2] or page)


def _standard() -> Card:
    asked = Question(
        id="svc.phone.answer#value:numeric",
        item="svc.phone.answer",
        kind="service_standard",
        type="numeric",
        stem="电话15秒内应答率应达到多少？",
        value=Decimal(85),
        unit="%",
        explanation="每100个来电，至少85个在15秒内接起。",
        source=(Cited(doc="insurance-law", article="第二十三条", title="《保险法》第二十三条"),),
        tags=("时效", "电话"),
        authority="law",
        effective_from=date(2015, 4, 24),
        reviewed_on=date(2026, 11, 24),
    )
    return card(asked, "", About(words=words_of("zh"), as_of=date(2026, 11, 24), docs={}))


def _contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.1)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
