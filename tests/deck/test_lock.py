"""deck.lock: written, read back, merged, and what it says of the next build."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoka.deck.card import Card
from kaoka.deck.lock import Clock, Line, left, lost, merge, newest, next_line, read, write
from kaoka.errors import DeckError

A = Line(
    id="a#ask",
    kind="question",
    note_type="choice",
    stamp="aa",
    time=100,
    state="live",
    decks=("d",),
)
CARD = Card(
    id="a#ask", kind="question", note_type="choice", fields=(), tags=(), subdeck="", stamp="aa"
)

lines = st.builds(
    Line,
    id=st.from_regex(r"[a-z]{1,3}#[a-z]{1,3}", fullmatch=True),
    kind=st.sampled_from(("question", "term")),
    note_type=st.sampled_from(("choice", "recall")),
    stamp=st.from_regex(r"[0-9a-f]{4}", fullmatch=True),
    time=st.integers(0, 5),
    state=st.sampled_from(("live", "retired", "gone")),
    decks=st.lists(st.sampled_from("def"), unique=True).map(lambda ids: tuple(sorted(ids))),
)


def clock(now: int) -> Clock:
    return Clock(lambda: now)


@given(st.lists(lines))
def test_written_and_read_again_it_is_the_same(known: list[Line]) -> None:
    lock = {line.id: line for line in known}
    assert read(write(lock)) == lock


@given(st.lists(lines), st.randoms())
def test_the_order_of_lines_does_not_matter(known: list[Line], random: Random) -> None:
    texts = [line.text() for line in known]
    forwards = read("".join(texts))
    random.shuffle(texts)
    assert read("".join(texts)) == forwards


@given(lines, lines)
def test_merging_keeps_the_newest_time(one: Line, other: Line) -> None:
    merged = merge(one, other)
    assert merged.time == max(one.time, other.time)
    if one.time == other.time and one.stamp != other.stamp:
        assert merged.stamp not in {one.stamp, other.stamp}


def test_a_card_seen_for_the_first_time_takes_the_time_of_the_build() -> None:
    line = next_line(CARD, None, "d", clock(500))
    assert line is not None
    assert (line.time, line.state, line.decks) == (500, "live", ("d",))


def test_a_card_that_did_not_change_asks_for_no_time() -> None:
    assert next_line(CARD, A, "d", Clock(lambda: pytest.fail("the clock was read"))) == A


@pytest.mark.parametrize(("now", "time"), [(500, 500), (100, 101), (7, 101)])
def test_a_changed_card_is_later_than_all_that_was_sent(now: int, time: int) -> None:
    known = replace(A, stamp="bb")
    line = next_line(CARD, known, "d", clock(now))
    assert line is not None
    assert line.time == time


def test_restamp_sends_an_unchanged_card_again() -> None:
    line = next_line(CARD, A, "d", clock(500), restamp=True)
    assert line is not None
    assert (line.time, line.stamp) == (500, "aa")


def test_a_retired_card_that_nobody_was_sent_is_left_out() -> None:
    retired = replace(CARD, retired=True, stamp="rr")
    assert next_line(retired, None, "d", clock(500)) is None
    line = next_line(retired, A, "d", clock(500))
    assert line is not None
    assert (line.state, line.time) == ("retired", 500)


def test_a_card_of_another_kind_or_type_is_refused() -> None:
    with pytest.raises(DeckError, match="card_kind"):
        next_line(replace(CARD, note_type="recall"), A, "d", clock(1))


def test_two_releases_at_one_second_count_as_changed() -> None:
    other = replace(A, stamp="bb")
    known = read(A.text() + other.text())["a#ask"]
    line = next_line(CARD, known, "d", clock(50))
    assert line is not None
    assert line.time == 101


def test_what_a_deck_no_longer_holds_is_gone_once_no_deck_holds_it() -> None:
    shared = replace(A, id="b#ask", decks=("d", "e"))
    kept = {line.id: line for line in left({A.id: A, shared.id: shared}, {}, "d")}
    assert (kept["a#ask"].state, kept["a#ask"].decks) == ("gone", ())
    assert (kept["b#ask"].state, kept["b#ask"].decks) == ("live", ("e",))


def test_items_that_the_bank_lost_are_named() -> None:
    assert lost({A.id: A}, ["b"]) == ["a"]
    assert newest({A.id: A}) == 100
    assert newest({}) == 0


@pytest.mark.parametrize("mark", ["<<<<<<< ours", "=======", ">>>>>>> theirs", "||||||| base"])
def test_conflict_marks_are_refused_with_their_line(mark: str) -> None:
    with pytest.raises(DeckError, match="lock_conflict") as raised:
        read(f"{A.text()}{mark}\n", "deck.lock")
    assert raised.value.values["line"] == "2"


@pytest.mark.parametrize(
    "line", ["a#ask question", "a b c d e live -", "a b choice d 1 lively -", "a b c d 1 live -"]
)
def test_a_line_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(DeckError, match="lock_line"):
        read(line)
