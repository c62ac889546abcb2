"""Checking 10,000 questions against yaml.load with CSafeLoader on the same file, in CPU time."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml

from kaoka.jobs.bank import open_bank

ITEM = """\
- id: q.n{n}
  kind: question
  type: single
  stem: 客户来电要求退保，客服首先应做什么？这是第{n}题
  key: ["了解退保的原因，再谈办法"]
  distractors: [立即办理退保, 告知公司不允许退保, 转给其他部门处理, 建议客户过一段时间再来]
  explanation: 先问原因才能给出保单贷款、减额交清等替代办法。
  source: [{{doc: course, section: 32}}]
"""


def cpu(run: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    begun = time.process_time()
    run()
    return time.process_time() - begun


def main(items: int = 10_000, runs: int = 3) -> None:
    """Print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "items").mkdir()
        head = "id: big\ntitle: big\ndocs: {course: {title: c, sections: {32: s}}}\n"
        (folder / "bank.yaml").write_text(head, "utf-8")
        text = "".join(ITEM.format(n=n) for n in range(items))
        (folder / "items/all.yaml").write_text(text, "utf-8")
        pairs = [
            (
                cpu(lambda: open_bank(folder, date(2026, 1, 1))),
                cpu(lambda: yaml.load(text, Loader=yaml.CSafeLoader)),
            )
            for _ in range(runs)
        ]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"check {ours:.2f} s CPU, yaml.load {theirs:.2f} s CPU, ratio {ratio:.2f} (at most 0.5)")


if __name__ == "__main__":
    main()
