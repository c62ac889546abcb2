"""The commands as they are typed: what goes to stdout, what is said, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from deck.hands import CARDS, Desk, desk


@pytest.fixture
def claims(tmp_path: Path) -> Desk:
    return desk(tmp_path / "bank")


def run(claims: Desk, *words: str, lang: str = "zh") -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-c",
        "from kaoka.cli import main; main()",
        "--lang",
        lang,
        "deck",
        *words,
    ]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795000000", "PYTHONUTF8": "1"}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=claims.folder, env=environment, check=False
    )


def test_build_prints_the_package_and_says_what_is_in_it(claims: Desk) -> None:
    done = run(claims, "build", "-o", "out.apkg", "--as-of", "2026-11-24")
    assert (done.returncode, done.stdout) == (0, "out.apkg\n")
    assert f"共 {CARDS} 张卡片：新增 {CARDS}，改动 0，废止 0，移出 0。" in done.stderr
    assert " 1795000000 live " in claims.lock.read_text("utf-8")
    again = run(claims, "build", "-o", "out.apkg", "--as-of", "2026-11-24", "--locked", lang="en")
    assert again.returncode == 0
    assert f"{CARDS} cards: 0 new, 0 changed" in again.stderr


def test_notes_and_diff_tell_what_changed(claims: Desk) -> None:
    claims.build(out=claims.folder / "v1.apkg")
    old = claims.folder / "old.lock"
    old.write_bytes(claims.lock.read_bytes())
    claims.edit("客服首先", "客服第一步")
    claims.edit("  stem: 电话15秒", "  repealed_on: 2026-11-01\n  stem: 电话15秒")
    claims.build(out=claims.folder / "v2.apkg")
    told = run(claims, "notes", "old.lock")
    assert told.returncode == 0
    assert "## 改动 1 张\n\n- 客户来电要求退保，客服第一步应做什么？ `q.single#ask`" in told.stdout
    assert "## 废止 1 张\n\n- 电话15秒内应答率的标准是多少？ `q.numeric#ask`" in told.stdout
    rows = [
        json.loads(line)
        for line in run(claims, "diff", "v1.apkg", "v2.apkg", "--json").stdout.splitlines()
    ]
    assert [(row["what"], row["card"]) for row in rows] == [
        ("changed", "q.single#ask"),
        ("retired", "q.numeric#ask"),
    ]
    same = run(claims, "diff", "v2.apkg", "v2.apkg")
    assert "没有变化。" in same.stdout


def test_show_writes_a_page_with_both_faces(claims: Desk) -> None:
    done = run(claims, "show", "script.documents#wording:single", "-o", "card.html")
    assert (done.returncode, done.stdout) == (0, "card.html\n")
    page = (claims.folder / "card.html").read_text("utf-8")
    assert page.count("<iframe") == 4
    assert "你们要的东西也太多了吧" in page
    several = run(claims, "show", "case.promise")
    assert several.stdout.splitlines() == [
        "case.promise-fault-single.html",
        "case.promise-right-true_false.html",
    ]


def test_show_holds_pictures_within_the_page(claims: Desk) -> None:
    (claims.folder / "流程.gif").write_bytes(b"GIF89a")
    (claims.folder / "录音.mp3").write_bytes(b"ID3")
    tags = "  tags: [退保, 电话]\n"
    claims.edit(
        tags, tags + "  media: [{file: 流程.gif, alt: 流程图}, {file: 录音.mp3, alt: 录音}]\n"
    )
    run(claims, "show", "q.single", "-o", "card.html")
    page = (claims.folder / "card.html").read_text("utf-8")
    assert "data:image/gif;base64,R0lGODlh" in page
    assert "♪ 录音.mp3" in page


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("build", "nowhere.yaml"), 1, "nowhere.yaml 处没有 deck.yaml。"),
        (("build", "--restamp", "tag"), 2, "请写成 字段=值。"),
        (("build", "--as-of", "soon"), 2, "soon"),
        (("show", "q.none"), 1, "题库里没有题目 q.none。"),
        (("notes", "none.lock"), 1, "none.lock 处没有锁文件。"),
        (("diff", "deck.yaml", "deck.yaml"), 1, "deck.yaml 不是 kaoka 能读的 Anki 卡包。"),
        (("diff", "none.apkg", "none.apkg"), 1, "none.apkg"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_said(
    claims: Desk, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run(claims, *words)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_full_disk_leaves_nothing_behind(claims: Desk) -> None:
    claims.build(out=claims.folder / "out.apkg")
    before = (claims.folder / "out.apkg").read_bytes(), claims.lock.read_bytes()
    claims.edit("客服首先", "客服第一步")
    limited = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "import sys; sys.dont_write_bytecode = True; from kaoka.cli import main;"
        "main(['deck', 'build', '-o', 'out.apkg'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited],
        capture_output=True,
        text=True,
        cwd=claims.folder,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert ((claims.folder / "out.apkg").read_bytes(), claims.lock.read_bytes()) == before
    assert sorted(path.name for path in claims.folder.iterdir()) == [
        "bank.yaml", "deck.lock", "deck.yaml", "items", "out.apkg",
    ]  # fmt: skip
