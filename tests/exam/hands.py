"""An exam built on disk from a small bank that has every type."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kaoka.jobs.build_exam import Built, Order, build_exam

AS_OF = date(2026, 11, 24)
SEED = bytes(range(16))

BANK = """\
id: small
title: 小题库
lang: zh
docs:
  course: {title: 培训课件, sections: {15: 及时响应}}
"""

_SINGLE = """\
- id: hidden.single-{n}
  kind: question
  type: single
  source: [{{doc: course, section: 15}}]
  tags: [{tag}]
  stem: 客户来电提出第{n}种要求，客服首先应做什么？
  key: [第{n}种做法里先问清原因的那一种]
  distractors: [第{n}种里直接照办, 第{n}种里当场拒绝, 第{n}种里转给同事去办, 第{n}种里请客户改天再来]
  explanation: 第{n}条先问原因，才能给出替代办法。
"""

_REST = """\
- id: hidden.multiple
  kind: question
  type: multiple
  source: [{doc: course, section: 15}]
  stem: 受理投诉时，下列哪些做法正确？
  key: [先安抚情绪, 登记诉求, 告知时限]
  distractors: [当场承诺赔付, 请客户自行查询]
  explanation: 三件事缺一不可。
- id: hidden.truth
  kind: question
  type: true_false
  source: [{doc: course, section: 15}]
  stem: 登记投诉时，应当写明客户的诉求。
  key: [对]
  explanation: 没有诉求，就无从核实。
- id: hidden.fill
  kind: question
  type: fill
  source: [{doc: course, section: 15}]
  stem: 情形复杂的应在____内核定，达成协议后____内赔付。
  answers: [[30日, 三十日], [10日]]
  explanation: 两个时限分别起算。
- id: hidden.numeric
  kind: question
  type: numeric
  source: [{doc: course, section: 15}]
  stem: 重大案件报案后，客服最迟几小时内回访？
  value: 2
  unit: 小时
  explanation: 重大案件比一般案件更急。
- id: hidden.order
  kind: question
  type: ordering
  source: [{doc: course, section: 15}]
  stem: 把处理投诉的步骤按先后排列。
  sequence: [登记受理, 安抚情绪, 调查核实, 答复回访]
  explanation: 先登记，才有时限可算。
- id: hidden.match
  kind: question
  type: matching
  source: [{doc: course, section: 15}]
  stem: 为险种选出给付条件。
  pairs: [[重疾险, 确诊约定疾病], [医疗险, 发生医疗费用], [意外险, 遭受意外伤害]]
  explanation: 条件不同，材料也不同。
- id: hidden.short
  kind: question
  type: short
  source: [{doc: course, section: 15}]
  stem: 客户质疑理赔太慢，请写出回应的两个要点。
  answers: [说明目前进度, 给出下次回复的时限]
  explanation: 进度和时限让客户安心。
- id: hidden.case
  kind: question
  type: case
  source: [{doc: course, section: 15}]
  story: 王女士出院后来电申请理赔，客服说：“材料不全，补齐再打。”
  parts:
    - id: fault
      type: single
      stem: 客服的话错在哪里？
      key: [没有说明缺哪些材料]
      distractors: [没有报工号姓名, 没有核对保单号码, 没有登记来电时间]
    - id: next
      type: true_false
      stem: 客服可以当场承诺赔付金额。
      key: [错]
  explanation: 一次说清缺什么，客户才不必再跑。
"""

BLUEPRINT = """\
id: small-cert
title: 小认证
bank: ../bank
minutes: 30
pass: 60
sections:
  - {title: 单项选择题, type: single, count: 8, points: 2}
  - {title: 多项选择题, type: multiple, count: 1, points: 4, scoring: partial}
  - {title: 判断题, type: true_false, count: 1, points: 2}
  - {title: 填空题, type: [fill, numeric], count: 2, points: 3}
  - {title: 排序题, type: ordering, count: 1, points: 4}
  - {title: 配对题, type: matching, count: 1, points: 3}
  - {title: 简答题, type: short, count: 1, points: 5}
  - {title: 案例题, type: case, count: 1, points: 10}
quotas:
  - {where: {tag: 红线}, min: 1, max: 3}
veto: {tag: 红线}
"""


def write_exam(folder: Path, blueprint: str = BLUEPRINT) -> Path:
    """Write the bank and the blueprint below `folder`; return the blueprint's path."""
    items = folder / "bank/items"
    items.mkdir(parents=True, exist_ok=True)
    (folder / "exams").mkdir(exist_ok=True)
    (folder / "bank/bank.yaml").write_text(BANK, "utf-8")
    singles = "".join(
        _SINGLE.format(n=n, tag="红线" if n % 5 == 0 else "日常") for n in range(10, 30)
    )
    (items / "a.yaml").write_text(singles + _REST, "utf-8")
    path = folder / "exams/small.yaml"
    path.write_text(blueprint, "utf-8")
    return path


def build(path: Path, out: Path, forms: int = 2, **changes: object) -> Built:
    """Build the exam with a fixed seed."""
    given: dict[str, object] = {"seed": SEED, "formats": ("pdf", "html")} | changes
    return build_exam(Order(path, out, AS_OF, forms, **given))  # type: ignore[arg-type]
