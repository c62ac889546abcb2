"""Random but possible histories: answers and undos of a few learners on a few questions."""

from __future__ import annotations

from hypothesis import strategies as st

from kaoka.study.event import Event, ulid

EPOCH_DAY = 719_163  # 1970-01-01
_DAY = 86_400_000
_START = 1_790_000_000_000


@st.composite
def histories(draw: st.DrawFn, most: int = 25) -> list[Event]:
    """Events in any order; some undo an answer, some undo an undo, some name nothing known."""
    count = draw(st.integers(0, most))
    events: list[Event] = []
    for n in range(count):
        at = _START + draw(st.integers(0, 30 * _DAY))
        name = ulid(at, n.to_bytes(10))
        target = draw(st.none() | st.integers(0, n)) if n else None
        learner = draw(st.sampled_from(["me", "li"]))
        question = draw(st.sampled_from(["q1#ask", "q2#ask", "q3#ask"]))
        grade: int | None = draw(st.integers(0, 5))
        undoes = None
        if target is not None and draw(st.booleans()):
            named = events[target] if target < n else None
            undoes, grade = (named.id if named else "unknown"), None
            if named is not None and draw(st.booleans()):
                learner, question = named.learner, named.question
        day = EPOCH_DAY + at // _DAY
        events.append(
            Event(name, learner, "claims-desk", question, at, day, grade, 900, "d1", undoes)
        )
    return events
