"""Load balancing: Anki's ranges, the same day at every replay, and days that are evener."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from statistics import mean
from typing import NamedTuple

import pytest
from anki.collection import Collection
from anki.decks import DeckId
from hypothesis import given
from hypothesis import strategies as st

from kaoka.jobs.study import Wish, sit_down
from kaoka.jobs.study_desk import Desk
from kaoka.jobs.study_records import open_store
from kaoka.question.model import Question
from kaoka.store.sqlite import SqliteStore
from kaoka.study import balance, queue, session
from kaoka.study.day import study_day
from kaoka.study.memory import Memory, remember
from kaoka.study.replay import replay
from kaoka.study.schedulers import scheduler
from study.terminal import BANK

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "low", "high"),
    [
        (1, 1, 1), (2, 2, 2), (3, 2, 4), (6, 4, 8), (7, 5, 9), (15, 13, 17), (17, 14, 20),
        (20, 17, 23), (37, 33, 41), (100, 93, 107), (365, 345, 385),
    ],
)  # fmt: skip
def test_the_range(days: int, low: int, high: int) -> None:
    assert balance.span(days) == range(low, high + 1)


def test_the_range_is_the_one_that_anki_uses(tmp_path: Path) -> None:
    """Anki fuzzes by card; of many cards some come on the first and some on the last day."""
    collection = Collection(str(tmp_path / "collection.anki2"))
    kind = collection.models.by_name("Basic")
    assert kind is not None
    cards = []
    for n in range(200):
        note = collection.new_note(kind)
        note.fields = [str(n), ""]
        collection.add_note(note, DeckId(1))
        cards.append(note.cards()[0].id)
    for days in (1, 2, 3, 4, 5, 6, 7, 8, 13, 19, 20, 21, 40, 90):
        found = {days + collection.fuzz_delta(card, days) for card in cards}
        assert (min(found), max(found)) == (balance.span(days)[0], balance.span(days)[-1]), days
    collection.close()


@given(st.integers(1, 40_000), st.text(), st.text())
def test_a_day_is_in_the_range_and_always_the_same(days: int, question: str, event: str) -> None:
    found = balance.given(days, question, event)
    assert found in balance.span(days)
    assert found == balance.given(days, question, event)
    assert 0 < balance.span(days)[0] <= days <= balance.span(days)[-1]


@given(st.integers(3, 400), st.dictionaries(st.integers(1, 450), st.integers(0, 50)))
def test_no_day_in_the_range_has_less_to_do(days: int, load: dict[int, int]) -> None:
    best = balance.lightest(days, load)
    rest = [one for one in balance.span(days) if load.get(one, 0) <= load.get(best, 0)]
    assert best in rest
    assert {load.get(one, 0) for one in rest} == {load.get(best, 0)}
    assert abs(best - days) == min(abs(one - days) for one in rest)


def test_without_load_the_scheduler_has_its_way() -> None:
    assert [balance.lightest(days, {}) for days in (1, 6, 15, 90)] == [1, 6, 15, 90]
    assert balance.lightest(6, {6: 1}) == 5


def test_every_day_of_the_range_is_given_as_often() -> None:
    counts = [0] * 5
    for n in range(5000):
        counts[balance.given(15, "q#ask", str(n)) - 13] += 1
    assert min(counts) > 900


def test_the_day_of_a_known_question_and_event() -> None:
    """SHA-256 of the compact JSON of three texts, its first 64 bits, modulo the range."""
    days = [balance.given(15, "q.claim.callback#ask", name) for name in ("A", "B", "C", "D")]
    assert days == [16, 15, 16, 16]


@pytest.mark.parametrize("name", ["sm2+balance", "fsrs:0.9+balance"])
def test_only_the_due_day_moves(name: str) -> None:
    plain, moved = scheduler(name.removesuffix("+balance")), scheduler(name)
    one: Memory | None = None
    for n, grade in enumerate([4, 4, 4, 3, 1, 5, 4]):
        day = one.due if one else 100
        state, due = plain.after(one, day, grade)
        one = remember(one, day, grade, moved, ("q", str(n)))
        assert one.state == state
        assert one.due - day in balance.span(due - day)


def test_a_pass_before_the_due_day_moves_nothing() -> None:
    moved = scheduler("sm2+balance")
    one = Memory(100, 107, 122, 4, 3, 0, (15, 250, 3))
    for n in range(20):
        assert remember(one, 110, 4, moved, ("q", str(n))).due == 122


def test_off_unless_asked_for_and_then_kept(tmp_path: Path) -> None:
    def names(*wishes: Wish) -> list[str]:
        with closing(open_store(tmp_path)) as store:
            return [sit_down(BANK, one, store=store, now=now).scheduler.name for one in wishes]

    def now() -> datetime:
        return NOW

    assert names(Wish()) == ["sm2:text"]
    assert names(Wish(balance=True), Wish()) == ["sm2:text+balance"] * 2
    assert names(Wish(scheduler="fsrs:0.85"), Wish(learner="li")) == [
        "fsrs:0.85+balance",
        "sm2:text",
    ]
    assert names(Wish(balance=False), Wish()) == ["fsrs:0.85"] * 2
    assert names(Wish(scheduler="sm2+balance"), Wish()) == ["sm2:text+balance"] * 2


class Term(NamedTuple):
    """Two months of learning: reviews on each of the last thirty days, and the record."""

    reviews: list[int]
    held: dict[str, Memory]
    replayed: dict[str, Memory]

    @property
    def unevenness(self) -> float:
        """The mean distance of a day from the mean day, as a share of that."""
        usual = mean(self.reviews)
        return mean(abs(one - usual) for one in self.reviews) / usual


def learn(folder: Path, name: str, *, days: int = 63, new: int = 20) -> Term:
    """Take up twenty questions at once each week, and answer what is due, mostly with 4."""
    luck, own = Random(5), scheduler(name)  # noqa: S311 - a simulation, no secret
    asked = {f"q{n:03}#ask": question(f"q{n:03}#ask") for n in range(days * new // 7)}
    waiting, reviews = iter(asked.values()), []
    with closing(SqliteStore(folder / name / "study.db")) as store:
        list(store.run("PRAGMA synchronous = OFF"))
        store.use("me", own)
        for day in range(days):
            today = study_day(_later(day))
            due = [queue.Ticket(asked[one], "due") for one, _ in store.due("me", "b", today)]
            reviews.append(len(due))
            tickets = due + [
                queue.Ticket(one, "new") for one in islice(waiting, 0 if day % 7 else new)
            ]
            clock = partial(_later, day)
            desk = Desk("t", "b", asked, store, own, "me", session.begin(tickets, 0), clock)
            while desk.session.phase != "over":
                desk.answer("是")
                desk.grade(luck.choices((1, 3, 4, 5), (1, 1, 7, 1))[0])
        found = replay(store.events(), own)
        replayed = {key[2]: one for key, one in sorted(found.items())}
        return Term(reviews[-30:], store.memories("me", "b"), replayed)


def _later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def question(name: str) -> Question:
    item = name.partition("#")[0]
    return Question(
        id=name,
        item=item,
        kind="question",
        type="single",
        stem=name,
        key=("是",),
        distractors=("否", "不", "未"),
    )


@pytest.mark.parametrize(("name", "fewer"), [("sm2", 0.6), ("fsrs", 0.8)])
def test_days_are_evener_and_the_record_is_what_a_replay_gives(
    tmp_path: Path, name: str, fewer: float
) -> None:
    plain, balanced = (learn(tmp_path, one) for one in (name, name + "+balance"))
    assert balanced.unevenness < plain.unevenness * fewer
    assert balanced.held == balanced.replayed
