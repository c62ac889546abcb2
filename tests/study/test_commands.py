"""The commands around the session: figures, the log in and out, undo."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from conftest import WriteBank
from kaoka.bank.bank import Bank
from kaoka.cli import main
from kaoka.jobs.question_cache import pack, questions_of, unpack
from kaoka.jobs.study import Wish, sit_down
from kaoka.jobs.study_desk import draft_event
from kaoka.jobs.study_mend import undo_last
from kaoka.jobs.study_records import home, open_store
from kaoka.question.model import Question
from kaoka.text import width
from study.terminal import BANK

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC).astimezone()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAOKA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    return tmp_path / "home"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["study", *words])
    return int(left.value.code or 0)


def answer(days: int, *grades: int, new: int = 8) -> None:
    """Sit down so many days later and give the next questions these grades."""
    store = open_store()
    moment = NOW + timedelta(days=days)
    desk = sit_down(BANK, Wish(new=new), store=store, now=lambda: moment)
    for grade in grades:
        ticket = desk.session.waiting[0]
        for _ in ticket.question.parts or (None,):
            if desk.session.phase == "told":
                desk.go_on()
            desk.answer(None)
        desk.grade(grade)
    store.close()


def test_export_import_merge(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    answer(0, 4, 1, 5)
    assert run("log", "export") == 0
    lines = capsysbinary.readouterr().out
    events = [json.loads(line) for line in lines.splitlines()]
    assert [set(one) for one in events] == [
        {"id", "learner", "bank", "question", "at", "day", "grade", "took_ms", "device", "undoes"}
    ] * 3
    assert events[0]["at"] == "2026-11-24T09:30:00.000Z"
    assert [one["grade"] for one in events] == [4, 1, 5]
    one, other, both = (tmp_path / name for name in ("one", "other", "both"))
    one.write_bytes(b"".join(lines.splitlines(keepends=True)[:2]))
    other.write_bytes(b"".join(lines.splitlines(keepends=True)[1:]) + b"no json\n")
    assert run("log", "merge", str(one), str(other), "-o", str(both)) == 1
    assert "other:3:" in capsysbinary.readouterr().err.decode()
    assert both.read_bytes() == lines
    assert run("log", "merge", str(other), str(both), str(one), "-o", str(both)) == 1
    assert both.read_bytes() == lines
    assert run("log", "import", str(both)) == 0
    assert "其中新的 0 条" in capsysbinary.readouterr().err.decode()


def test_import_fills_in_what_is_missing(tmp_path: Path) -> None:
    line = {"id": "A", "question": "q.claim.callback#ask", "at": "2026-11-24T09:30:00Z", "grade": 4}
    unknown = line | {"id": "B", "question": "nobody-knows"}
    (tmp_path / "log").write_text(json.dumps(line) + "\n" + json.dumps(unknown) + "\n")
    assert run("log", "import", str(tmp_path / "log"), "--bank", BANK) == 1
    store = open_store()
    (event,) = store.events()
    assert (event.learner, event.bank) == ("me", "claims-desk")
    assert event.day in {739944, 739945}
    store.close()


def test_import_of_a_missing_file(tmp_path: Path) -> None:
    assert run("log", "import", str(tmp_path / "nothing")) == 1


def test_undo_from_outside_a_session(capsys: pytest.CaptureFixture[str]) -> None:
    answer(0, 4, 5)
    assert run("undo") == 0
    assert "评分 5" in capsys.readouterr().err
    assert run("undo") == 0
    assert "评分 4" in capsys.readouterr().err
    assert run("undo") == 1
    store = open_store()
    assert store.memories("me", "claims-desk") == {}
    store.close()


def test_stats_and_forecast(capsys: pytest.CaptureFixture[str]) -> None:
    answer(0, 4, 1, 4, 4)
    answer(1, 4, 4, 2, new=0)
    assert run("stats", BANK) == 0
    page = capsys.readouterr().out
    assert "学过的题  4 / 8" in page
    assert "保持率    67% (2/3)" in page
    assert "易度系数" in page
    assert run("forecast", BANK, "--days", "3") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_stats_as_json(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    answer(0, 4)
    assert run("stats", BANK, "--json") == 0
    figures: dict[str, Any] = json.loads(capsysbinary.readouterr().out)
    assert (figures["known"], figures["questions"], figures["answers"]) == (1, 8, 1)


def test_the_day_goes_on_where_it_was_left() -> None:
    answer(0, 4, 1, 5, new=4)
    store = open_store()
    desk = sit_down(BANK, Wish(new=1), store=store, now=lambda: NOW)
    assert [(one.why, one.turn) for one in desk.session.waiting] == [("new", 0), ("again", 1)]
    later = sit_down(BANK, Wish(new=0), store=store, now=lambda: NOW + timedelta(days=1))
    assert [one.why for one in later.session.waiting] == ["due"] * 3
    store.close()


def test_twenty_new_a_day_unless_told_otherwise(write_bank: WriteBank) -> None:
    items = "".join(
        f"- {{id: q.{n}, kind: question, type: true_false, stem: 第{n}条对不对, key: [对],"
        f" source: [{{doc: course, section: 1}}]}}\n"
        for n in range(40)
    )
    bank = str(write_bank(items))
    store = open_store()
    desk = sit_down(bank, Wish(), store=store, now=lambda: NOW)
    assert len(desk.session.waiting) == 20
    for _ in range(5):
        desk.answer(None)
        desk.grade(5)
    for wish, count in ((Wish(), 15), (Wish(new=7), 7), (Wish(new=7, limit=3), 3)):
        assert len(sit_down(bank, wish, store=store, now=lambda: NOW).session.waiting) == count
    store.close()


def test_the_scheduler_is_remembered() -> None:
    answer(0, 4)
    store = open_store()
    desk = sit_down(BANK, Wish(scheduler="fsrs"), store=store, now=lambda: NOW)
    assert desk.scheduler.name == "fsrs:0.9"
    assert sit_down(BANK, Wish(), store=store, now=lambda: NOW).scheduler.name == "fsrs:0.9"
    assert (
        sit_down(BANK, Wish(learner="li"), store=store, now=lambda: NOW).scheduler.name
        == "sm2:text"
    )
    store.close()


def test_a_clock_set_back_does_not_turn_the_log_round() -> None:
    store = open_store()
    desk = sit_down(BANK, Wish(new=8), store=store, now=lambda: NOW)
    desk.answer(None)
    desk.grade(4)
    earlier = draft_event(store, "me", "claims-desk", "q", NOW - timedelta(hours=2))
    assert earlier.at == store.latest("me")[0] + 1  # type: ignore[index]
    long_ago = draft_event(store, "me", "claims-desk", "q", NOW - timedelta(days=9))
    assert long_ago.at < earlier.at - 8 * 86_400_000
    store.close()


def test_undo_names_the_answer_that_counts() -> None:
    answer(0, 4, 3)
    store = open_store()
    for _ in range(2):
        assert undo_last(store, "me", now=lambda: NOW) is not None
    assert undo_last(store, "me", now=lambda: NOW) is None
    store.close()


def test_home_is_where_it_is_told(tmp_path: Path) -> None:
    assert home({"KAOKA_HOME": str(tmp_path)}) == tmp_path
    assert home({}).name == "kaoka"


def test_replay_mends_what_was_changed_by_hand(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(0, 4, 1, 5)
    assert run("log", "replay") == 0
    assert "3 题，其中 0 题" in capsys.readouterr().err
    with closing(sqlite3.connect(own_home / "study.db")) as base, base:
        base.execute("UPDATE memory SET due = due + 100 WHERE grade = 4")
        base.execute("DELETE FROM memory WHERE grade = 1")
    assert run("log", "replay") == 0
    assert "3 题，其中 2 题" in capsys.readouterr().err
    assert run("log", "replay") == 0
    assert "3 题，其中 0 题" in capsys.readouterr().err


def test_salvage(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(0, 4, 1, 5)
    path = own_home / "study.db"
    data = bytearray(path.read_bytes())
    data[:100] = bytes(100)
    path.write_bytes(data)
    assert run("log", "export") == 1
    assert "已损坏" in capsys.readouterr().err
    assert run("log", "salvage") == 0
    assert "3 条" in capsys.readouterr().err
    store = open_store()
    assert [one.grade for one in store.events()] == [4, 1, 5]
    assert len(store.memories("me", "claims-desk")) == 3
    store.close()
    assert len(list(own_home.glob("study-damaged-*.db"))) == 1


def test_the_cache_holds_what_the_bank_says(
    tmp_path: Path, shipped: tuple[Bank, tuple[Question, ...]]
) -> None:
    for question in shipped[1]:
        assert unpack(json.loads(json.dumps(pack(question)))) == question
    bank = shutil.copytree(BANK, tmp_path / "bank")
    day = NOW.date()
    fresh = questions_of(str(bank), day, tmp_path)
    (cache,) = (tmp_path / "cache").iterdir()
    written = cache.stat().st_mtime_ns
    assert questions_of(str(bank), day, tmp_path) == fresh
    assert cache.stat().st_mtime_ns == written
    items = bank / "items/questions.yaml"
    items.write_text(items.read_text().replace("因何就医", "为何就医"))
    assert questions_of(str(bank), day, tmp_path) != fresh
    cache.write_text("{")
    assert len(questions_of(str(bank), day, tmp_path).questions) == 8


def test_the_mistakes_notebook(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    answer(0, 1, 4, 2)
    answer(1, 4, 4, 2, new=0)
    answer(2, 4, 4, new=0)
    assert run("mistakes", BANK, "--json") == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert [one["wrong"] for one in found] == sorted((one["wrong"] for one in found), reverse=True)
    assert found[0]["answer"]
    assert run("mistakes", BANK) == 0
    assert "正确答案" in capsysbinary.readouterr().out.decode()
    store = open_store()
    desk = sit_down(BANK, Wish(mistakes=True), store=store, now=lambda: NOW)
    assert [one.question.id for one in desk.session.waiting] == [one["question"] for one in found]
    store.close()


def test_cramming_saves_nothing() -> None:
    store = open_store()
    desk = sit_down(BANK, Wish(cram=True, limit=5), store=store, now=lambda: NOW)
    assert [one.why for one in desk.session.waiting] == ["cram"] * 5
    desk.answer(None)
    assert desk.grade(1) is None
    assert desk.undo()
    assert list(store.events()) == []
    store.close()


def test_the_minutes_run_out() -> None:
    store = open_store()
    desk = sit_down(BANK, Wish(minutes=5), store=store, now=lambda: NOW)
    begun = desk.since
    for seconds, over in ((0, False), (299, False), (301, True)):
        desk.timer = partial(float, begun + seconds)
        assert desk.time_is_up is over
    store.close()


def test_the_page_of_figures(tmp_path: Path) -> None:
    answer(0, 4, 1, 4, 4)
    answer(1, 4, 4, 2, new=0)
    page = tmp_path / "page.html"
    assert run("stats", BANK, "--html", str(page)) == 0
    text = page.read_text()
    body = ET.fromstring(text[text.index("<main>") : text.index("</body>")])  # noqa: S314 - our own page
    assert [one.text for one in body.iter("h1")] == ["理赔窗口练习"]
    assert "67%" in {one.text for one in body.iter("dd")}
    assert len(list(body.iter("rect"))) > 26 * 6
    assert "http" not in text
    assert "<script" not in text


def test_reset_takes_back_every_answer_and_can_be_undone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer(0, 4, 4, 4, 4)
    answer(1, 4, 4, 4, 4, new=0)
    assert run("reset", BANK) == 2
    assert run("reset", BANK, "--tag", "退保") == 0
    assert "2 次" in capsys.readouterr().err
    store = open_store()
    left = store.memories("me", "claims-desk")
    assert len(left) == 3
    assert sum(one.undoes is not None for one in store.events()) == 2
    store.close()
    assert run("reset", BANK, "--question", "q.claim.documents#ask") == 0
    assert run("reset", BANK, "--all") == 0
    store = open_store()
    assert store.memories("me", "claims-desk") == {}
    assert len([one for one in store.events() if one.grade is not None]) == 8
    store.close()


def test_a_tag_that_nothing_bears_is_told_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("reset", BANK, "--tag", "退宝") == 1
    told = capsys.readouterr().err
    assert "退宝" in told
    assert "理赔、退保" in told


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_figures_keep_to_the_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    answer(0, 1, 1, 1, 4)
    for command in ("stats", "forecast", "mistakes"):
        assert run(command, BANK) == 0
    assert max(map(width, capsys.readouterr().out.splitlines())) < columns
