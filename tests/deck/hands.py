"""Hand-made banks on disk, and what the official Anki makes of a package."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from anki.collection import Collection, ImportAnkiPackageRequest
from anki.sound import TTSTag

from kaoka.jobs.build_deck import Built, build_deck

AS_OF = date(2026, 11, 24)
T0 = 1_795_000_000
DAY = 86_400

BANK = """\
id: claims
title: 理赔服务
lang: zh
docs:
  course: {title: 理赔培训课件, sections: {8: 服务标准, 15: 及时响应}}
  insurance-law: {title: 中华人民共和国保险法, issuer: 全国人民代表大会常务委员会}
scope: {channel: [phone], phase: [claim], severity: [normal, major]}
defaults: {authority: course}
"""

DECK = """\
id: claims
title: 理赔服务
subdecks: {by: section}
preset: {new_per_day: 15, retention: 0.92}
"""

ITEMS = """\
- id: q.single
  kind: question
  type: single
  stem: 客户来电要求退保，客服首先应做什么？
  key: [了解退保原因，再说明可选办法]
  distractors: [马上为客户办理退保手续, 告知公司不支持退保, 请客户过一阵子再来电, 把电话转给其他部门]
  explanation: 先问原因，才能给出保单贷款、减额交清等办法。
  source: [{doc: course, section: 8}]
  tags: [退保, 电话]
- id: q.multiple
  kind: question
  type: multiple
  stem: 身故理赔通常需要哪些材料？
  key: [死亡证明, 受益人身份证明]
  distractors: [近三个月工资流水, 投保时的录音, 家庭成员体检表]
  source: [{doc: course, section: 15}]
- id: q.judge
  kind: question
  type: true_false
  stem: 保险公司拒赔时可以只打电话告知。
  key: [错]
  explanation: 应当发出拒赔通知书并说明理由。
  source: [{doc: insurance-law, article: 第二十四条}]
  authority: law
  reviewed_on: 2026-11-24
  effective_from: 2015-04-24
- id: q.fill
  kind: question
  type: fill
  stem: 重大案件报案后，客服应在____内回访客户。
  answers: [2小时, 两小时]
  source: [{doc: course, section: 15}]
- id: q.numeric
  kind: question
  type: numeric
  stem: 电话15秒内应答率的标准是多少？
  value: 85
  unit: "%"
  source: [{doc: course, section: 8}]
- id: q.order
  kind: question
  type: ordering
  stem: 请按先后次序排列理赔服务的步骤。
  sequence: [报案受理, 资料收集, 审核定损, 赔付通知]
  source: [{doc: course, section: 15}]
- id: q.match
  kind: question
  type: matching
  stem: 请把渠道与响应时限配对。
  pairs: [[电话, 三声内], [微信, 1分钟内], [邮件, 24小时内]]
  source: [{doc: course, section: 8}]
- id: q.short
  kind: question
  type: short
  stem: 回访时要确认哪三件事？
  answers: [客户身份, 理赔进度, 是否满意]
  source: [{doc: course, section: 15}]
- id: script.documents
  kind: script_phrasing
  situation: 客户抱怨材料太多时
  client: 你们要的东西也太多了吧！
  text: 我理解您的不便，这几样材料能让审核更快，我把清单发给您。
  worse: [这是公司的规定，您按清单准备好再来找我们就可以了。, 材料不齐我们是没有办法往下办的，您自己看着准备吧。, 别的客户都能交齐材料，您这边抓紧时间准备一下就好。]
  fault: 搬出规定或推给客户，情绪只会更大。
  source: [{doc: course, section: 15}]
- id: case.promise
  kind: case
  title: 过度承诺
  story: 客服小李对客户说：“这款产品什么病都能赔。”三个月后客户确诊的疾病不在保障范围内。
  parts:
    - {id: fault, type: single, stem: 小李的话错在哪里？, key: [超出条款作了承诺], distractors: [语气不够热情礼貌, 没有记录客户来电, 没有及时转给主管]}
    - {id: right, type: true_false, stem: 小李应当按条款说明保障范围。, key: [对]}
  source: [{doc: course, section: 15}]
"""

CARDS = 11


@dataclass
class Desk:
    """A bank in a folder, built again and again."""

    folder: Path
    builds: int = 0

    @property
    def items(self) -> Path:
        return self.folder / "items" / "all.yaml"

    @property
    def lock(self) -> Path:
        return self.folder / "deck.lock"

    def edit(self, old: str, new: str) -> None:
        text = self.items.read_text(encoding="utf-8")
        assert old in text
        self.items.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, **options: Any) -> Built:
        """Build one day after the last build."""
        self.builds += 1
        time = T0 + self.builds * DAY
        out = options.pop("out", self.folder / f"v{self.builds}.apkg")
        options.setdefault("now", lambda: time)
        options.setdefault("as_of", AS_OF)
        return build_deck(self.folder / "deck.yaml", out, **options)


def desk(folder: Path, items: str = ITEMS) -> Desk:
    """Write a bank and its deck into `folder`."""
    (folder / "items").mkdir(parents=True)
    (folder / "bank.yaml").write_text(BANK, encoding="utf-8")
    (folder / "deck.yaml").write_text(DECK, encoding="utf-8")
    (folder / "items" / "all.yaml").write_text(items, encoding="utf-8")
    return Desk(folder)


@contextmanager
def learner(folder: Path) -> Iterator[Collection]:
    """Open an empty collection of the official Anki."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    collection = Collection(str(folder / "collection.anki2"))
    try:
        yield collection
    finally:
        collection.close()


@dataclass(frozen=True)
class Log:
    """What Anki says of an import: how many notes went each way."""

    new: int
    updated: int
    duplicate: int
    conflicting: int


def bring(collection: Collection, package: Path) -> Log:
    """Import a package under Anki's default options."""
    log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package))).log
    return Log(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))


def note_of(collection: Collection, id_: str) -> Any:
    """Return the note of a question by its id."""
    found = collection.find_notes(f'Id:"{id_}"')
    assert len(found) == 1, (id_, found)
    return collection.get_note(found[0])


def note_types(collection: Collection) -> list[Any]:
    """Return our note types as the collection has them, not as it remembers them."""
    collection.models._clear_cache()  # noqa: SLF001  # an import does not
    return [model for model in collection.models.all() if model["name"].startswith("考卡")]


def spoken(card: Any) -> list[tuple[str, str]]:
    """Return language and text of what the back of a card reads aloud."""
    return [(one.lang, one.field_text) for one in card.answer_av_tags() if isinstance(one, TTSTag)]


def times(collection: Collection) -> dict[str, int]:
    """Return the modification time of every note, by guid."""
    assert collection.db is not None
    return {str(guid): int(mod) for guid, mod in collection.db.all("select guid, mod from notes")}


def text_of(html: str) -> str:
    """Return what is read of a piece of HTML."""
    return re.sub(
        r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    ).strip()
