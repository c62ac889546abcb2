"""The figures of a record, counted by hand."""

from __future__ import annotations

from kaoka.question.model import Question
from kaoka.study.event import Event
from kaoka.study.replay import replay
from kaoka.study.schedulers import scheduler
from kaoka.study.stats import Recall, binned, forecast, stats

QUESTIONS = {
    name: Question(id=name, item=name, kind="question", type="single", stem=name, tags=(tag,))
    for name, tag in (("a", "时效"), ("b", "时效"), ("c", "合规"))
}


def log(*rows: tuple[str, int, int]) -> list[Event]:
    return [
        Event(f"e{n:03}", "me", "bank", question, n, day, grade)
        for n, (question, day, grade) in enumerate(rows)
    ]


EVENTS = log(
    ("a", 100, 4), ("b", 100, 1), ("b", 100, 4),  # the repeat of a day is no review
    ("a", 101, 4), ("b", 101, 2), ("b", 101, 4),
    ("a", 107, 3), ("c", 107, 5),
)  # fmt: skip


def test_what_a_record_adds_up_to() -> None:
    memories = {key[2]: one for key, one in replay(EVENTS, scheduler("sm2")).items()}
    found = stats(EVENTS, memories, QUESTIONS, today=108)
    assert (found.known, found.total, found.answers, found.due) == (3, 3, 8, 2)
    assert found.recall == Recall(2, 3)
    assert found.ages[1, 1] == Recall(1, 2)
    assert found.ages[2, 6] == Recall(1, 1)
    assert found.days == {100: 3, 101: 3, 107: 2}
    assert found.topics == {"时效": Recall(3, 5)}
    assert found.run == 1
    assert found.spread == {236: 1, 250: 1, 260: 1}
    assert found.leeches == ()
    assert found.plain()["recall_by_tag"]["时效"]["share"] == 0.6


def test_nothing_adds_up_to_nothing() -> None:
    found = stats([], {}, QUESTIONS, today=108)
    assert (found.answers, found.recall.share, found.run) == (0, None, 0)


def test_forecast_puts_the_overdue_on_today() -> None:
    memories = replay(EVENTS, scheduler("sm2")).values()
    assert forecast(memories, 105, 4) == {105: 1, 106: 0, 107: 0, 108: 1}


def test_the_spread_is_told_in_a_scheduler_s_own_measure() -> None:
    memories = {key[2]: one for key, one in replay(EVENTS, scheduler("sm2")).items()}
    found = binned(stats(EVENTS, memories, QUESTIONS, today=108))
    assert (sum(found.values()), next(iter(found))) == (3, "2.36–2.38")
    memories = {key[2]: one for key, one in replay(EVENTS, scheduler("fsrs")).items()}
    found = binned(stats(EVENTS, memories, QUESTIONS, today=108))
    assert sum(found.values()) == 3
    assert not any("." in name for name in found)
