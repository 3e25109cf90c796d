"""Polygons and polylines of several people."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Floats, Given, Known
from consolidation.functions.outlines import Outlines
from consolidation.functions.overlap import overlap
from consolidation.functions.polygons import PolygonGeometry, polygons
from consolidation.functions.polylines import polylines
from tests.consolidation.drawn import DrawnContract

_point = st.tuples(st.integers(0, 50), st.integers(0, 50))
STAR = np.array([[50, 0], [60, 40], [100, 50], [60, 60], [50, 100], [40, 60], [0, 50], [40, 40]], np.float64)


def drawn(*shapes: tuple[int, Floats]) -> Outlines:
    return Outlines(np.array([label for label, _ in shapes], np.int64), tuple(vertices for _, vertices in shapes))


def outlines_of(fewest: int) -> st.SearchStrategy[Outlines]:
    vertices = st.lists(_point, min_size=fewest, max_size=5).map(lambda points: np.array(points, np.float64))
    return st.lists(st.tuples(st.integers(0, 2), vertices), max_size=3).map(lambda shapes: drawn(*shapes))


class TestPolygons(DrawnContract):
    function = staticmethod(polygons)
    contents = outlines_of(3)

    def content(self, rng: np.random.Generator, shift: float) -> Outlines:
        if math.isnan(shift):
            return drawn()
        return drawn(*((i, STAR + [0, 300 * i] + rng.choice([-1, 1], 2) * shift * 40) for i in range(3)))

    def test_it_does_not_matter_where_and_which_way_round_people_began(self) -> None:
        turned = [np.roll(STAR, 3, axis=0), STAR[::-1], np.roll(STAR, 5, axis=0)[::-1] + 2]
        [agreed] = polygons([[Given(i, drawn((0, one))) for i, one in enumerate(turned)]], Known.nothing(3))
        [found] = agreed.content.vertices
        assert len(found) == len(STAR)
        nearest = np.linalg.norm(found[:, None] - (STAR + 2 / 3)[None], axis=2).min(axis=1)
        assert nearest.max() < 2

    def test_vertices_are_as_many_as_the_median_person_set_and_the_shape_is_the_average(self) -> None:
        square = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], np.float64)
        fine = np.array([[x, y] for (x, y), (u, v) in zip(square, np.roll(square, -1, axis=0), strict=True)
                         for x, y in ((x, y), ((x + u) / 2, (y + v) / 2))])  # fmt: skip
        answers = [square + 2, fine - 2, fine]
        [agreed] = polygons([[Given(i, drawn((0, one))) for i, one in enumerate(answers)]], Known.nothing(3))
        [found] = agreed.content.vertices
        assert len(found) == 8
        assert overlap(found[None], square[None])[0] > 0.97

    def test_the_average_of_wobbly_outlines_is_nearer_to_the_truth_than_most_of_them(self) -> None:
        rng = np.random.default_rng(1)
        objects = [
            [Given(worker, drawn((0, STAR * 3 + rng.normal(0, 6, STAR.shape)))) for worker in range(5)]
            for _ in range(8)
        ]
        truth = STAR[None] * 3
        ours = [overlap(one.content.vertices[0][None], truth)[0] for one in polygons(objects, Known.nothing(5))]
        theirs = [overlap(one.content.vertices[0][None], truth)[0] for given in objects for one in given]
        assert np.mean(ours) > np.mean(theirs) + 0.05
        assert np.mean(ours) > np.quantile(theirs, 0.9)

    @pytest.mark.parametrize("moved", [0, 30, 50, 99, 150])
    def test_overlap_is_that_of_boxes_where_polygons_are_boxes(self, moved: float) -> None:
        square = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], np.float64)
        common = max(0, 100 - moved) * 100
        assert overlap(square[None], square[None] + [moved, 0])[0] == pytest.approx(
            common / (20_000 - common), abs=0.02
        )

    def test_an_outline_that_crosses_itself_encloses_what_is_seen(self) -> None:
        bow = np.array([[0, 0], [100, 100], [100, 0], [0, 100]], np.float64)
        whole = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], np.float64)
        assert overlap(bow[None], whole[None])[0] == pytest.approx(0.5, abs=0.03)

    def test_an_outline_is_turned_to_the_best_of_all_beginnings(self) -> None:
        rng = np.random.default_rng(4)
        one, other = rng.normal(size=(2, 256, 2))
        geometry = PolygonGeometry()
        [found] = geometry.aligned(one.reshape(1, -1), other.reshape(1, -1))
        turned = [np.roll(way, -k, axis=0) for way in (one, one[::-1]) for k in range(256)]
        best = min(np.square(points - other).sum() for points in turned)
        assert np.square(found - other.ravel()).sum() == pytest.approx(best)


class TestPolylines(DrawnContract):
    function = staticmethod(polylines)
    contents = outlines_of(2)

    def content(self, rng: np.random.Generator, shift: float) -> Outlines:
        if math.isnan(shift):
            return drawn()
        way = np.array([[0, 0], [60, 20], [100, 0]], np.float64)
        return drawn(*((i, way + [0, 300 * i] + rng.choice([-1, 1], 2) * shift * 60) for i in range(3)))

    def test_a_line_may_be_drawn_from_either_end(self) -> None:
        way = np.array([[0, 0], [60, 20], [100, 0]], np.float64)
        answers = [way, way[::-1] + 2, way - 2]
        [agreed] = polylines([[Given(i, drawn((1, one))) for i, one in enumerate(answers)]], Known.nothing(3))
        [found] = agreed.content.vertices
        assert_allclose(np.sort(found, axis=0), np.sort(way, axis=0), atol=1)
        assert agreed.parts == (0.95,)

    def test_lines_far_apart_are_two(self) -> None:
        way = np.array([[0, 0], [100, 0]], np.float64)
        [agreed] = polylines([[Given(i, drawn((0, way + np.array([0, 40 * i])))) for i in range(2)]], Known.nothing(2))
        assert agreed.content.vertices == ()
