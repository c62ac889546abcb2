"""Hand-made questions and blueprints of every type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaoka.bank.select import selector
from kaoka.exam.blueprint import Blueprint, Quota, Section
from kaoka.question.model import Cited, Question

SEED = bytes(range(16))
SOURCE = (Cited(doc="course", section=15, title="《培训课件》第15节 及时响应"),)


def question(item: str, type_: str = "single", **fields: Any) -> Question:
    """One question about `item`, its fields filled in for its type."""
    given: dict[str, Any] = {"stem": f"关于“{item}”的说法，哪一项正确？", "source": SOURCE}
    match type_:
        case "single":
            given |= {
                "key": (f"{item} 正",),
                "distractors": tuple(f"{item} 误{n}" for n in "甲乙丙丁戊"),
            }
        case "multiple":
            given |= {
                "key": tuple(f"{item} 正{n}" for n in "甲乙丙"),
                "distractors": tuple(f"{item} 误{n}" for n in "甲乙丙"),
            }
        case "true_false":
            given |= {"key": ("对",), "distractors": ("错",), "stem": f"{item}属实。"}
        case "fill":
            given |= {"stem": "复杂案件应在____内核定，达成协议后____内赔付。"}
            given |= {"answers": (("30日", "三十日"), ("10日",))}
        case "numeric":
            given |= {"value": Decimal(2), "unit": "小时", "stem": "重大案件最迟几小时内回访？"}
        case "ordering":
            given |= {"sequence": ("登记", "安抚", "核实", "方案", "回访")}
        case "matching":
            given |= {"pairs": (("重疾险", "确诊"), ("医疗险", "花费"), ("意外险", "事故"))}
        case "short":
            given |= {"answers": (("说明进度",), ("给出时限",))}
        case "case":
            given |= {"stem": "王女士出院后来电申请理赔，客服说：“材料不全，补齐再打。”"}
            given |= {
                "parts": tuple(
                    question(item, part) for part in ("single", "multiple", "true_false")
                )
            }
    return Question(id=f"{item}#f:{type_}", item=item, kind="fact", type=type_, **(given | fields))


def section(types: str | tuple[str, ...], count: int, points: Any = 2, **fields: Any) -> Section:
    """One section of a blueprint."""
    among = selector(fields.pop("among", {}))
    kinds = (types,) if isinstance(types, str) else types
    return Section(
        title=f"{kinds[0]} 题",
        types=kinds,
        count=count,
        points=Fraction(str(points)),
        among=among,
        place=fields.pop("place", "exam.yaml:7"),
        **fields,
    )


def quota(where: Mapping[str, Any], least: int = 0, most: int | None = None) -> Quota:
    """One quota of a blueprint."""
    return Quota(where=selector(where), least=least, most=most, place="exam.yaml:11")


def blueprint(sections: Sequence[Section], **fields: Any) -> Blueprint:
    """A blueprint over the sections."""
    given: dict[str, Any] = {"title": "客服认证", "bank": ".", "minutes": 60} | fields
    return Blueprint(id="cert", passing=Fraction(80), sections=tuple(sections), **given)


TYPES = (
    "single",
    "multiple",
    "true_false",
    "fill",
    "numeric",
    "ordering",
    "matching",
    "short",
    "case",
)


def every_type() -> tuple[Blueprint, tuple[Question, ...]]:
    """A blueprint with a section of each type, and a bank that can meet it."""
    questions = tuple(question(f"{type_}.i{n}", type_) for type_ in TYPES for n in range(6))
    return blueprint([section(type_, 2, 3) for type_ in TYPES]), questions
