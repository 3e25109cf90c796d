"""Masks of several people: pixels voted on, STAPLE, and instances."""

from __future__ import annotations

import math
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from consolidation.functions import mask_image
from consolidation.functions.contract import Given, Known
from consolidation.functions.instances import Instances, instances
from consolidation.functions.mask_image import MaskImage
from consolidation.functions.masks import masks
from consolidation.functions.pixel_vote import elect, likeness
from consolidation.functions.staple import staple
from tests.consolidation.drawn import DrawnContract

_small = st.lists(st.integers(0, 3), min_size=12, max_size=12).map(
    lambda values: MaskImage.of(np.array(values, np.uint8).reshape(3, 4))
)


def painted(*rows: str) -> MaskImage:
    """A digit a pixel."""
    return MaskImage.of(np.array([[int(digit) for digit in row] for row in rows], np.uint8))


def squares(rng: np.random.Generator, shift: float) -> MaskImage:
    indices = np.zeros((300, 100), np.uint8)
    for number in range(3):
        down, right = rng.choice([-1, 1], 2) * round(shift * 60)
        indices[100 * number + 30 + down : 100 * number + 70 + down, 30 + right : 70 + right] = number + 1
    return MaskImage.of(indices)


class MaskContract(DrawnContract):
    contents = _small

    def content(self, rng: np.random.Generator, shift: float) -> Any:
        return MaskImage.of(np.zeros((300, 100), np.uint8)) if math.isnan(shift) else squares(rng, shift)

    def test_three_votes_by_hand(self) -> None:
        answers = [painted("1120", "0000"), painted("1122", "0000"), painted("1022", "0001")]
        [agreed] = self.function([[Given(i, one) for i, one in enumerate(answers)]], Known.nothing(3))
        assert agreed.content.indices.tolist() == [[1, 1, 2, 2], [0, 0, 0, 0]]
        assert agreed.quality[1] == 1
        assert agreed.quality[0] == pytest.approx((1 + 1 / 2) / 2)
        assert agreed.quality[2] == pytest.approx((1 / 3 + 1) / 2)


class TestMasks(MaskContract):
    function = staticmethod(masks)

    def test_a_tie_goes_to_what_is_around_it_and_without_any_to_the_lowest(self) -> None:
        answers = [painted("222", "222", "000"), painted("222", "212", "000")]
        [agreed] = masks([[Given(i, one) for i, one in enumerate(answers)]], Known.nothing(2))
        assert agreed.content.indices.tolist() == [[2, 2, 2], [2, 2, 2], [0, 0, 0]]
        [agreed] = masks([[Given(0, painted("2")), Given(1, painted("1"))]], Known.nothing(2))
        assert agreed.content.indices.tolist() == [[1]]

    def test_confidence_is_the_share_of_votes_where_anybody_painted(self) -> None:
        answers = [painted("1100"), painted("1000"), painted("1000")]
        agreed = elect(answers, np.ones(3))
        assert agreed.share == pytest.approx((1 + 2 / 3) / 2)

    @settings(deadline=None)
    @given(st.lists(_small, min_size=2, max_size=4), st.sampled_from([1, 3, 4, 9]))
    def test_it_is_the_same_in_stripes(self, answers: list[MaskImage], stripe: int) -> None:
        weights = np.arange(len(answers)) % 2 + 1.0
        whole = elect(answers, weights)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(mask_image, "STRIPE", stripe)
            cut = [MaskImage.of(one.indices) for one in answers]
            striped = elect(cut, weights)
            assert_array_equal(striped.image.indices, whole.image.indices)
            assert striped.share == pytest.approx(whole.share, nan_ok=True)
            assert likeness(cut, striped.image) == pytest.approx(likeness(answers, whole.image))

    @settings(deadline=None)
    @given(st.lists(_small, min_size=2, max_size=5), st.data())
    def test_each_pixel_has_a_number_with_the_most_weight(self, answers: list[MaskImage], data: st.DataObject) -> None:
        weights = [data.draw(st.integers(1, 3)) for _ in answers]
        found = elect(answers, np.array(weights, np.float64)).image.indices
        for down, right in np.ndindex(found.shape):
            votes = np.bincount([one.indices[down, right] for one in answers], weights=weights, minlength=4)
            assert votes[found[down, right]] == votes.max()

    def test_four_million_pixels_by_five_people_take_little_memory(self) -> None:
        rng = np.random.default_rng(0)
        answers = []
        for worker in range(5):
            indices = np.zeros((2_000, 2_000), np.uint8)
            for number in range(12):
                down, right = rng.integers(0, 40, 2)
                indices[down + 600 * (number // 4) :, right + 480 * (number % 4) :][:500, :400] = number + 1
            answers.append(Given(worker, MaskImage.of(indices)))
        del indices
        tracemalloc.start()
        [agreed] = masks([answers], Known.nothing(5))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 60_000_000
        assert agreed.confidence > 0.9
        assert sum(len(packed) for packed in agreed.content.packed) < 1_000_000


class TestStaple(MaskContract):
    function = staticmethod(staple)

    def test_what_all_but_a_careless_one_paint_stands_however_small_it_is(self) -> None:
        rng = np.random.default_rng(2)
        truth = np.zeros((400, 400), np.uint8)
        truth[200:206, 200:206] = 1
        careless = np.where(rng.random(truth.shape) < 0.3, 1 - truth, truth).astype(np.uint8) * (truth | 0)
        answers = [MaskImage.of(truth), MaskImage.of(truth), MaskImage.of(careless)]
        [agreed] = staple([[Given(i, one) for i, one in enumerate(answers)]], Known.nothing(3))
        assert_array_equal(agreed.content.indices, truth)
        assert agreed.quality[0] == 1 > agreed.quality[2]


def _numbered(image: MaskImage) -> Instances:
    _, numbers = np.unique(np.concatenate([[0], image.indices.ravel()]), return_inverse=True)
    labels = np.arange(numbers.max()) % 2
    return Instances(MaskImage.of(numbers[1:].reshape(3, 4).astype(np.uint8)), labels)


_things = _small.map(_numbered)


class TestInstances(DrawnContract):
    function = staticmethod(instances)
    contents = _things

    def content(self, rng: np.random.Generator, shift: float) -> Instances:
        if math.isnan(shift):
            return Instances(MaskImage.of(np.zeros((9, 9), np.uint8)), np.empty(0, np.int64))
        return Instances(squares(rng, shift), np.arange(3))

    def test_things_are_the_same_whatever_number_people_gave_them(self) -> None:
        answers = [
            Instances(painted("1122", "1122"), np.array([5, 6])),
            Instances(painted("2211", "2211"), np.array([6, 5])),
            Instances(painted("2210", "2211"), np.array([5, 5])),
        ]
        [agreed] = instances([[Given(i, one) for i, one in enumerate(answers)]], Known.nothing(3))
        assert agreed.content.image.indices.tolist() == [[1, 1, 2, 2], [1, 1, 2, 2]]
        assert agreed.content.labels.tolist() == [5, 6]
        assert agreed.parts[0] == 0.95
        assert agreed.parts[1] == pytest.approx(0.84, abs=0.02)

    def test_what_one_of_three_painted_is_no_thing_and_costs_quality(self) -> None:
        answers = [Instances(painted("1102"), np.array([0, 0])), *(Instances(painted("1100"), np.array([0])),) * 2]
        [agreed] = instances([[Given(i, one) for i, one in enumerate(answers)]], Known.nothing(3))
        assert agreed.content.image.indices.tolist() == [[1, 1, 0, 0]]
        assert agreed.quality == (0.5, 1.0, 1.0)
        assert len(agreed.parts) == 1

    def test_more_things_than_a_mask_has_numbers_keep_those_that_most_people_have(self) -> None:
        """Three people of whom each two share 130 things: 390, each of two votes."""
        answers = []
        for worker in range(3):
            row = np.zeros((1, 390), np.uint8)
            own = np.flatnonzero(np.arange(390) // 130 != worker)[:255]
            row[0, own] = np.arange(1, len(own) + 1)
            answers.append(Given(worker, Instances(MaskImage.of(row), np.zeros(len(own), np.int64))))
        [agreed] = instances([answers], Known.nothing(3))
        assert 200 < len(agreed.content.labels) <= 255
        assert len(agreed.parts) == len(agreed.content.labels)
