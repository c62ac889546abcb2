"""Replay: from the log to what the learner remembers. The log is the truth, this is derived."""

from __future__ import annotations

from collections.abc import Iterable

from kaoka.study.event import Event, Key, void
from kaoka.study.memory import Memory, Scheduler, remember


def replay(events: Iterable[Event], scheduler: Scheduler) -> dict[Key, Memory]:
    """Return every memory that the log leaves, under `scheduler`.

    The result depends on the set of events alone: they are taken in the order of
    (time, id), twice the same event counts once, void ones not at all.
    """
    known = {event.id: event for event in events}
    undone = void(known.values())
    memories: dict[Key, Memory] = {}
    for event in sorted(known.values(), key=lambda one: (one.at, one.id)):
        if event.grade is None or event.id in undone:
            continue
        key = event.key
        before = memories.get(key)
        memories[key] = remember(before, event.day, event.grade, scheduler, event.seed)
    return memories
