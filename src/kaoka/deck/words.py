"""What stands on a card beside its content, in the language of the bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kaoka.question.authority import LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The fixed words of a deck in one language; `{names}` are filled in."""

    kinds: Mapping[str, str]
    types: Mapping[str, str]
    authorities: Mapping[str, str]
    products: Mapping[str, str]
    retired: str
    retired_on: str
    tombstone: str
    replaced_by: str
    in_force: str
    reviewed: str
    edition: str
    answers_other: str
    statement_other: str
    prompt: str
    prompt_say: str
    also: str
    tolerance: str
    others: str
    explanation: str
    source: str
    authority: str
    say: str
    client: str
    hint: str
    hint_back: str
    again: str
    tts: str
    tag_type: str
    tag_section: str
    tag_law: str
    tag_product: str
    tag_state: str
    tag_edition: str
    documents: str
    description: str
    news: Mapping[str, str]
    html_lang: str
    join: str


_ZH = Words(
    kinds={
        "product_type": "险种",
        "regulation": "法规",
        "clause": "法规条款",
        "claim_material": "理赔材料",
        "script_phrasing": "话术",
        "service_standard": "服务标准",
        "rule": "行为规则",
        "procedure": "流程",
        "term": "术语",
        "statistic": "数据",
        "customer_segment": "客户群",
        "question_technique": "提问与观察",
        "data_level": "数据分级",
        "case": "案例",
        "fact": "知识点",
        "question": "",
    },
    types={
        "single": "单选题",
        "multiple": "多选题",
        "true_false": "判断题",
        "fill": "填空题",
        "numeric": "数值题",
        "ordering": "排序题",
        "matching": "配对题",
        "short": "简答题",
        "script": "情景应答",
    },
    authorities=LABELS["zh"],
    products={
        "life": "寿险",
        "health": "健康险",
        "accident": "意外险",
        "annuity": "年金险",
        "property": "财产险",
        "motor": "车险",
        "liability": "责任险",
    },
    retired="已废止",
    retired_on="自 {date} 起",
    tombstone="这张卡片的内容已经废止（{id}）",
    replaced_by="现行内容：{stem}",
    in_force="{date} 起施行",
    reviewed="复核",
    edition="版本",
    answers_other="回答的是：{stem}",
    statement_other="题中的说法回答的是：{stem}",
    prompt="你怎么回应？",
    prompt_say="你怎么说？",
    also="也可答：{answers}",
    tolerance="允许误差 {tolerance}{unit}",
    others="其他选项错在哪里",
    explanation="解析",
    source="来源",
    authority="依据",
    say="这样说",
    client="客户",
    hint="想不起来？看几种说法",
    hint_back="对照几种说法",
    again="再看题面",
    tts="zh_CN",
    tag_type="题型",
    tag_section="章节",
    tag_law="法规",
    tag_product="险种",
    tag_state="状态",
    tag_edition="版本",
    documents="法规与资料",
    description=(
        "{title}\n"
        "版本：{edition}，{count} 张卡片\n"
        "来源：{sources}\n"
        "更新：直接导入新版卡包即可。学习进度、标签和没有变动的卡片都会保留；"
        "变动过的卡片带有标签 {tag}::{edition}。"
    ),
    news={
        "new": "新增 {count} 张",
        "changed": "改动 {count} 张",
        "retired": "废止 {count} 张",
        "gone": "移出 {count} 张（已导入的卡片不受影响）",
        "nothing": "没有变化。",
    },
    html_lang="zh-CN",
    join="、",
)

_EN = Words(
    kinds={
        "product_type": "Product",
        "regulation": "Regulation",
        "clause": "Clause",
        "claim_material": "Claim document",
        "script_phrasing": "Phrasing",
        "service_standard": "Service standard",
        "rule": "Rule",
        "procedure": "Procedure",
        "term": "Term",
        "statistic": "Figure",
        "customer_segment": "Customer group",
        "question_technique": "Asking and observing",
        "data_level": "Data level",
        "case": "Case",
        "fact": "Fact",
        "question": "",
    },
    types={
        "single": "One answer",
        "multiple": "Several answers",
        "true_false": "True or false",
        "fill": "Fill in",
        "numeric": "Number",
        "ordering": "Put in order",
        "matching": "Match",
        "short": "Short answer",
        "script": "What to say",
    },
    authorities=LABELS["en"],
    products={},
    retired="Retired",
    retired_on="since {date}",
    tombstone="What this card said no longer holds ({id})",
    replaced_by="Now: {stem}",
    in_force="in force since {date}",
    reviewed="Reviewed",
    edition="Edition",
    answers_other="answers: {stem}",
    statement_other="The statement would answer: {stem}",
    prompt="What do you reply?",
    prompt_say="What do you say?",
    also="also right: {answers}",
    tolerance="tolerance {tolerance} {unit}",
    others="What the other options answer",
    explanation="Why",
    source="Source",
    authority="Authority",
    say="Say",
    client="Client",
    hint="Stuck? See some wordings",
    hint_back="Compare the wordings",
    again="See the question again",
    tts="en_US",
    tag_type="type",
    tag_section="section",
    tag_law="law",
    tag_product="product",
    tag_state="state",
    tag_edition="edition",
    documents="Laws and documents",
    description=(
        "{title}\n"
        "Edition {edition}, {count} cards\n"
        "Sources: {sources}\n"
        "To update, import the new package. Progress, tags and all cards that did not change "
        "stay; changed cards carry the tag {tag}::{edition}."
    ),
    news={
        "new": "{count} new",
        "changed": "{count} changed",
        "retired": "{count} retired",
        "gone": "{count} no longer sent (cards already imported stay)",
        "nothing": "Nothing changed.",
    },
    html_lang="en",
    join=", ",
)

WORDS: Final[Mapping[str, Words]] = {"zh": _ZH, "en": _EN}


def words_of(lang: str) -> Words:
    """Return the words for a bank's language; Chinese where there are none of its own."""
    return WORDS.get(lang, _ZH)
