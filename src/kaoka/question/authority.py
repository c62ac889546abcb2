"""On whose authority a fact stands, in a reader's words: law told apart from company norm."""

from __future__ import annotations

from collections.abc import Mapping

LABELS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "law": "法规",
        "regulation": "法规",
        "industry": "行业",
        "company": "公司",
        "course": "课程",
    },
    "en": {
        "law": "Law",
        "regulation": "Law",
        "industry": "Industry",
        "company": "Company",
        "course": "Course",
    },
}


def label(authority: str, lang: str) -> str:
    """Return the word for an authority in a language; its own name where there is none."""
    return LABELS.get(lang, LABELS["en"]).get(authority, authority)
