"""Awkward text, awkward files, and builds that fail: shown right, or refused and harmless."""

from __future__ import annotations

import unicodedata
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deck.hands import CARDS, DECK, Desk, bring, desk, learner, note_of
from kaoka import shipped
from kaoka.bank.bank import Doc
from kaoka.deck.choose import choose, section_name, taught
from kaoka.deck.model import DeckFile
from kaoka.deck.plain import html, tag
from kaoka.deck.words import words_of
from kaoka.errors import BankError, DeckError
from kaoka.jobs.build_deck import build_deck
from kaoka.question.model import Cited, Question

ITEM = """
- id: q.odd
  kind: question
  type: short
  stem: {stem}
  answers: [{answer}]
  source: [{{doc: course, section: 8}}]
"""

ODD = {
    "markup": '若保额 <100万> & 免赔额 "0" 元？',
    "braces": "{{Stem}} {{c1::现金价值}} {{c1::未闭合",
    "sound": "[sound:x.mp3] [anki:play:q:0] [latex]x[/latex] [$]y[/$]",
    "mathjax": r"\(x\) 与 \[y\]",
    "rare characters": "𠮷野家的𬭚㐀、ﾊﾝｶｸ",
    "emoji": "客户👩🏽‍💼说“👍”",
    "half a cloze": "}} {{c2::}} {{/Stem}} {{#Stem}}",
    "entity": "&lt;b&gt; &amp;nbsp; &#65;",
    "very long": "长" * 20_000,
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
}


@pytest.fixture
def claims(tmp_path: Path) -> Desk:
    return desk(tmp_path / "bank")


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_awkward_text_arrives_as_it_was_written(claims: Desk, tmp_path: Path, text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    with claims.items.open("a", encoding="utf-8") as file:
        file.write(ITEM.format(stem=quoted, answer=quoted))
    with learner(tmp_path / "anki") as anki:
        log = bring(anki, claims.build().path)
        assert (log.new, anki.card_count()) == (CARDS + 1, CARDS + 1)
        card = note_of(anki, "q.odd#ask").cards()[0]
        assert _read(text) in _read(_text(card.question()))
        assert _read(text) in _read(_text(card.answer()))
        assert not card.question_av_tags()
        assert not anki.get_empty_cards().notes


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_shown_letter_for_letter(text: str) -> None:
    shown = html(text)
    assert not set("\x00\x1f\x1b") & set(shown)
    assert "{{" not in shown
    assert "[sound" not in shown
    visible = [
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] not in "CZ"
    ]
    assert [c for c in _text(shown) if c in visible] == visible or not visible


@given(st.text(), st.text())
def test_a_tag_never_parts(one: str, other: str) -> None:
    made = tag(one, other)
    assert made
    assert not any(c.isspace() or c == "\u3000" for c in made)


def test_tags_with_blanks_of_any_width_stay_one_tag() -> None:
    assert tag("章节", "08 服务\u3000标准") == "章节::08_服务_标准"


def test_a_retired_note_waits_in_a_place_of_its_own_for_new_learners(
    claims: Desk, tmp_path: Path
) -> None:
    claims.build()
    claims.edit("  stem: 电话15秒", "  repealed_on: 2026-11-01\n  stem: 电话15秒")
    built = claims.build()
    with learner(tmp_path / "anki") as anki:
        bring(anki, built.path)
        found = anki.find_cards("deck:理赔服务::已废止")
        assert [anki.get_card(id_).note()["Id"] for id_ in found] == ["q.numeric#ask"]


FAMILY = """
- id: svc.{name}
  kind: service_standard
  metric: {name}案件的回访时限
  sentence: {name}案件报案后，客服应在{{}}内回访客户
  value: {value}
  unit: 小时
  scope: {{phase: claim}}
  source: [{{doc: course, section: 15}}]
{repealed}"""


def test_a_family_retired_together_says_so_card_by_card(claims: Desk, tmp_path: Path) -> None:
    """Each of them gives the others their distractors: retired at once, none would be derived."""
    names = {"major": 2, "normal": 8, "simple": 24, "complex": 48, "urgent": 1}
    old = claims.items.read_text("utf-8")
    added = "".join(
        FAMILY.format(name=name, value=value, repealed="") for name, value in names.items()
    )
    claims.items.write_text(old + added, "utf-8")
    first = claims.build()
    sent = first.cards - CARDS
    gone = added.replace("section: 15}]\n", "section: 15}]\n  repealed_on: 2026-11-01\n")
    claims.items.write_text(old + gone, "utf-8")
    built = claims.build()
    assert (built.cards, built.retired, built.gone) == (first.cards, sent, 0)
    again = claims.build()
    assert (again.content, again.retired, again.changed) == (built.content, 0, 0)
    with learner(tmp_path / "anki") as anki:
        bring(anki, first.path)
        log = bring(anki, built.path)
        assert (log.new, log.updated) == (0, sent)
        shown = note_of(anki, "svc.major#value:single")
        assert "已废止" in shown["Status"]
        assert "8小时" in shown["Options"]


def test_a_retired_card_that_nothing_derives_still_says_so(claims: Desk, tmp_path: Path) -> None:
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        claims.edit(
            "worse: [这是公司的规定，您按清单准备好再来找我们就可以了。, ",
            "repealed_on: 2026-11-01\n  worse: [",
        )
        built = claims.build()
        assert (built.retired, built.gone) == (1, 0)
        assert bring(anki, built.path).updated == 1
        note = note_of(anki, "script.documents#wording:single")
        assert note["Stem"].startswith("这张卡片的内容已经废止")
        assert "已废止" in note["Status"]


REFUSED = {
    "item deleted": ("- id: q.fill", "- id: q.filled", "item_lost"),
    "kind of card changed": (
        'type: numeric\n  stem: 电话15秒内应答率的标准是多少？\n  value: 85\n  unit: "%"',
        "type: true_false\n  stem: 电话15秒内应答率的标准是85%。\n  key: [对]",
        "card_kind",
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_build_that_fails_leaves_lock_and_package_alone(
    claims: Desk, case: tuple[str, str, str]
) -> None:
    old, new, code = case
    built = claims.build()
    before = claims.lock.read_bytes(), built.path.read_bytes()
    claims.edit(old, new)
    with pytest.raises(DeckError, match=code):
        claims.build(out=built.path)
    assert (claims.lock.read_bytes(), built.path.read_bytes()) == before
    assert not list(claims.folder.glob(".*"))


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("id: x\ntitle: y\nchoose: {kin: [term]}\n", 3, 10),
        ("id: x\ntitle: y\ncards: 3\n", 3, 1),
        ("id: x\ntitle: y\npreset: {retention: 2}\n", 3, 21),
        ("id: x\n", 1, 1),
        ("", 1, 1),
        ("id: [x\n", 1, 5),
    ],
)
def test_a_wrong_deck_file_is_refused_at_its_place(
    claims: Desk, text: str, line: int, column: int
) -> None:
    (claims.folder / "deck.yaml").write_text(text, "utf-8")
    with pytest.raises(DeckError, match="deck_broken") as raised:
        claims.build()
    assert (raised.value.values["line"], raised.value.values["column"]) == (str(line), str(column))


def test_a_deck_without_cards_is_refused(claims: Desk) -> None:
    (claims.folder / "deck.yaml").write_text(DECK + "choose: {kind: term}\n", "utf-8")
    with pytest.raises(DeckError, match="deck_empty"):
        claims.build()
    assert not claims.lock.exists()


@pytest.mark.parametrize("stem", ["\u200b", "\u2060\u200d", "\ufeff"])
def test_a_front_that_shows_nothing_is_refused(claims: Desk, stem: str) -> None:
    with claims.items.open("a", encoding="utf-8") as file:
        file.write(ITEM.format(stem=f'"{stem}"', answer="是"))
    with pytest.raises((DeckError, BankError), match=r"card_blank|bank_has_errors"):
        claims.build()
    assert not claims.lock.exists()


def test_locked_builds_the_release_again_and_nothing_else(claims: Desk) -> None:
    first = claims.build()
    assert claims.build(locked=True).content == first.content
    claims.edit("客服首先", "客服第一步")
    with pytest.raises(DeckError, match="lock_stale") as raised:
        claims.build(locked=True)
    assert raised.value.values["changed"] == "1"


def test_a_restamp_by_a_field_that_is_none_is_refused(claims: Desk) -> None:
    with pytest.raises(DeckError, match="selector_field"):
        claims.build(restamp={"tgs": ("退保",)})


def test_a_folder_that_cannot_be_written_is_an_error_of_the_system(claims: Desk) -> None:
    (claims.folder / "file").write_text("", "utf-8")
    with pytest.raises(OSError, match="file"):
        claims.build(out=claims.folder / "file" / "deck.apkg")
    assert not claims.lock.exists()


MEDIA = "  source: [{doc: course, section: 8}]\n  tags: [退保, 电话]\n"


def test_pictures_of_one_name_in_two_folders_both_arrive(claims: Desk, tmp_path: Path) -> None:
    for folder, data in (("a", b"GIF89a-one"), ("b", b"GIF89a-two")):
        (claims.folder / folder).mkdir()
        (claims.folder / folder / "流程.gif").write_bytes(data)
    claims.edit(
        MEDIA, MEDIA + "  media: [{file: a/流程.gif, alt: 甲}, {file: b/流程.gif, alt: 乙}]\n"
    )
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        note = note_of(anki, "q.single#ask")
        names = anki.media.files_in_str(note.mid, note["Media"])
        assert len(set(names)) == 2
        kept = Path(anki.media.dir())
        assert {(kept / name).read_bytes() for name in names} == {b"GIF89a-one", b"GIF89a-two"}


def test_a_picture_of_a_card_left_out_stays_out(claims: Desk) -> None:
    (claims.folder / "x.gif").write_bytes(b"GIF89a")
    claims.edit(MEDIA, MEDIA + "  media: [{file: x.gif, alt: 甲}]\n")
    (claims.folder / "deck.yaml").write_text(DECK + "leave_out: {id: q.single}\n", "utf-8")
    with zipfile.ZipFile(claims.build().path) as package:
        assert sorted(package.namelist()) == ["collection.anki2", "media"]


@pytest.mark.parametrize("file", ["../secret.png", "/etc/passwd", "none.png"])
def test_media_missing_or_outside_the_bank_stops_the_build(claims: Desk, file: str) -> None:
    (claims.folder.parent / "secret.png").write_bytes(b"x")
    claims.edit(MEDIA, MEDIA + f"  media: [{{file: {file}, alt: x}}]\n")
    with pytest.raises(BankError, match="bank_has_errors"):
        claims.build()


def test_several_decks_of_one_bank_share_the_lock(claims: Desk) -> None:
    claims.build()
    (claims.folder / "law.yaml").write_text(
        "id: law\ntitle: 法规\nchoose: {authority: law}\nsubdecks: {by: none}\n", "utf-8"
    )
    law = build_deck(
        claims.folder / "law.yaml", claims.folder / "law.apkg", as_of=_day(), now=lambda: 1
    )
    assert (law.cards, law.new, law.changed) == (1, 0, 0)
    line = next(
        one for one in claims.lock.read_text("utf-8").splitlines() if one.startswith("q.judge")
    )
    assert line.endswith(" live claims,law")
    assert claims.build().gone == 0


def test_an_installed_bank_is_left_as_it_was_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = desk(tmp_path / "site" / "decks" / "claims")
    released = inside.build(out=tmp_path / "v1.apkg")
    monkeypatch.setattr(shipped, "folder", lambda: tmp_path / "site")
    monkeypatch.setattr(shipped, "__file__", str(tmp_path / "site" / "__init__.py"))
    before = inside.lock.read_bytes()
    inside.edit("客服首先", "客服第一步")
    built = inside.build(out=tmp_path / "out" / "v2.apkg")
    assert (built.new, built.changed) == (0, 1)
    assert built.lock == tmp_path / "out" / "deck.lock"
    assert inside.lock.read_bytes() == before == released.lock.read_bytes()


def test_a_card_that_asks_for_much_warns_at_its_item(claims: Desk) -> None:
    claims.edit("answers: [客户身份, 理赔进度, 是否满意]", "answers: [甲, 乙, 丙, 丁]")
    (problem,) = claims.build().problems
    assert (problem.code, problem.severity) == ("card_too_much", "warning")
    assert problem.file.endswith("all.yaml")
    assert problem.line == 1 + _line(claims, "- id: q.short")


def test_the_best_question_of_a_fact_asks_most_of_memory() -> None:
    asked = [_question(type_) for type_ in ("true_false", "single", "numeric")]
    best = choose(asked, DeckFile(id="d", title="d", facts="best"), _day())
    assert [one.type for one in best] == ["numeric"]
    assert len(choose(asked, DeckFile(id="d", title="d"), _day())) == 3


def test_what_is_not_yet_in_force_waits() -> None:
    later = Question(
        id="l#ask", item="l", kind="question", type="single", stem="？", effective_from=_day(27)
    )
    assert not choose([later], DeckFile(id="d", title="d"), _day())


def test_sections_come_in_the_order_of_the_course() -> None:
    docs = {"course": Doc(title="课程", sections={str(n): f"第{n}讲" for n in (1, 2, 10)})}
    asked = [
        Question(id=f"q{n}#ask", item=f"q{n}", kind="question", type="single", stem="？",
                 source=(Cited(doc="course", section=n),))
        for n in (10, 2, 1)
    ]  # fmt: skip
    deck = DeckFile(id="d", title="d")
    assert [name for name, _ in taught(asked, deck, docs, words_of("zh"))] == [
        "01 第1讲", "02 第2讲", "10 第10讲",
    ]  # fmt: skip
    assert section_name(asked[0], {}) == ""


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._silent = tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        self._silent = False if tag in {"style", "script"} else self._silent

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def _text(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    parser.close()
    return "".join(parser.found)


def _read(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _line(bank: Desk, start: str) -> int:
    lines = bank.items.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines) if line.startswith(start))


def _question(type_: str) -> Question:
    return Question(
        id=f"svc#value:{type_}", item="svc", kind="service_standard", type=type_, stem="？"
    )


def _day(year: int = 26) -> date:
    return date(2000 + year, 11, 24)
