"""Release after release in the official Anki, under its default import options.

Each case is a change that a trainer makes between two releases, and what a learner
who has studied the first one finds after importing the second.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from deck.hands import CARDS, DECK, Desk, bring, desk, learner, note_of, note_types, times
from kaoka.formats.anki import notetypes

LATER = 2_000_000_000
"""A second release built after whatever the learner did meanwhile."""

STAYS = "q.match#ask"
SPLIT = """\
- id: q.check-identity
  kind: question
  type: short
  stem: 回访时首先确认什么？
  answers: [客户身份]
  source: [{doc: course, section: 15}]
- id: q.check-progress
  kind: question
  type: short
  stem: 回访时确认身份之后说明什么？
  answers: [理赔进度]
  source: [{doc: course, section: 15}]
"""


@dataclass(frozen=True)
class Case:
    """A change, and how many notes arrive new and updated; `shows` is text of changed notes."""

    name: str
    change: Callable[[Desk], None]
    new: int = 0
    updated: int = 0
    shows: dict[str, tuple[str, str]] = field(default_factory=dict)


def _edit(old: str, new: str) -> Callable[[Desk], None]:
    return lambda bank: bank.edit(old, new)


def _append(text: str) -> Callable[[Desk], None]:
    def change(bank: Desk) -> None:
        bank.items.write_text(bank.items.read_text("utf-8") + text, "utf-8")

    return change


def _both(*changes: Callable[[Desk], None]) -> Callable[[Desk], None]:
    def change(bank: Desk) -> None:
        for one in changes:
            one(bank)

    return change


def _moved_file(bank: Desk) -> None:
    first, rest = bank.items.read_text("utf-8").split("- id: q.multiple", 1)
    bank.items.write_text("- id: q.multiple" + rest, "utf-8")
    (bank.folder / "items" / "more.yaml").write_text(first, "utf-8")


def _deck(old: str, new: str) -> Callable[[Desk], None]:
    def change(bank: Desk) -> None:
        path = bank.folder / "deck.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return change


CASES = (
    Case("nothing changed", lambda _: None),
    Case(
        "stem reworded",
        _edit("客服首先应做什么", "客服第一步应做什么"),
        updated=1,
        shows={"q.single#ask": ("Stem", "第一步")},
    ),
    Case(
        "answer corrected",
        _edit("value: 85", "value: 90"),
        updated=1,
        shows={"q.numeric#ask": ("Answer", "90%")},
    ),
    Case(
        "retired",
        _edit("  stem: 电话15秒", "  repealed_on: 2026-11-01\n  stem: 电话15秒"),
        updated=1,
        shows={"q.numeric#ask": ("Status", "已废止 · 自 2026-11-01 起")},
    ),
    Case(
        "replaced",
        _both(
            _edit(
                "  stem: 回访时要确认",
                "  repealed_on: 2026-11-01\n  replaced_by: q.check-identity\n  stem: 回访时要确认",
            ),
            _append(SPLIT.split("- id: q.check-progress", maxsplit=1)[0]),
        ),
        new=1,
        updated=1,
        shows={"q.short#ask": ("Status", "现行内容：回访时首先确认什么？ → 客户身份")},
    ),
    Case(
        "split in two",
        _both(
            _edit("  stem: 回访时要确认", "  repealed_on: 2026-11-01\n  stem: 回访时要确认"),
            _append(SPLIT),
        ),
        new=2,
        updated=1,
    ),
    Case(
        "moved to another section",
        _edit(
            "回访客户。\n  answers: [2小时, 两小时]\n  source: [{doc: course, section: 15}]",
            "回访客户。\n  answers: [2小时, 两小时]\n  source: [{doc: course, section: 8}]",
        ),
        updated=1,
        shows={"q.fill#ask": ("Source", "第8节 服务标准")},
    ),
    Case("moved to another file", _moved_file),
    Case("deck renamed", _deck("title: 理赔服务", "title: 理赔与保全服务")),
    Case("subdecks by kind", _deck("by: section", "by: kind")),
    Case("type no longer chosen", _deck("subdecks", "leave_out: {type: [ordering]}\nsubdecks")),
    Case("new item between old ones", _edit("- id: q.judge", SPLIT + "- id: q.judge"), new=2),
    Case(
        "tag added",
        _edit("tags: [退保, 电话]", "tags: [退保, 电话, 合规]"),
        updated=1,
    ),
    Case(
        "one more distractor, not among those shown",
        _edit("把电话转给其他部门]", "把电话转给其他部门, 建议客户再想一想]"),
    ),
)


@dataclass
class Studied:
    """A learner who has studied the first release and made it their own."""

    anki: Collection
    bank: Desk
    before: dict[int, tuple[int, int, int]]


@pytest.fixture
def studied(tmp_path: Path) -> Iterator[Studied]:
    bank = desk(tmp_path / "bank")
    with learner(tmp_path / "anki") as anki:
        bring(anki, bank.build().path)
        cards = [anki.get_card(id_) for id_ in anki.find_cards("")]
        for days, card in enumerate(cards, 11):
            card.type, card.queue, card.ivl, card.due, card.reps = 2, 2, days, 100 + days, 4  # type: ignore[assignment]
        anki.update_cards(cards)
        note = note_of(anki, STAYS)
        note.tags = [*note.tags, "我的::难点"]
        note["Explanation"] = "自己的记法"
        anki.update_note(note)
        yield Studied(anki, bank, _intervals(anki))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_release_keeps_what_the_learner_has(studied: Studied, case: Case) -> None:
    anki, bank = studied.anki, studied.bank
    case.change(bank)
    log = bring(anki, bank.build(now=lambda: LATER).path)
    assert (log.new, log.updated, log.conflicting) == (case.new, case.updated, 0)
    assert anki.note_count() == anki.card_count() == CARDS + case.new
    after = _intervals(anki)
    assert {card: after[card] for card in studied.before} == studied.before
    mine = note_of(anki, STAYS)
    assert "我的::难点" in mine.tags
    assert mine["Explanation"] == "自己的记法"
    for id_, (name, text) in case.shows.items():
        assert text in note_of(anki, id_)[name]
    assert len(note_types(anki)) == 4
    assert not anki.get_empty_cards().notes


def test_a_restored_item_is_live_again(studied: Studied) -> None:
    mark = "  repealed_on: 2026-11-01\n  stem: 电话15秒"
    studied.bank.edit("  stem: 电话15秒", mark)
    bring(studied.anki, studied.bank.build(now=lambda: LATER).path)
    studied.bank.edit(mark, "  stem: 电话15秒")
    log = bring(studied.anki, studied.bank.build(now=lambda: LATER).path)
    assert (log.new, log.updated) == (0, 1)
    note = note_of(studied.anki, "q.numeric#ask")
    assert note["Status"] == ""
    assert "状态::已废止" not in note.tags


def test_a_retired_card_follows_the_answer_that_holds_now(studied: Studied) -> None:
    mark = "  repealed_on: 2026-11-01\n  replaced_by: q.fill\n  stem: 电话15秒"
    studied.bank.edit("  stem: 电话15秒", mark)
    bring(studied.anki, studied.bank.build(now=lambda: LATER).path)
    studied.bank.edit("应在____内回访客户", "要在____内回访客户")
    reworded = studied.bank.build(now=lambda: LATER)
    assert (reworded.changed, bring(studied.anki, reworded.path).updated) == (1, 1)
    studied.bank.edit("answers: [2小时, 两小时]", "answers: [3小时]")
    corrected = studied.bank.build(now=lambda: LATER)
    assert (corrected.changed, bring(studied.anki, corrected.path).updated) == (2, 2)
    assert "3小时" in note_of(studied.anki, "q.numeric#ask")["Status"]


def test_a_note_tagged_after_the_build_waits_for_a_restamp(studied: Studied) -> None:
    """Anki keeps the newer of two notes: whoever tagged it last has the newer one."""
    anki, bank = studied.anki, studied.bank
    bank.edit("分钟内]", "分钟之内]")
    missed = bring(anki, bank.build().path)
    assert (missed.updated, note_of(anki, STAYS)["Explanation"]) == (0, "自己的记法")
    again = bank.build(now=lambda: LATER, restamp={"id": ("q.match",)})
    assert again.changed == 1
    assert bring(anki, again.path).updated == 1
    assert "分钟之内" in note_of(anki, STAYS)["Answer"]


def test_options_that_the_learner_chose_stay(studied: Studied) -> None:
    anki = studied.anki
    deck = anki.decks.by_name("理赔服务")
    assert deck is not None
    own = anki.decks.add_config_returning_id("我的选项")
    anki.decks.set_config_id_for_deck_dict(deck, own)
    studied.bank.edit("客服首先应做什么", "客服第一步应做什么")
    bring(anki, studied.bank.build(now=lambda: LATER).path)
    after = anki.decks.by_name("理赔服务")
    assert after is not None
    assert after["conf"] == own
    assert "2033-05-18" in after["desc"]


def test_a_changed_note_carries_its_edition(studied: Studied) -> None:
    studied.bank.edit("客服首先应做什么", "客服第一步应做什么")
    bring(studied.anki, studied.bank.build(now=lambda: LATER).path)
    assert note_of(studied.anki, "q.single#ask")["Edition"] == "2033-05-18"
    found = studied.anki.find_notes("tag:版本::2033-05-18")
    assert [studied.anki.get_note(id_)["Id"] for id_ in found] == ["q.single#ask"]


def test_cards_in_a_deck_of_the_learners_own_stay_there(studied: Studied) -> None:
    anki = studied.anki
    own = anki.decks.id("我的卡组")
    assert own is not None
    anki.set_deck(anki.find_cards(""), own)
    studied.bank.edit("客服首先应做什么", "客服第一步应做什么")
    bring(anki, studied.bank.build(now=lambda: LATER).path)
    assert {anki.get_card(card).did for card in anki.find_cards("")} == {own}


@pytest.mark.parametrize("spare", [False, True], ids=["new style", "new field from a spare"])
def test_a_new_look_arrives_and_touches_no_note(
    studied: Studied, monkeypatch: pytest.MonkeyPatch, *, spare: bool
) -> None:
    before, style, face = times(studied.anki), notetypes.style(), notetypes.face
    more = "{{#Spare1}}<p>{{Spare1}}</p>{{/Spare1}}" if spare else ""
    monkeypatch.setattr(notetypes, "style", lambda: style + ".kk { color: #123456; }")
    monkeypatch.setattr(notetypes, "face", lambda *which: face(*which) + more)
    monkeypatch.setattr("kaoka.formats.anki.collection.STYLED", LATER)
    notetypes.model.cache_clear()
    log = bring(studied.anki, studied.bank.build(now=lambda: LATER).path)
    notetypes.model.cache_clear()
    assert (log.new, log.updated, log.conflicting) == (0, 0, 0)
    assert times(studied.anki) == before
    ours = note_types(studied.anki)
    assert len(ours) == 4
    assert all("#123456" in model["css"] for model in ours)
    assert all(("Spare1" in model["tmpls"][0]["afmt"]) == spare for model in ours)


def test_a_learner_who_skipped_a_release_misses_nothing(studied: Studied) -> None:
    studied.bank.edit("客服首先应做什么", "客服第一步应做什么")
    skipped = studied.bank.build(now=lambda: LATER)
    studied.bank.edit("value: 85", "value: 90")
    log = bring(studied.anki, studied.bank.build(now=lambda: LATER + 9).path)
    assert (log.new, log.updated) == (0, 2)
    assert bring(studied.anki, skipped.path).updated == 0
    assert "90%" in note_of(studied.anki, "q.numeric#ask")["Answer"]


def test_two_banks_share_the_note_types(studied: Studied, tmp_path: Path) -> None:
    other = desk(tmp_path / "other")
    head = other.folder / "bank.yaml"
    head.write_text(head.read_text("utf-8").replace("id: claims", "id: claims-2"), "utf-8")
    log = bring(studied.anki, other.build().path)
    assert (log.new, log.conflicting) == (CARDS, 0)
    assert len(note_types(studied.anki)) == 4
    assert studied.anki.note_count() == 2 * CARDS


def test_two_trainers_merge_without_a_conflict(tmp_path: Path) -> None:
    bank = desk(tmp_path / "bank")
    _git(bank, "init", "-q", "-b", "main")
    (bank.folder / ".gitattributes").write_text("deck.lock merge=union\n", "utf-8")
    bank.build()
    _commit(bank, "first")
    _git(bank, "checkout", "-q", "-b", "one")
    bank.edit("客服首先应做什么", "客服第一步应做什么")
    one = bank.build(now=lambda: LATER, out=tmp_path / "one.apkg")
    _commit(bank, "one")
    _git(bank, "checkout", "-q", "main")
    bank.edit("value: 85", "value: 90")
    other = bank.build(now=lambda: LATER + 60, out=tmp_path / "other.apkg")
    _commit(bank, "other")
    _git(bank, "merge", "-q", "one")
    merged = bank.build(now=lambda: LATER + 120, out=tmp_path / "merged.apkg")
    assert (merged.cards, merged.new, merged.changed) == (CARDS, 0, 0)
    ids = [line.split()[0] for line in bank.lock.read_text("utf-8").splitlines()[1:]]
    assert ids == sorted(set(ids))
    for first, missing in ((one, "q.numeric#ask"), (other, "q.single#ask")):
        with learner(tmp_path / "anki") as anki:
            bring(anki, first.path)
            log = bring(anki, merged.path)
            assert (log.new, log.updated) == (0, 1)
            assert note_of(anki, missing)["Edition"] == "2033-05-18"


def test_the_preset_ships_for_those_who_ask_for_it(tmp_path: Path) -> None:

    bank = desk(tmp_path / "bank")
    assert "new_per_day: 15" in DECK
    with learner(tmp_path / "anki") as anki:
        anki.import_anki_package(
            ImportAnkiPackageRequest(
                package_path=str(bank.build().path),
                options=ImportAnkiPackageOptions(with_deck_configs=True),
            )
        )
        preset = anki.decks.config_dict_for_deck_id(anki.decks.id_for_name("理赔服务"))  # type: ignore[arg-type]
        assert preset["name"] == "理赔服务"
        assert preset["new"]["perDay"] == 15
        assert preset["desiredRetention"] == pytest.approx(0.92)


def _intervals(anki: Collection) -> dict[int, tuple[int, int, int]]:
    cards = (anki.get_card(id_) for id_ in anki.find_cards(""))
    return {card.id: (card.ivl, card.due, card.reps) for card in cards if card.reps}


def _git(bank: Desk, *words: str) -> None:
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    subprocess.run(["git", *who, *words], cwd=bank.folder, check=True, capture_output=True)


def _commit(bank: Desk, message: str) -> None:
    _git(bank, "add", "-A")
    _git(bank, "commit", "-q", "-m", message)
