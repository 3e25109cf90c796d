"""Marked words of a text and marked parts of a recording."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import strategies as st

from consolidation.functions.contract import Given, Known
from consolidation.functions.intervals import Intervals
from consolidation.functions.segments import segments, weighted_median
from consolidation.functions.spans import spans
from tests.consolidation.drawn import DrawnContract
from tests.consolidation.written import merged, trusting

_mark = st.tuples(st.integers(0, 40), st.integers(1, 20), st.integers(0, 2)).map(lambda m: (m[0], m[0] + m[1], m[2]))


def marks(*given: tuple[float, float, int]) -> Intervals:
    """Marks of (begin, end, label)."""
    table = np.array(given, np.float64).reshape(-1, 3)
    return Intervals(table[:, 2].astype(np.int64), table[:, :2])


def rows(content: Intervals) -> list[tuple[float, float, int]]:
    return [(a, b, label) for (a, b), label in zip(content.bounds.tolist(), content.labels.tolist(), strict=True)]


class IntervalContract(DrawnContract):
    contents = st.lists(_mark, max_size=4, unique=True).map(lambda given: marks(*given))

    def content(self, rng: np.random.Generator, shift: float) -> Intervals:
        if math.isnan(shift):
            return marks()
        moved = np.round(rng.choice([-1, 1], (3, 2)) * shift * 100)
        return Intervals(np.arange(3), np.array([[0.0, 100], [300, 400], [600, 700]]) + 200 + moved)


class TestSpans(IntervalContract):
    function = staticmethod(spans)

    def test_edges_are_those_that_most_people_set(self) -> None:
        agreed = merged(
            spans, marks((0, 9, 1)), marks((0, 9, 1)), marks((4, 9, 1)), marks((0, 12, 1)), marks((0, 9, 1))
        )
        assert rows(agreed.content) == [(0, 9, 1)]
        assert agreed.parts[0] > 0.7

    def test_without_a_usual_edge_it_is_the_one_in_the_middle(self) -> None:
        agreed = merged(spans, marks((0, 20, 1)), marks((0, 24, 1)), marks((0, 29, 1)))
        assert rows(agreed.content) == [(0, 24, 1)]

    def test_overlapping_spans_of_different_labels_are_kept(self) -> None:
        both = marks((0, 20, 0), (5, 20, 1))
        agreed = merged(spans, both, both, both)
        assert rows(agreed.content) == [(0, 20, 0), (5, 20, 1)]

    def test_what_one_of_three_marked_does_not_stand_and_costs(self) -> None:
        agreed = merged(spans, marks((0, 5, 0)), marks((0, 5, 0)), marks((0, 5, 0), (30, 35, 1)))
        assert rows(agreed.content) == [(0, 5, 0)]
        assert agreed.quality == (1.0, 1.0, 0.5)

    def test_the_label_is_voted_on(self) -> None:
        agreed = merged(spans, marks((0, 5, 2)), marks((0, 5, 1)), marks((0, 5, 2)))
        assert rows(agreed.content) == [(0, 5, 2)]

    def test_of_two_people_the_better_one_is_believed(self) -> None:
        for good in (0, 1):
            known = trusting(*(0.95 if worker == good else 0.3 for worker in range(2)))
            agreed = merged(spans, marks((0, 9, 0)), marks((0, 12, 1)), known=known)
            assert rows(agreed.content) == [[(0, 9, 0)], [(0, 12, 1)]][good]

    def test_somebody_who_overlooks_much_is_not_asked_what_is_there(self) -> None:
        """Worker 2 finds one in four things; the last object's is found by worker 0 alone, beside 2."""
        rng = np.random.default_rng(1)
        objects = []
        for _ in range(60):
            true = [(10 * n, 10 * n + 5, int(rng.integers(2))) for n in range(3)]
            seen = [one for one in true if rng.random() < 0.25]
            objects.append([Given(0, marks(*true)), Given(1, marks(*true)), Given(2, marks(*seen))])
        last = [Given(0, marks((0, 5, 0))), Given(2, marks())]
        found = spans([*objects, last], Known.nothing(3))
        assert rows(found[-1].content) == [(0, 5, 0)]

    def test_workers_of_different_skill_are_known_better_from_all_objects(self) -> None:
        objects, truth = simulated(np.random.default_rng(8))
        found = [{*rows(one.content)} for one in spans(objects, Known.nothing(20))]
        plain = [{*rows(merged(spans, *(one.content for one in given)).content)} for given in objects]
        assert f1(found, truth) > f1(plain, truth) + 0.01


class TestSegments(IntervalContract):
    function = staticmethod(segments)

    def test_ends_are_weighted_medians(self) -> None:
        agreed = merged(segments, marks((0.5, 2, 0)), marks((0.6, 2.1, 0)), marks((0.52, 2.08, 0)))
        [(start, end, _)] = rows(agreed.content)
        assert (start, end) == (0.52, 2.08)

    def test_half_of_the_weight_lies_on_either_side(self) -> None:
        assert weighted_median(np.array([1.0, 2, 3]), np.array([1.0, 1, 1])) == 2
        assert weighted_median(np.array([1.0, 2]), np.array([1.0, 1])) == 1.5
        assert weighted_median(np.array([9.0, 1, 2]), np.array([5.0, 1, 1])) == 9


def simulated(rng: np.random.Generator) -> tuple[list[list[Given[Intervals]]], list[set[tuple[float, float, int]]]]:
    """Texts of 40 words of five letters with up to three things in each, three of twenty workers a text."""
    careless = rng.choice([0.05, 0.3, 0.7], 20)
    objects, truth = [], []
    for _ in range(200):
        starts = rng.choice(12, int(rng.integers(0, 4)), replace=False) * 3
        true = [(int(a), int(a + rng.integers(1, 3)), int(rng.integers(3))) for a in starts]
        given = []
        for worker in rng.choice(20, 3, replace=False).tolist():
            slip = careless[worker]
            seen = [
                (a, b + (rng.random() < slip / 2), int(rng.integers(3)) if rng.random() < slip / 2 else label)
                for a, b, label in true
                if rng.random() >= slip
            ]
            seen += [(int(a), int(a) + 1, int(rng.integers(3))) for a in rng.integers(0, 39, rng.poisson(slip))]
            given.append(Given(worker, marks(*sorted({(6 * a, 6 * b - 1, label) for a, b, label in seen}))))
        objects.append(given)
        truth.append({(6.0 * a, 6.0 * b - 1, label) for a, b, label in true})
    return objects, truth


def f1(found: list[set[tuple[float, float, int]]], truth: list[set[tuple[float, float, int]]]) -> float:
    hits = sum(len(one & true) for one, true in zip(found, truth, strict=True))
    return 2 * hits / (sum(map(len, found)) + sum(map(len, truth)))


def test_a_span_at_the_edge_of_nothing_is_like_itself() -> None:
    agreed = merged(segments, marks((3, 3, 0)), marks((3, 3, 0)))
    assert rows(agreed.content) == [(3, 3, 0)]
    assert agreed.quality == pytest.approx((1, 1))
