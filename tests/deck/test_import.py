"""The package in the official Anki: what arrives, and what a second import changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deck.hands import (
    AS_OF,
    CARDS,
    Desk,
    Log,
    bring,
    desk,
    learner,
    note_of,
    note_types,
    spoken,
    times,
)
from kaoka.deck.card import FIELDS
from kaoka.errors import DeckError
from kaoka.jobs.build_deck import build_deck, build_time


@pytest.fixture
def claims(tmp_path: Path) -> Desk:
    return desk(tmp_path / "bank")


def test_every_note_arrives_with_one_card_and_a_front(claims: Desk, tmp_path: Path) -> None:
    built = claims.build()
    with learner(tmp_path / "anki") as anki:
        assert bring(anki, built.path) == Log(CARDS, 0, 0, 0)
        assert (anki.note_count(), anki.card_count()) == (CARDS, CARDS) == (built.cards, built.new)
        assert not anki.get_empty_cards().notes
        assert anki.db is not None
        assert anki.db.scalar("select count() from notes where csum = 0") == 0


def test_cards_lie_in_teaching_order_in_few_subdecks(claims: Desk, tmp_path: Path) -> None:
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        names = [deck.name for deck in anki.decks.all_names_and_ids()]
        assert names[1:] == [
            "理赔服务",
            "理赔服务::08 服务标准",
            "理赔服务::15 及时响应",
            "理赔服务::法规",
        ]
        assert anki.db is not None
        order = anki.db.list("select n.flds from cards c, notes n on n.id = c.nid order by c.due")
        ids = [flds.split("\x1f")[0] for flds in order]
        assert ids[:3] == ["q.single#ask", "q.numeric#ask", "q.match#ask"]
        assert ids[-1] == "q.judge#ask"


def test_note_types_have_the_frozen_fields(claims: Desk, tmp_path: Path) -> None:
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        ours = note_types(anki)
        assert len(ours) == 4
        for model in ours:
            assert tuple(field["name"] for field in model["flds"]) == FIELDS
            assert model["sortf"] == FIELDS.index("Stem")


def test_one_edited_stem_updates_one_note_and_no_other(claims: Desk, tmp_path: Path) -> None:
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        before = times(anki)
        claims.edit("客服首先应做什么", "客服第一步应做什么")
        built = claims.build()
        assert (built.new, built.changed, built.retired, built.gone) == (0, 1, 0, 0)
        log = bring(anki, built.path)
        assert (log.new, log.updated, log.conflicting) == (0, 1, 0)
        after = times(anki)
        changed = [guid for guid in after if after[guid] != before[guid]]
        assert changed == [note_of(anki, "q.single#ask").guid]
        assert "第一步" in note_of(anki, "q.single#ask")["Stem"]


def test_the_same_package_twice_changes_nothing(claims: Desk, tmp_path: Path) -> None:
    first, second = claims.build(), claims.build()
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.content == second.content
    assert not second.lock_changed
    with learner(tmp_path / "anki") as anki:
        bring(anki, first.path)
        assert bring(anki, second.path) == Log(0, 0, CARDS, 0)


_BUILD = """
import sys
from datetime import date
from pathlib import Path
from kaoka.jobs.build_deck import build_deck, build_time
build_deck(sys.argv[1], Path(sys.argv[2]), as_of=date(2026, 11, 24), now=lambda: 1795000000)
"""


def test_the_same_bytes_whatever_the_hash_seed_and_zone(claims: Desk, tmp_path: Path) -> None:
    sums = set()
    for seed, zone in (("0", "UTC"), ("4242", "Asia/Shanghai")):
        claims.lock.unlink(missing_ok=True)
        out = tmp_path / f"{seed}.apkg"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", _BUILD, str(claims.folder / "deck.yaml"), str(out)]
        subprocess.run(command, check=True, env=environment, cwd=tmp_path)
        sums.add(hashlib.sha256(out.read_bytes()).hexdigest())
    assert len(sums) == 1


def test_a_retired_item_becomes_a_note_that_says_so(claims: Desk, tmp_path: Path) -> None:
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        old = "  stem: 电话15秒内应答率的标准是多少？\n"
        claims.edit(old, old + "  repealed_on: 2026-11-01\n  replaced_by: q.fill\n")
        built = claims.build()
        assert (built.changed, built.retired, built.cards) == (0, 1, CARDS)
        log = bring(anki, built.path)
        assert (log.new, log.updated, anki.card_count()) == (0, 1, CARDS)
        note = note_of(anki, "q.numeric#ask")
        assert "已废止" in note["Status"]
        assert "2026-11-01" in note["Status"]
        assert "2小时" in note["Status"]
        assert "状态::已废止" in note.tags
        assert "已废止" in note.cards()[0].question()


def test_script_lines_are_read_aloud_on_wish(claims: Desk, tmp_path: Path) -> None:
    deck = claims.folder / "deck.yaml"
    deck.write_text(deck.read_text("utf-8") + "speech: true\n", "utf-8")
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        card = note_of(anki, "script.documents#wording:single").cards()[0]
        ((lang, text),) = spoken(card)
        assert lang == "zh_CN"
        assert text.startswith("我理解您的不便")
        assert not spoken(note_of(anki, "q.single#ask").cards()[0])


def test_an_english_bank_has_note_types_of_its_own(claims: Desk, tmp_path: Path) -> None:
    head = claims.folder / "bank.yaml"
    head.write_text(head.read_text("utf-8").replace("lang: zh", "lang: en"), "utf-8")
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        card = note_of(anki, "q.judge#ask").cards()[0]
        assert card.note_type()["name"] == "Kaoka Choice"
        assert "True or false" in card.question()
        assert "type::True_or_false" in card.note().tags


def test_the_deck_says_its_edition_and_how_to_update(claims: Desk, tmp_path: Path) -> None:
    with learner(tmp_path / "anki") as anki:
        bring(anki, claims.build().path)
        deck = anki.decks.by_name("理赔服务")
        assert deck is not None
        for text in ("版本：2026-11-19", f"{CARDS} 张卡片", "理赔培训课件", "版本::2026-11-19"):
            assert text in deck["desc"]


def test_the_time_of_a_build_follows_the_convention(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    assert build_time() == 1_795_000_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(DeckError, match="epoch"):
        build_time()


def test_the_shipped_deck_arrives_whole(tmp_path: Path) -> None:
    lock = tmp_path / "deck.lock"
    built = build_deck("insurance-service", tmp_path / "deck.apkg", as_of=AS_OF, lock=lock)
    with learner(tmp_path / "anki") as anki:
        assert bring(anki, built.path) == Log(built.cards, 0, 0, 0)
        assert anki.card_count() == built.cards > 1000
        assert not anki.get_empty_cards().notes
        assert not built.problems
