"""The figures of the item analysis, against numpy or worked out by hand."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam.samples import SEED, blueprint, question, section
from kaoka.exam.assemble import assemble
from kaoka.exam.form import LETTERS
from kaoka.exam.manifest import form_entry
from kaoka.result.analysis import FormStats, ItemStats, forms, items
from kaoka.result.bytotal import by_total
from kaoka.result.mark import mark
from kaoka.result.response import Columns, Response
from kaoka.result.score import Batch, Column, Marker, marker, score_all

TYPES = ("single", "multiple", "true_false", "ordering", "numeric")


def markers(names: str = "AB") -> dict[str, Marker]:
    """Forms with points that are no binary fractions, and partial scoring."""
    questions = [question(f"{type_}.i{n}", type_) for type_ in TYPES for n in range(4)]
    plan = blueprint([section(type_, 3, Fraction(10, 3), scoring="partial") for type_ in TYPES])
    made = assemble(plan, questions, seed=SEED, names=tuple(names))
    return {form.name: marker(form_entry(form, SEED), Fraction(60)) for form in made}


MARKERS = markers()
NUMBERS = {entry.number: entry.number + 1 for entry in MARKERS["A"].entries}
COLUMNS = Columns(0, 1, NUMBERS, ())
Row = tuple[str, list[str]]


def answers(chance: random.Random, form: str, ability: float) -> list[str]:
    """A row of cells: right with the given chance, else by chance."""
    cells = []
    for entry in MARKERS[form].entries:
        letters = LETTERS[: len(entry.options)] or "1234"
        size = max(1, len(entry.answer) - 1)
        wrong = "".join(chance.sample(letters, min(size, len(letters))))
        cells.append(entry.answer if chance.random() < ability else chance.choice([wrong, ""]))
    return cells


def many(count: int, seed: int = 1) -> list[Row]:
    """Candidates of all abilities on both forms."""
    chance = random.Random(seed)  # noqa: S311  # made-up answers
    return [("AB"[n % 2], answers(chance, "AB"[n % 2], chance.random())) for n in range(count)]


def graded(rows: list[Row]) -> list[Batch]:
    """Mark rows."""
    found = [
        Response(n, f"Z{n}", form, [f"Z{n}", form, *cells])
        for n, (form, cells) in enumerate(rows, 2)
    ]
    batches, rejected = score_all(found, COLUMNS, MARKERS)
    assert rejected == []
    return list(batches)


class Peer:
    """The same figures, row by row with numpy."""

    def __init__(self, rows: list[Row]) -> None:
        self.marks: dict[str, list[list[float]]] = defaultdict(list)
        self.pairs: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
        self.full: dict[str, float] = {}
        for form, cells in rows:
            entries = MARKERS[form].entries
            marked = [mark(entry, cell) for entry, cell in zip(entries, cells, strict=True)]
            points = [
                float(one.share * entry.points) for one, entry in zip(marked, entries, strict=True)
            ]
            self.marks[form].append(points)
            for one, entry, worth in zip(marked, entries, points, strict=True):
                self.pairs[entry.question].append(
                    (worth, sum(points) - worth, texts(entry.options, one.chosen))
                )
                self.full[entry.question] = float(entry.points)

    def columns(self, name: str) -> tuple[Any, Any]:
        """Points of a question and of the rest, by row."""
        both = np.array([pair[:2] for pair in self.pairs[name]])
        return both[:, 0], both[:, 1]

    def d27(self, name: str) -> float:
        """Upper less lower 27 %: each candidate weighs as a share of the tie it is in."""
        points, rest = self.columns(name)
        totals = np.round(points + rest, 6)
        size = 0.27 * len(totals)

        def mean(better: Any) -> float:
            weights = np.empty(len(totals))
            for n, total in enumerate(totals):
                before = np.sum(better(totals, total))
                tied = np.sum(totals == total)
                weights[n] = np.clip((size - before) / tied, 0, 1)
            assert weights.sum() == pytest.approx(size)
            return float(np.average(points, weights=weights))

        return (mean(np.greater) - mean(np.less)) / self.full[name]

    def option(self, name: str, text: str) -> tuple[int, float]:
        """How many chose an option, and the point-biserial by its textbook formula."""
        _, rest = self.columns(name)
        chose = np.array([text in pair[2].split("|") for pair in self.pairs[name]])
        p = chose.mean()
        gap = rest[chose].mean() - rest[~chose].mean()
        return int(chose.sum()), float(gap / rest.std() * np.sqrt(p * (1 - p)))


def texts(options: tuple[str, ...], chosen: str) -> str:
    """The options that letters name."""
    known = dict(zip(LETTERS, options, strict=False))
    return "|".join(known.get(letter, letter) for letter in chosen)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Four hundred candidates."""
    return many(400)


@pytest.fixture(scope="module")
def found(rows: list[Row]) -> tuple[list[ItemStats], list[FormStats]]:
    """Their figures."""
    batches = graded(rows)
    return items(batches), forms(batches)


def test_questions(rows: list[Row], found: tuple[list[ItemStats], list[FormStats]]) -> None:
    peer = Peer(rows)
    assert {one.question for one in found[0]} == set(peer.pairs)
    for one in found[0]:
        points, rest = peer.columns(one.question)
        assert one.n == len(points)
        assert one.p == pytest.approx(points.mean() / one.points)
        assert one.r_pbis == pytest.approx(np.corrcoef(points, rest)[0, 1])
        assert one.d27 == pytest.approx(peer.d27(one.question))
        assert one.flag == ""


def test_options(rows: list[Row], found: tuple[list[ItemStats], list[FormStats]]) -> None:
    peer = Peer(rows)
    seen = [(one, option) for one in found[0] for option in one.options]
    assert len(seen) > 40
    for one, option in seen:
        assert (option.n, option.r) == pytest.approx(peer.option(one.question, option.text))
        assert option.share == option.n / one.n


def test_forms(rows: list[Row], found: tuple[list[ItemStats], list[FormStats]]) -> None:
    peer = Peer(rows)
    assert [one.form for one in found[1]] == ["A", "B"]
    for one in found[1]:
        marks = np.array(peer.marks[one.form])
        totals = marks.sum(axis=1)
        k = marks.shape[1]
        alpha = k / (k - 1) * (1 - marks.var(axis=0, ddof=1).sum() / totals.var(ddof=1))
        sem = totals.std(ddof=1) * np.sqrt(1 - alpha)
        near = np.abs(totals - 0.6 * float(MARKERS[one.form].most)) <= sem
        assert (one.n, one.mean, one.sd) == pytest.approx((200, totals.mean(), totals.std(ddof=1)))
        assert (one.alpha, one.sem) == pytest.approx((alpha, sem))
        assert one.near == near.sum()
        assert 0 < one.near < 200


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.randoms(use_true_random=False), st.integers(0, 5))
def test_the_order_of_rows_cannot_matter(count: int, chance: random.Random, seed: int) -> None:
    """To the last bit: equal, not about equal."""
    given_ = many(count, seed)
    other = chance.sample(given_, count)
    assert items(graded(given_)) == items(graded(other))
    assert forms(graded(given_)) == forms(graded(other))


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 2)), max_size=200))
def test_cells_are_counted_with_their_totals(rows: list[tuple[str, int]]) -> None:
    """Searched or counted pair by pair, the counts are those of the rows."""
    cells, totals = [cell for cell, _ in rows], [total for _, total in rows]
    column = Column(MARKERS["A"].entries[0], cells, [], {}, dict.fromkeys(cells, ""))
    assert dict(by_total(totals).pairs(column)) == Counter(rows)


def test_a_tie_across_the_border_counts_by_fractions() -> None:
    """27 % of 20 are 5.4: above, the four right ones and 1.4 of the sixteen others."""
    entry = MARKERS["A"].entries[0]
    right, wrong = entry.answer, "A" if entry.answer != "A" else "B"
    rest = len(MARKERS["A"].entries) - 1
    high = [("A", [right, *[""] * rest])] * 4
    low = [("A", [wrong, *[""] * rest])] * 16
    (one,) = (s for s in items(graded([*high, *low])) if s.question == entry.question)
    assert one.d27 == pytest.approx(4 / 5.4)


def full() -> list[str]:
    """The key of form A."""
    return [entry.answer for entry in MARKERS["A"].entries]


def test_nothing_varies() -> None:
    batches = graded([("A", full())] * 30)
    assert {(one.p, one.r_pbis, one.d27, one.flag) for one in items(batches)} == {
        (1.0, None, None, "")
    }
    (form,) = forms(batches)
    assert (form.sd, form.alpha, form.sem, form.near) == (0.0, None, None, 0)


@pytest.mark.parametrize(("count", "flag"), [(200, "key"), (18, "")])
def test_a_wrong_key_is_flagged_when_enough_answered(count: int, flag: str) -> None:
    """The able choose one option that is not the key; what the others choose is chance."""
    chance = random.Random(3)  # noqa: S311  # made-up answers
    entry = MARKERS["A"].entries[1]
    seeming = next(one for one in "ABCD" if one != entry.answer)
    given_: list[Row] = []
    for n in range(count):
        ability = n / count
        cells = answers(chance, "A", ability)
        cells[1] = seeming if chance.random() < ability else chance.choice("ABCD")
        given_.append(("A", cells))
    flags = {one.question: one.flag for one in items(graded(given_))}
    assert flags.pop(entry.question) == flag
    assert set(flags.values()) == {""}


def test_a_question_that_the_able_fail_is_flagged() -> None:
    chance = random.Random(4)  # noqa: S311  # made-up answers
    numeric = next(n for n, e in enumerate(MARKERS["A"].entries) if e.type == "numeric")
    given_: list[Row] = []
    for n in range(100):
        cells = answers(chance, "A", n / 100)
        cells[numeric] = "999" if chance.random() < n / 100 else full()[numeric]
        given_.append(("A", cells))
    flags = {one.question: one.flag for one in items(graded(given_))}
    assert flags[MARKERS["A"].entries[numeric].question] == "negative"
