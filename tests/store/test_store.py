"""Every store against the pure replay: appended, added, merged, in any order."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoka.errors import StoreError
from kaoka.store.log import Lines, Missing, Store, merged_lines, read_lines, to_line
from kaoka.store.postgres import PostgresStore
from kaoka.store.salvage import events_in
from kaoka.store.sql import SqlStore
from kaoka.store.sqlite import SqliteStore
from kaoka.study.event import Event
from kaoka.study.memory import Memory
from kaoka.study.replay import replay
from kaoka.study.schedulers import scheduler
from study.histories import histories

SM2 = scheduler("sm2")
BANK = "claims-desk"
MISSING = Missing("me", lambda at: at // 86_400_000, lambda _question: BANK)
quick = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])

Make = Callable[[], Store]


@pytest.fixture(params=["sqlite", "postgres"])
def make(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Make]:
    """Return a function that makes an empty store."""
    made: list[Store] = []
    url = request.getfixturevalue("server") if request.param == "postgres" else ""

    def new() -> Store:
        if not url:
            made.append(SqliteStore(tmp_path / f"{len(made)}" / "study.db", device="d1"))
            return made[-1]
        store = PostgresStore(url, device="d1")
        store.run("TRUNCATE event, memory, scheduler")
        made.append(store)
        return store

    yield new
    for store in made:
        store.close()


def held(store: Store) -> dict[str, dict[str, Memory]]:
    return {learner: store.memories(learner, BANK) for learner in ("me", "li")}


def derived(events: list[Event]) -> dict[str, dict[str, Memory]]:
    found = replay(events, SM2)
    return {
        learner: {key[2]: one for key, one in sorted(found.items()) if key[0] == learner}
        for learner in ("me", "li")
    }


@quick
@given(events=histories())
def test_appending_gives_what_a_replay_gives(make: Make, events: list[Event]) -> None:
    store = make()
    for event in events:
        store.append(event, SM2)
    assert held(store) == derived(events)
    assert list(store.events()) == sorted(events, key=lambda one: one.order)
    store.close()


@quick
@given(events=histories(), random=st.randoms(use_true_random=False), cut=st.integers(0, 25))
def test_importing_is_commutative_associative_idempotent(
    make: Make, events: list[Event], random: object, cut: int
) -> None:
    mixed = list(events)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    store = make()
    first = store.add(mixed[:cut], SM2)
    second = store.add(mixed, SM2)
    assert first + second == len(events)
    assert store.add(mixed[cut:], SM2) == 0
    assert held(store) == derived(events)
    store.close()


@quick
@given(events=histories(), name=st.sampled_from(["sm2", "sm2:delphi+balance", "fsrs"]))
def test_a_replay_ends_with_the_same_bytes(make: Make, events: list[Event], name: str) -> None:
    store, own = make(), scheduler(name)
    for event in events:
        store.append(event, own)
    for learner in store.learners():
        rows = raw(store, learner)
        assert store.rebuild(learner, own) == (len(rows), 0)
        assert raw(store, learner) == rows
    store.close()


def raw(store: Store, learner: str) -> list[object]:
    """The learner's part of the derived table as it lies in the database."""
    assert isinstance(store, SqlStore)
    return list(store.run("SELECT * FROM memory WHERE learner = ? ORDER BY 1, 2, 3", [learner]))


@quick
@given(events=histories())
def test_switching_the_scheduler_replays_the_log(make: Make, events: list[Event]) -> None:
    store = make()
    store.add(events, SM2)
    before = held(store)
    delphi = scheduler("sm2:delphi")
    for learner in ("me", "li"):
        assert store.use(learner, delphi)
        assert not store.use(learner, delphi)
    found = replay(events, delphi)
    assert store.memories("me", BANK) == {k[2]: m for k, m in sorted(found.items()) if k[0] == "me"}
    for learner in ("me", "li"):
        store.use(learner, SM2)
    assert held(store) == before
    store.close()


@quick
@given(events=histories(), random=st.randoms(use_true_random=False), cut=st.integers(0, 25))
def test_balanced_days_are_the_same_in_any_order(
    make: Make, events: list[Event], random: object, cut: int
) -> None:
    own = scheduler("sm2+balance")
    mixed = list(events)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    store = make()
    for event in mixed[:cut]:
        store.append(event, own)
    store.add(mixed, own)
    found = replay(events, own)
    for learner in ("me", "li"):
        wanted = {key[2]: one for key, one in sorted(found.items()) if key[0] == learner}
        assert store.memories(learner, BANK) == wanted
    store.close()


def test_two_unlike_events_with_one_id_end_the_same_everywhere(make: Make) -> None:
    one = Event("X", "me", BANK, "q1#ask", 5, 100, 4, None, "d")
    other = Event("X", "li", BANK, "q2#ask", 5, 100, 2, None, "d")
    stores = []
    for pair in ((one, other), (other, one)):
        store = make()
        for event in pair:
            store.add([event], SM2)
        for learner in ("me", "li"):
            store.use(learner, SM2)
        stores.append((list(store.events()), held(store)))
    assert stores[0] == stores[1]


@given(histories())
def test_lines_are_read_as_they_were_written(events: list[Event]) -> None:
    lines = read_lines(map(to_line, events), "log", MISSING)
    assert list(lines.events.values()) == events
    assert lines.problems == []


def merged(*logs: Lines) -> Lines:
    return merged_lines(("log", log) for log in logs)


MERGES = int(os.environ.get("KAOKA_MERGES", "100"))


@settings(max_examples=MERGES, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(histories(), min_size=3, max_size=3), st.integers(0, 25))
def test_merging_is_commutative_associative_idempotent(
    parts: list[list[Event]], shared: int
) -> None:
    """Histories drawn apart reuse ids for unlike events: even then all orders agree."""
    a, b, c = (Lines({one.id: one for one in (*part, *parts[0][:shared])}) for part in parts)
    whole = merged(a, b, c).events
    assert list(whole.values()) == sorted(whole.values(), key=lambda one: one.order)
    for other in (merged(c, a, b), merged(merged(a, b), c), merged(a, merged(b, c))):
        assert list(other.events.items()) == list(whole.items())
    assert list(merged(a, merged(a, b, c), b, b).events.items()) == list(whole.items())
    assert replay(whole.values(), SM2) == replay(merged(b, c, a).events.values(), SM2)


GOOD = {"id": "A", "question": "q1#ask", "at": "2026-11-24T08:15:30.123Z", "grade": 4}


def test_what_a_line_leaves_out_is_filled_in() -> None:
    (event,) = read_lines([json.dumps(GOOD)], "log", MISSING).events.values()
    assert event == Event("A", "me", BANK, "q1#ask", 1795508130123, 20781, 4)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "log_no_json"), ("[]", "log_no_object"), ("\ufffd", "log_no_json"),
        (json.dumps(GOOD | {"grade": 6}), "log_value"),
        (json.dumps(GOOD | {"grade": True}), "log_value"),
        (json.dumps(GOOD | {"grade": None}), "log_value"),
        (json.dumps(GOOD | {"undoes": "B"}), "log_value"),
        (json.dumps(GOOD | {"at": "yesterday"}), "log_value"),
        (json.dumps(GOOD | {"day": "2026-13-01"}), "log_value"),
        (json.dumps(GOOD | {"id": ""}), "log_missing"),
        (json.dumps(GOOD | {"id": 7}), "log_value"),
        (json.dumps(GOOD | {"learner": "a\nb"}), "log_value"),
        (json.dumps(GOOD | {"took_ms": -1}), "log_value"),
        ('{"id": "B"}', "log_missing"),
        ("[" * 100_000, "log_no_json"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_the_others_are_kept(line: str, code: str) -> None:
    lines = read_lines([json.dumps(GOOD), "", line], "log", MISSING)
    assert list(lines.events) == ["A"]
    assert [(one.code, one.line) for one in lines.problems] == [(code, 3)]


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "home" / "study.db")
    store.append(Event("A", "me", BANK, "q1#ask", 5, 100, 4), SM2)
    for file in (tmp_path / "home").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    store.close()


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "study.db")
    settings = {
        name: next(iter(store.run(f"PRAGMA {name}")))[0] for name in ("journal_mode", "synchronous")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2}
    store.close()


def fill(path: Path, count: int = 400) -> None:
    store = SqliteStore(path)
    store.add((Event(f"E{n:04}", "me", BANK, f"q{n}#ask", n, 100, 4) for n in range(count)), SM2)
    store.close()


@pytest.mark.parametrize("at", [0, 40, 4096, 3 * 4096, 5 * 4096])
def test_a_damaged_file_is_noticed(tmp_path: Path, at: int) -> None:
    path = tmp_path / "study.db"
    fill(path)
    data = bytearray(path.read_bytes())
    data[at : at + 64] = b"\xff" * 64
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"store_(damaged|foreign)"):
        SqliteStore(path)
    assert path.read_bytes() == data


def test_one_changed_letter_is_noticed_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    fill(path, 3)
    base = sqlite3.connect(path)
    base.execute("UPDATE event SET grade = 5 WHERE id = 'E0001'")
    base.commit()
    base.close()
    store = SqliteStore(path)
    with pytest.raises(StoreError, match="store_damaged"):
        list(store.events())
    store.close()


def test_a_truncated_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    fill(path)
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(StoreError, match="store_damaged"):
        SqliteStore(path)


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE cards (id INTEGER)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="store_foreign"):
        SqliteStore(path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StoreError, match="store_unwritable"):
        SqliteStore(tmp_path / "home" / "study.db")


def test_a_full_disk_loses_no_earlier_answer(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "study.db")
    store.append(Event("A", "me", BANK, "q#ask", 5, 100, 4), SM2)
    list(store.run("PRAGMA max_page_count = 1"))

    def until_full() -> None:
        for n in range(2000):
            store.append(Event(f"B{n}", "me", BANK, f"q{n}#ask", 6 + n, 100, 4), SM2)

    with pytest.raises(StoreError, match="store_full"):
        until_full()
    kept = list(store.events())
    assert kept[0].id == "A"
    assert store.memories("me", BANK) == {
        key[2]: one for key, one in sorted(replay(kept, SM2).items())
    }
    store.close()


def test_two_writers_take_turns(tmp_path: Path) -> None:
    one, other = SqliteStore(tmp_path / "study.db"), SqliteStore(tmp_path / "study.db")
    for n in range(40):
        (one, other)[n % 2].append(
            Event(f"E{n:03}", "me", BANK, f"q{n % 3}#ask", n, 100 + n, n % 6), SM2
        )
    assert held(one) == held(other) == derived(list(one.events()))
    one.close()
    other.close()


def test_many_open_a_new_file_at_once(tmp_path: Path) -> None:
    def open_and_answer(writer: int) -> str:
        with closing(SqliteStore(tmp_path / "study.db")) as store:
            store.append(Event(f"E{writer}", "me", BANK, "q#ask", writer, 100, 4), SM2)
            return store.device

    with ThreadPoolExecutor(8) as pool:
        devices = set(pool.map(open_and_answer, range(16)))
    assert len(devices) == 1
    with closing(SqliteStore(tmp_path / "study.db")) as store:
        assert len(list(store.events())) == 16


def test_opening_waits_for_another_that_makes_the_file(tmp_path: Path) -> None:
    """SQLite gives up at once on a change to WAL while another connection prepares to write."""
    path = tmp_path / "study.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ending = Timer(0.3, other.execute, ["ROLLBACK"])
    ending.start()
    with closing(SqliteStore(path)) as store:
        assert store.learners() == []
    ending.join()
    other.close()


def test_what_the_session_asks_of_a_store(make: Make) -> None:
    store = make()
    rows = [("a", 100, 4), ("b", 100, 1), ("a", 101, 4), ("c", 101, 4)]
    for n, (question, day, grade) in enumerate(rows):
        store.append(Event(f"E{n}", "me", BANK, question, n, day, grade), SM2)
    assert [name for name, _ in store.due("me", BANK, 101)] == ["b"]
    assert [name for name, _ in store.due("me", BANK, 107)] == ["b", "c", "a"]
    assert [name for name, _ in store.today("me", BANK, 101)] == ["a", "c"]
    assert store.introduced("me", BANK, 100) == 2
    assert store.load("me", BANK, 101, 106) == {101: 1, 102: 1}
    assert store.load("me", BANK, 102, 107) == {102: 1, 107: 1}
    assert store.memory(("me", BANK, "a")) == store.memories("me", BANK)["a"]
    assert store.memory(("me", BANK, "d")) is None
    assert list(store.unseen("me", BANK, ["d", "a", "e"])) == ["d", "e"]
    assert store.latest("me") == (3, 101)
    last = store.last("me")
    assert last is not None
    assert last.question == "c"
    store.append(Event("U", "me", BANK, "c", 9, 101, None, undoes="E3"), SM2)
    last = store.last("me")
    assert last is not None
    assert last.id == "E2"
    assert store.last("li") is None
    assert store.last("me", "other") is None
    assert store.device == "d1"


@pytest.mark.parametrize("lost", [[], [0], [1, 2], [5], list(range(0, 40, 3))])
def test_what_a_damaged_file_still_holds_is_read(tmp_path: Path, lost: list[int]) -> None:
    """Pages lost are rows lost, no others; nothing is read that was never written."""
    path = tmp_path / "study.db"
    fill(path)
    store = SqliteStore(path)
    written = {event.id: event for event in store.events()}
    store.close()
    data = bytearray(path.read_bytes())
    pages = len(data) // 4096
    for page in lost:
        data[page % pages * 4096 : page % pages * 4096 + 4096] = bytes(4096)
    found = events_in(bytes(data))
    assert found.items() <= written.items()
    most = 4096 // len(to_line(written["E0001"])) * 3
    assert len(found) >= len(written) - most * len(lost)
    assert len(found) == len(written) or lost


def test_events_in_the_write_ahead_log_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    store = SqliteStore(path)
    event = Event("A", "me", BANK, "问题#ask", 1_795_508_130_123, 739_944, 0, None, "d", "u")
    store.append(event, SM2)
    wal = path.with_name("study.db-wal").read_bytes()
    assert events_in(path.read_bytes(), wal) == {"A": event}
    store.close()


@given(st.binary(max_size=300), st.integers(0, 8000))
def test_no_bytes_break_the_reading(noise: bytes, at: int) -> None:
    data = bytearray(8192)
    data[0] = data[4096] = 0x0D
    data[4099:4101] = b"\x00\x20"
    data[at : at + len(noise)] = noise
    assert events_in(bytes(data)) == {}


def test_many_writers_of_one_school(server: str) -> None:
    """Four processes' worth of threads answer at once; nothing is lost, all is as replayed."""
    with closing(PostgresStore(server, device="x")) as store:
        store.run("TRUNCATE event, memory, scheduler")

    def answer(writer: int) -> None:
        with closing(PostgresStore(server, device=f"d{writer}")) as store:
            for n in range(40):
                learner = ("me", "li")[n % 2]
                name = f"{writer}-{n:03}"
                day = 100 + n // 8
                event = Event(name, learner, BANK, f"q{n % 3}#ask", n, day, (n + writer) % 6)
                store.append(event, SM2)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answer, range(4)))
    with closing(PostgresStore(server, device="x")) as store:
        events = list(store.events())
        assert len(events) == 160
        assert held(store) == derived(events)
        assert store.device == "x"


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(StoreError, match="store_unreachable") as told:
        PostgresStore("postgresql://kaoka:secret@/base?host=/nowhere", device="d")
    assert "secret" not in str(told.value)
