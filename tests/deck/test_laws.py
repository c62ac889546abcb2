"""Laws of any history: whoever imports the last release has what a new learner has."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from anki.collection import Collection
from anki.notes import Note
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deck.hands import T0, bring, desk, learner

ITEM = """\
- id: q.n{number}
  kind: question
  type: short
  stem: 第{number}题，第{edit}稿？
  answers: [答案{edit}]
  source: [{{doc: course, section: {section}}}]
{more}"""

items = st.fixed_dictionaries(
    {
        "edit": st.integers(0, 2),
        "section": st.sampled_from((8, 15)),
        "state": st.sampled_from(("live", "live", "live", "retired")),
        "tag": st.sampled_from(("", "理赔", "时效")),
    }
)
releases = st.fixed_dictionaries(
    {
        "items": st.lists(items, min_size=4, max_size=4),
        "now": st.integers(T0, T0 + 3),
        "imported": st.booleans(),
        "restamp": st.booleans(),
    }
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(releases, min_size=2, max_size=4))
def test_the_last_release_tells_everyone_the_same(history: list[dict[str, Any]]) -> None:
    """Whatever was edited, retired, restored and skipped, and however the clock went.

    Left aside: how a note words the neighbours that it quotes.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bank = desk(folder / "bank", "")
        with learner(folder / "old") as old, learner(folder / "new") as new:
            for number, release in enumerate(history):
                bank.items.write_text(_yaml(release["items"]), "utf-8")
                again = {"id": ("q.n0",)} if release["restamp"] else None
                built = bank.build(now=lambda at=release["now"]: at, restamp=again)
                if release["imported"] or number == len(history) - 1:
                    assert bring(old, built.path).conflicting == 0
            assert bring(new, built.path).conflicting == 0
            mine = _notes(old)
            assert {id_: mine[id_] for id_ in _notes(new)} == _notes(new)
            assert old.note_count() == old.card_count() == len(mine)


def _yaml(given: list[dict[str, Any]]) -> str:
    texts = []
    for number, item in enumerate(given):
        more = f"  tags: [{item['tag']}]\n" if item["tag"] else ""
        if item["state"] == "retired" and number:
            more += "  repealed_on: 2026-11-01\n  replaced_by: q.n0\n"
        texts.append(ITEM.format(number=number, more=more, **item))
    return "".join(texts)


def _notes(anki: Collection) -> dict[str, tuple[str, ...]]:
    notes = [anki.get_note(id_) for id_ in anki.find_notes("")]
    return {note["Id"]: (*_own(note), *note.tags) for note in notes}


def _own(note: Note) -> list[str]:
    return [text for name, text in note.items() if name not in {"Status", "Others"}]
