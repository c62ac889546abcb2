"""A school's records on a server: by URL, several learners, none sees or moves another's."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoka.cli import main
from kaoka.jobs.study import Wish, sit_down
from kaoka.jobs.study_mend import reset, undo_last
from kaoka.jobs.study_records import open_store
from kaoka.store.postgres import PostgresStore
from study.terminal import BANK

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def clock() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def school(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOKA_HOME", str(tmp_path))
    monkeypatch.setenv("KAOKA_STORE", server)
    with closing(PostgresStore(server, device="x")) as store:
        store.run("TRUNCATE event, memory, scheduler")


def answer(learner: str, *grades: int, scheduler: str | None = None) -> None:
    """Answer new questions on a machine of one's own."""
    wish = Wish(new=len(grades), learner=learner, scheduler=scheduler)
    with closing(open_store()) as store:
        desk = sit_down(BANK, wish, store=store, now=clock)
        for grade in grades:
            desk.answer(None)
            desk.grade(grade)


def held(learner: str) -> list[int]:
    with closing(open_store()) as store:
        return [one.grade for one in store.memories(learner, "claims-desk").values()]


def test_each_learner_has_a_record_of_their_own() -> None:
    answer("li", 4, 4, 5)
    answer("wang", 1, scheduler="sm2:delphi+balance")
    assert sorted(held("li")) == [4, 4, 5]
    assert held("wang") == [1]
    with closing(open_store()) as store:
        assert (store.scheduler("li"), store.scheduler("wang")) == (
            "sm2:text",
            "sm2:delphi+balance",
        )
        assert undo_last(store, "wang", now=clock) is not None
        assert undo_last(store, "wang", now=clock) is None
        assert reset(BANK, Wish(learner="wang"), (), store=store, now=clock) == 0
        assert store.learners() == ["li", "wang"]
    assert sorted(held("li")) == [4, 4, 5]
    assert held("wang") == []


def test_the_commands_speak_to_the_server(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    answer("li", 4, 5)
    answer("wang", 1)
    for words, learners in (([], ["li", "li", "wang"]), (["--learner", "wang"], ["wang"])):
        with pytest.raises(SystemExit) as left:
            main(["study", "log", "export", *words])
        assert not left.value.code
        lines = capsysbinary.readouterr().out.splitlines()
        assert sorted(json.loads(line)["learner"] for line in lines) == learners
