"""`kaoka study` in a real pseudo-terminal: keys, screens, saving, resuming."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaoka.store.sqlite import SqliteStore
from kaoka.study.replay import replay
from kaoka.study.schedulers import scheduler
from kaoka.text import width
from study.terminal import BANK, COMMAND, Terminal

NEW = ("--new", "8", BANK)


def kaoka(
    home: Path, *words: str, stdin: Any = subprocess.DEVNULL
) -> subprocess.CompletedProcess[str]:
    """Run `kaoka study …` without a terminal."""
    env = os.environ | {"KAOKA_HOME": str(home), "LANG": "zh_CN.UTF-8"}
    return subprocess.run(
        [*COMMAND, "study", *words],
        env=env,
        stdin=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def log(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kaoka(home, "log", "export").stdout.splitlines()]


def letter(screen: str, text: str) -> str:
    """The letter before an option on the screen."""
    found = re.search(rf"^  ([A-Z])  {re.escape(text)}", screen, re.MULTILINE)
    assert found, screen
    return found[1]


def test_every_type_answered_right(tmp_path: Path) -> None:
    with Terminal(tmp_path, *NEW) as t:
        screen = t.see("选（字母）")
        assert "1/8 · 新题 · 单项选择题" in screen
        t.send(letter(screen, "了解退保原因") + "\r", "答对了")
        assert "回车取 4" in t.see("自评")
        screen = t.send("\r", "可多选")
        keys = [letter(screen, text) for text in ("医疗费用收据原件", "费用明细清单", "诊断证明")]
        t.send("".join(keys) + "\r", "答对了")
        t.send("5", "判断题")
        t.send("Z", "切换到英文")
        t.send("对\b√\r", "答对了")
        t.send("4", "填 2 空")
        t.send("三十\r", "却写了 1 个")
        t.send("|１０\r", "答对了")  # goes on with what was typed
        t.send("\r", "填数（小时）")
        t.send("两小时\r", "答对了")
        screen = t.send("\r", "按顺序")
        steps = ("倾听并记录", "表示歉意", "提出解决", "回访客户")
        t.send("".join(letter(screen, text) for text in steps).lower() + "\r", "答对了")
        screen = t.send("\r", "配对（")
        pairs = [letter(screen, text) for text in ("因何就医", "钱花在哪里", "被保险人身故")]
        t.send("".join(f"{n}{one}" for n, one in enumerate(pairs, start=1)) + "\r", "答对了")
        screen = t.send("\r", "第 1 问")
        assert "张女士投保三年" in screen
        t.send(letter(screen, "没有先了解退保的原因") + "\r", "回车继续")
        screen = t.send("\r", "第 2 问")
        assert "张女士投保三年" in screen
        t.send("A\r", "自评")
        assert "做了 8 题，答对 8 题" in t.send("\r", "都做完了")
        assert t.end() == 0
    events = log(tmp_path)
    assert [one["grade"] for one in events] == [4, 5, 4, 4, 4, 4, 4, 4]
    assert [one["question"] for one in events][-1] == "q.surrender.case#ask"
    assert {one["bank"] for one in events} == {"claims-desk"}
    assert all(one["took_ms"] >= 0 for one in events)


def test_a_wrong_answer_is_told_why_and_comes_again(tmp_path: Path) -> None:
    with Terminal(tmp_path, "--new", "1", BANK) as t:
        screen = t.see("选（字母）")
        told = t.send(letter(screen, "转给其他部门") + "\r", "自评")
        for words in ("答错了", "正确答案", "了解退保原因", "解析：先问原因", "出处：", "回车取 1"):
            assert words in told
        assert "今天还会再问" in t.send("\r", "今日重做")
        screen = t.see("选（字母）")
        t.send(letter(screen, "了解退保原因") + "\r", "自评")
        t.send("\r", "都做完了")
        assert t.end() == 0
    assert [one["grade"] for one in log(tmp_path)] == [1, 4]


def test_what_is_answered_is_saved_before_the_next_question_shows(tmp_path: Path) -> None:
    with Terminal(tmp_path, *NEW) as t:
        t.see("1/8")
        t.send("A\r", "自评")
        t.send("3", "2/9")
        assert [one["grade"] for one in log(tmp_path)] == [3]


def test_undo_quit_and_resume(tmp_path: Path) -> None:
    with Terminal(tmp_path, *NEW) as t:
        t.see("1/8")
        t.send("u", "没有可撤销")
        t.send("A\r", "自评")
        t.send("4", "2/8")
        t.send("u", "已撤销")
        t.see("1/8")
        t.send("B\r", "自评")
        t.send("u", "1/8")  # answered once more, nothing was saved
        t.send("C\r", "自评")
        t.send("5", "2/8")
        assert "还剩 7 题" in t.send("q", "做了 1 题")
        assert t.end() == 0
    events = log(tmp_path)
    assert [one["grade"] for one in events] == [4, None, 5]
    assert events[1]["undoes"] == events[0]["id"]
    with Terminal(tmp_path, "--new", "3", BANK) as t:
        assert "医疗费用保险金" in t.see("1/3")


def test_leaving_while_a_grade_is_asked_keeps_the_answer(tmp_path: Path) -> None:
    for key in ("q", "\x04", "\x03"):
        home = tmp_path / str(ord(key))
        with Terminal(home, *NEW) as t:
            t.see("1/8")
            t.send("A\r", "自评")
            t.send(key, "做了 1 题")
            assert t.end() == 0
        assert len(log(home)) == 1


def test_a_look_at_the_source_is_a_hint(tmp_path: Path) -> None:
    with Terminal(tmp_path, *NEW) as t:
        screen = t.see("选（字母）")
        key = letter(screen, "了解退保原因")
        t.send("s", "出处：")
        t.send(key + "\r", "答对了")
        assert "回车取 3" in t.see("自评")
        t.send("\r", "2/9")
    assert [one["grade"] for one in log(tmp_path)] == [3]


def test_a_break_is_due_after_five_failures_in_a_row(tmp_path: Path) -> None:
    with Terminal(tmp_path, *NEW) as t:
        t.see("1/8")
        for number in range(1, 6):
            t.send("\r\r", "自评")
            screen = t.send("0", f"{number + 1}/{number + 8}")
            assert ("连错 5 题" in screen) == (number == 5)
            time.sleep(0.8)  # Enter right after a grade belongs to the grade


def test_keys_that_cannot_be_understood(tmp_path: Path) -> None:
    with Terminal(tmp_path, *NEW) as t:
        t.see("1/8")
        t.send("Z9\r", "再按一次回车")
        t.send("\r", "没有作答")
        assert "回车取 0" in t.see("自评")
        t.send("9x\x1b[A4", "2/8")
        t.send("?", "看出处")
        t.send("s", "出处：")
        t.send("q", "做了 1 题")
    assert [one["grade"] for one in log(tmp_path)] == [4]


def test_words_may_begin_with_a_command_letter(tmp_path: Path) -> None:
    with Terminal(tmp_path, "--tag", "时效", BANK) as t:
        t.see("填 2 空")
        t.send("s\r", "出处：")
        t.send("30\r", "有 2 个空")
        t.send("su|q\r", "答错了")
        t.send("\r", "填数")
        t.send("很久\r", "不是数")
        t.send("q\r", "做了 1 题")
        assert t.end() == 0


def test_grades_typed_with_enter_do_not_answer_the_next_question(tmp_path: Path) -> None:
    with Terminal(tmp_path, *NEW) as t:
        t.see("1/8")
        t.send("A\r", "自评")
        screen = t.send("4\r", "2/8")
        assert "再按一次" not in screen
        t.send("B\r", "自评")


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, columns: int) -> None:
    with Terminal(tmp_path, *NEW, columns=columns, lines=300) as t:
        t.see("1/8")
        for keys, words in (
            ("?", "看出处"),
            ("A\r", "自评"),
            ("4", "2/8"),
            ("A\r", "自评"),
            ("1", "3/9"),
        ):
            t.child.send(keys)
            t.see(words)
        lines = t.raw.decode().replace("\r", "").split("\n")
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    assert max(map(width, plain)) < columns
    assert not [line for line in plain if line.strip()[:1] in set("，。；：？！）》")]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_what_a_learner_sees(
    tmp_path: Path, golden: Callable[[str, str], None], columns: int
) -> None:
    """The screens from the first question to the keys of the case, as the terminal shows them."""
    screens = []
    with Terminal(tmp_path, "--tag", "退保", *NEW, columns=columns) as t:
        screens.append(t.see("选（字母）"))
        screens.append(t.send("A\r", "自评"))
        screens.append(t.send("?", "自评"))
        screens.append(t.send("4", "第 1 问"))
        t.send("q", "做了 1 题")
    shown = "\n\n".join(re.sub(r"下次：.*", "下次：…", one) for one in screens)
    golden(f"study/screens-{columns}.txt", shown + "\n")


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_escape_sequences_where_none_are_wanted(tmp_path: Path, environ: dict[str, str]) -> None:
    with Terminal(tmp_path, *NEW, environ=environ) as t:
        t.see("1/8")
        t.send("A\r", "自评")
        t.send("q", "做了")
    escapes = re.findall(rb"\x1b\[[0-9;?]*[a-zA-Z]", t.raw)
    colours = [one for one in escapes if re.search(rb"\b(3[0-7]|9[0-7])", one)]
    assert not colours
    assert environ.get("TERM") != "dumb" or not escapes


def test_nothing_is_drawn_for_a_screen_reader(tmp_path: Path) -> None:
    with Terminal(tmp_path, "--plain", *NEW, environ={"TERM": "dumb"}) as t:
        assert "\n1/8 · 新题 · 单项选择题\n" in t.see("1/8")
        t.send("q", "做了 0 题")
        assert "─" not in t.raw.decode()


@pytest.mark.parametrize("lang", ["C", "en_US.UTF-8"])
def test_other_locales(tmp_path: Path, lang: str) -> None:
    with Terminal(tmp_path, *NEW, environ={"LANG": lang}) as t:
        t.see("single choice")
        t.send("A\r", "Grade 0–5")
        t.send("q", "Answered 1")
        assert t.end() == 0


def test_the_terminal_is_left_as_it_was(tmp_path: Path) -> None:
    script = f"stty -a; {' '.join(map(shell, [*COMMAND, 'study', *NEW]))}; stty -a; echo END"
    with Terminal(tmp_path, program=("/bin/sh", "-c", script), columns=200) as t:
        t.see("1/8")
        t.send("q", "END")
        before, after = re.findall(rb"(speed .*?-?extproc)", t.raw.replace(b"\r\n", b" "))
        assert before == after


def shell(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


def test_no_terminal(tmp_path: Path) -> None:
    done = kaoka(tmp_path, BANK)
    assert done.returncode == 2
    assert "终端" in done.stderr
    assert done.stdout == ""
    assert not list(tmp_path.iterdir())


def test_another_bank_that_is_none(tmp_path: Path) -> None:
    with Terminal(tmp_path, str(tmp_path / "nothing")) as t:
        assert t.end() == 1
        assert "Traceback" not in t.text


def test_nothing_due(tmp_path: Path) -> None:
    with Terminal(tmp_path, "--new", "0", BANK) as t:
        t.see("没有要复习的题")
        assert t.end() == 0


def test_two_sessions_at_once(tmp_path: Path) -> None:
    with Terminal(tmp_path, *NEW) as one, Terminal(tmp_path, *NEW) as other:
        for t in (one, other):
            t.see("1/8")
        for number in (2, 3):
            for t in (one, other):
                t.send("A\r", "自评")
                t.send("4", f"{number}/8")
        for t in (one, other):
            t.send("q", "做了 2 题")
            assert t.end() == 0
    assert len(log(tmp_path)) == 4


KILLS = int(os.environ.get("KAOKA_KILLS", "3"))


@pytest.mark.parametrize("run", range(KILLS))
def test_a_killed_session_loses_no_acknowledged_answer(tmp_path: Path, run: int) -> None:
    """Kill -9 while answers are pressed; what a screen acknowledged is in the log."""
    with Terminal(tmp_path, *NEW) as t:
        t.see("1/8")
        t.child.send("A\r4")
        t.see("2/8")
        for keys in ("A\r4", "A\r4", "30|10\r5", "2\r4"):
            t.child.send(keys)
        time.sleep(0.013 * (run % 23))
        os.kill(t.child.pid, signal.SIGKILL)
        t.end()
        shown = len(re.findall("下次：".encode(), t.raw))
    assert shown >= 1
    store = SqliteStore(tmp_path / "study.db")
    events = list(store.events())
    memories = store.memories("me", "claims-desk")
    store.close()
    assert len(events) >= shown
    assert memories == {key[2]: one for key, one in replay(events, scheduler("sm2")).items()}
