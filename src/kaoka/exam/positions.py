"""Where the right answers of single-choice questions stand: balanced, never in long runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaoka.exam.rank import Rank

LONGEST_RUN = 3


def lead(number: int | None, options: int, rank: Rank) -> int | None:
    """Return where the first right answer of a lettered form stands; None: anywhere.

    Form by form the places follow one another, in an order of their own (purpose `lead`):
    of as many neighbouring forms as there are options, no two begin with the same letter.

    Args:
        number: how many forms are lettered before this one; None when it has no letter.
        options: how many options the questions show.
        rank: the ranks of the form named "" (empty).
    """
    if number is None:
        return None
    by_rank = sorted(range(options), key=lambda place: rank("lead", "", str(place)))
    return by_rank[number % options]


def positions(
    questions: Sequence[str], options: int, rank: Rank, first: int | None = None
) -> tuple[int, ...]:
    """Return the place (from 0) of the right answer for each question, in paper order.

    Each place is used equally often, or once more (which places: the lowest ranks of
    purpose `extra`, and `first` where there are too few questions for every place to be
    used). The first question takes the place `first`; then, question by question, the place of lowest rank (purpose
    `position`) is taken that leaves a way to the end without a run above three.

    Args:
        questions: question ids in the order of the paper.
        options: how many options each of them shows.
        rank: the ranks of the form.
        first: what `lead` says.
    """
    each, over = divmod(len(questions), options)
    by_rank = sorted(
        range(options),
        key=lambda place: (bool(each) or place != first, rank("extra", "", str(place))),
    )
    left = {place: each + (place in by_rank[:over]) for place in range(options)}
    out: list[int] = []
    for question in questions:
        places = sorted(
            range(options),
            key=lambda place: (
                bool(out) or place != first,
                rank("position", question, str(place)),
            ),
        )
        place = next(place for place in places if _leads_on(left, out, place))
        left[place] -= 1
        out.append(place)
    return tuple(out)


def _leads_on(left: Mapping[int, int], so_far: Sequence[int], place: int) -> bool:
    """Whether the rest can still be laid without a run above three, `place` being next.

    A place with n answers left can be spread when the others make enough gaps: three
    fit into each gap, and the gap at the front already holds the current run.
    """
    if not left[place]:
        return False
    run = 1
    for before in reversed(so_far):
        if before != place:
            break
        run += 1
    if run > LONGEST_RUN:
        return False
    rest = {other: count - (other == place) for other, count in left.items()}
    total = sum(rest.values())
    return all(
        count <= LONGEST_RUN * (total - count + 1) - (run if other == place else 0)
        for other, count in rest.items()
    )
