"""Logs of other tools: py-fsrs's CSV, and a collection made by the official Anki package."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from anki.collection import Collection, ExportAnkiPackageOptions
from anki.decks import DeckId

from kaoka.deck.card import guid
from kaoka.errors import StoreError
from kaoka.store.foreign import read_anki, read_py_fsrs
from kaoka.store.log import Missing

REVIEWS = Path(__file__).parents[1] / "data/reviews_josh.csv"
MISSING = Missing("li", lambda at: at // 86_400_000, lambda _question: None)
KNOWN = {guid("bank", f"q{n}#ask"): ("bank", f"q{n}#ask") for n in range(3)}


def test_every_row_of_a_real_log_is_read() -> None:
    lines = read_py_fsrs(REVIEWS.read_text(), "log.csv", "bank", MISSING)
    assert len(lines.events) == 8000
    assert lines.problems == []
    first = next(iter(lines.events.values()))
    assert (first.learner, first.bank, first.question) == ("li", "bank", "1711684180217")
    assert (first.at, first.grade, first.took_ms) == (1711744352250, 1, 25060)
    again = read_py_fsrs(REVIEWS.read_text(), "log.csv", "bank", MISSING)
    assert again.events == lines.events


HEAD = "card_id,review_rating,review_time,review_duration\n"


@pytest.mark.parametrize(
    "row",
    [
        "1,5,2024-03-29T20:32:32Z,1",
        "1,x,2024-03-29T20:32:32Z,1",
        "1,3,soon,1",
        "1,3",
        ",3,1,1",
        "1,3,2024-03-29T20:32:32Z,-1",
        f"1,3,{1 << 60},1",
    ],
)
def test_bad_rows_are_named(row: str) -> None:
    good = "7,3,1711744352250,\n"
    lines = read_py_fsrs(HEAD + good + row + "\n", "log.csv", "bank", MISSING)
    assert [event.grade for event in lines.events.values()] == [4]
    assert [(one.code, one.line) for one in lines.problems] == [("log_row", 3)]


@pytest.fixture
def anki(tmp_path: Path) -> Path:
    """A collection with two of our notes and one of someone else's, some of them reviewed."""
    path = tmp_path / "collection.anki2"
    collection = Collection(str(path))
    kind = collection.models.by_name("Basic")
    assert kind is not None
    cards = []
    for name in (guid("bank", "q0#ask"), guid("bank", "q1#ask"), "someone-elses"):
        note = collection.new_note(kind)
        note.guid = name
        note.fields = ["问", "答"]
        collection.add_note(note, DeckId(1))
        cards.append(note.cards()[0].id)
    for number, (card, button, type_) in enumerate(
        [(0, 3, 0), (0, 1, 1), (1, 4, 2), (1, 2, 3), (2, 3, 0), (0, 0, 4), (0, 3, 5)]
    ):
        collection.db.execute(  # type: ignore[union-attr]
            "insert into revlog values (?, ?, -1, ?, 1, 1, 2500, 900, ?)",
            1_790_000_000_000 + number, cards[card], button, type_,
        )  # fmt: skip
    options = ExportAnkiPackageOptions(with_scheduling=True, legacy=True)
    collection.export_anki_package(out_path=str(tmp_path / "old.apkg"), options=options, limit=None)
    options.legacy = False
    collection.export_anki_package(out_path=str(tmp_path / "new.apkg"), options=options, limit=None)
    collection.export_collection_package(
        str(tmp_path / "new.colpkg"), include_media=False, legacy=False
    )
    collection.reopen(after_full_sync=False)
    collection.close()
    return tmp_path


@pytest.mark.parametrize("name", ["collection.anki2", "old.apkg", "new.apkg", "new.colpkg"])
def test_reviews_of_our_cards_come_from_anki(anki: Path, name: str) -> None:
    events = list(read_anki(anki / name, KNOWN, MISSING).events.values())
    assert [(one.question, one.grade) for one in events] == [
        ("q0#ask", 4),
        ("q0#ask", 1),
        ("q1#ask", 5),
        ("q1#ask", 3),
    ]
    assert {(one.learner, one.device, one.took_ms) for one in events} == {("li", "anki", 900)}
    assert read_anki(anki / name, KNOWN, MISSING).events == {one.id: one for one in events}


def test_the_new_packages_are_new_ones(anki: Path) -> None:
    """Else the test above would read what older Anki reads."""
    for name in ("new.apkg", "new.colpkg"):
        with zipfile.ZipFile(anki / name) as package:
            assert package.read("collection.anki21b")[:4] == b"\x28\xb5\x2f\xfd"


def test_a_new_package_needs_an_extra(anki: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(StoreError, match="anki_newer"):
        read_anki(anki / "new.apkg", KNOWN, MISSING)


def test_no_collection(tmp_path: Path) -> None:
    (tmp_path / "a.anki2").write_text("no database")
    with zipfile.ZipFile(tmp_path / "b.apkg", "w") as package:
        package.writestr("media", "{}")
    with zipfile.ZipFile(tmp_path / "c.apkg", "w") as package:
        package.writestr("collection.anki21b", b"not compressed")
    for name in ("a.anki2", "b.apkg", "c.apkg"):
        with pytest.raises(StoreError, match="anki_none"):
            read_anki(tmp_path / name, KNOWN, MISSING)
