"""Key points, cuboids and tracks of several people."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Floats, Given, Known
from consolidation.functions.cuboids import CuboidGeometry, Cuboids, cuboids
from consolidation.functions.points import Points, keypoints
from consolidation.functions.tracks import Tracks, tracks
from tests.consolidation.drawn import DrawnContract


def points(*given: tuple[int, float, float]) -> Points:
    table = np.array(given, np.float64).reshape(-1, 3)
    return Points(table[:, 0].astype(np.int64), table[:, 1:])


class TestKeyPoints(DrawnContract):
    function = staticmethod(keypoints)
    contents = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(0, 40)), max_size=4).map(
        lambda given: points(*given)
    )

    def content(self, rng: np.random.Generator, shift: float) -> Points:
        if math.isnan(shift):
            return points()
        return Points(np.arange(3), np.array([[0, 0], [50, 50], [0, 100]]) + rng.choice([-1, 1], (3, 2)) * shift * 80)

    def test_points_are_told_apart_by_their_label_even_in_one_place(self) -> None:
        answer = points((0, 10, 10), (1, 10, 10), (2, 90, 90))
        [agreed] = keypoints([[Given(i, answer) for i in range(3)]], Known.nothing(3))
        assert sorted(agreed.content.labels.tolist()) == [0, 1, 2]

    def test_how_near_is_near_enough_depends_on_the_size_of_the_object(self) -> None:
        for size, count in ((40, 1), (400, 2)):
            answers = [points((0, 0, 0), (1, size, i * 20)) for i in range(2)]
            [agreed] = keypoints([[Given(i, one) for i, one in enumerate(answers)]], Known.nothing(2))
            assert len(agreed.content.labels) == count

    def test_many_points_of_one_label_are_not_mistaken_for_each_other(self) -> None:
        grid = np.array([(x, y) for x in range(0, 1000, 50) for y in range(0, 1000, 50)], np.float64)
        rng = np.random.default_rng(2)
        answers = [Points(np.zeros(400, np.int64), grid + rng.normal(0, 2, grid.shape)) for _ in range(3)]
        answers[1] = Points(answers[1].labels[1:], answers[1].places[1:])
        [agreed] = keypoints([[Given(i, one) for i, one in enumerate(answers)]], Known.nothing(3))
        assert len(agreed.content.labels) == 400
        apart = np.linalg.norm(agreed.content.places[:, None] - grid[None], axis=2).min(axis=1)
        assert apart.max() < 10


def cuboid(*given: tuple[int, float, float, float, float, float, float, float]) -> Cuboids:
    table = np.array(given, np.float64).reshape(-1, 8)
    return Cuboids(table[:, 0].astype(np.int64), table[:, 1:])


class TestCuboids(DrawnContract):
    function = staticmethod(cuboids)
    contents = st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 9), st.integers(0, 9), st.just(0), st.integers(1, 6), st.integers(1, 3),
            st.just(2), st.floats(-3, 3).map(lambda yaw: round(yaw, 1)),
        ), max_size=3,
    ).map(lambda given: cuboid(*given))  # fmt: skip

    def content(self, rng: np.random.Generator, shift: float) -> Cuboids:
        if math.isnan(shift):
            return cuboid()
        moved = np.zeros((3, 7))
        moved[:, :2] = rng.choice([-1, 1], (3, 2)) * shift * 3
        places = np.array([[20 * i, 0, 0, 4, 2, 1.5, 0.3] for i in range(3)]) + moved
        return Cuboids(np.arange(3), places)

    def yaw_of(self, *yaws: float) -> float:
        answers = [[Given(i, cuboid((0, 5, 5, 0, 4, 2, 1.5, yaw))) for i, yaw in enumerate(yaws)]]
        [agreed] = cuboids(answers, Known.nothing(len(yaws)))
        return float(agreed.content.places[0, 6])

    def test_yaws_beside_the_seam_are_averaged_across_it(self) -> None:
        assert abs(self.yaw_of(np.pi - 0.1, -np.pi + 0.1, np.pi)) == pytest.approx(np.pi, abs=0.02)

    def test_who_looks_the_other_way_is_outvoted_and_does_not_turn_the_axis(self) -> None:
        assert self.yaw_of(0.5, 0.5 + np.pi, 0.5) == pytest.approx(0.5, abs=1e-5)
        assert self.yaw_of(-2.5, -2.5, -2.5 + np.pi) == pytest.approx(-2.5, abs=1e-5)

    def test_overlap_from_above_is_that_of_turned_rectangles(self) -> None:
        geometry = CuboidGeometry()
        encode = lambda yaw: np.array([0, 0, 0, 4, 2, 1, np.cos(2 * yaw), np.sin(2 * yaw), np.cos(yaw), np.sin(yaw)])  # noqa: E731  # a formula
        assert geometry.likeness(encode(0), encode(np.pi)) == pytest.approx(1, abs=0.01)
        assert geometry.likeness(encode(0), encode(np.pi / 2)) == pytest.approx(4 / 12, abs=0.02)


def track(label: int, first: int, last: int, left: float, frames: int = 10) -> tuple[int, Floats]:
    sides = np.full((frames, 4), np.nan)
    sides[first : last + 1] = [left, 10, 40, 30]
    sides[:, 0] += 3 * np.arange(frames)
    return label, sides


def film(*given: tuple[int, Floats], frames: int = 10) -> Tracks:
    sides = np.array([sides for _, sides in given]).reshape(-1, frames, 4)
    return Tracks(np.array([label for label, _ in given], np.int64), sides)


class TestTracks(DrawnContract):
    function = staticmethod(tracks)
    contents = st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 5), st.integers(5, 9), st.integers(0, 60)).map(
            lambda given: track(*given)
        ),
        max_size=3,
    ).map(lambda given: film(*given))

    def content(self, rng: np.random.Generator, shift: float) -> Tracks:
        if math.isnan(shift):
            return film()
        found = film(*(track(i, 0, 9, 200.0 * i) for i in range(3)))
        found.sides[..., 1] += 200 * np.arange(3)[:, None]
        return Tracks(found.labels, found.sides + rng.choice([-1, 1], found.sides.shape) * shift * 35)

    def test_a_track_begins_and_ends_where_most_say(self) -> None:
        answers = [film(track(0, 2, 8, 10)), film(track(0, 3, 9, 12)), film(track(0, 2, 9, 11))]
        [agreed] = tracks([[Given(i, one) for i, one in enumerate(answers)]], Known.nothing(3))
        [sides] = agreed.content.sides
        assert np.flatnonzero(~np.isnan(sides[:, 0])).tolist() == [2, 3, 4, 5, 6, 7, 8, 9]
        assert_allclose(sides[5], [11 + 15, 10, 40, 30], atol=1)

    def test_things_that_cross_are_not_exchanged(self) -> None:
        def crossing(left: float) -> Tracks:
            there, back = np.full((10, 4), 30.0), np.full((10, 4), 30.0)
            there[:, 0], back[:, 0] = left + 20 * np.arange(10), left + 20 * np.arange(10)[::-1]
            return film((0, there), (0, back))

        [agreed] = tracks([[Given(i, crossing(i)) for i in range(3)]], Known.nothing(3))
        assert_allclose(np.sort(np.diff(agreed.content.sides[..., 0], axis=1)[:, 0]), [-20, 20], atol=1e-5)

    def test_two_tracks_after_each_other_are_two(self) -> None:
        answers = [film(track(0, 0, 3, 10)), film(track(0, 6, 9, 10))]
        [agreed] = tracks([[Given(i, one) for i, one in enumerate(answers)]], Known.nothing(2))
        assert len(agreed.content.labels) == 0
