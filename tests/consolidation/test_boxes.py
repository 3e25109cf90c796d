"""Boxes of several people."""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.boxes import Boxes, BoxGeometry, boxes
from consolidation.functions.contract import AnswersRefused, Given, Known
from tests.consolidation.drawn import DrawnContract

_side = st.integers(0, 60)


def drawn(*given: tuple[int, float, float, float, float]) -> Boxes:
    """Boxes of (label, left, top, width, height)."""
    table = np.array(given, np.float64).reshape(-1, 5)
    return Boxes(table[:, 0].astype(np.int64), table[:, 1:])


def merged(*answers: Boxes, known: Known | None = None) -> Any:
    given = [Given(worker, content) for worker, content in enumerate(answers)]
    [agreed] = boxes([given], known or Known.nothing(len(answers)))
    return agreed


class TestBoxes(DrawnContract):
    function = staticmethod(boxes)
    contents = st.lists(st.tuples(st.integers(0, 2), _side, _side, _side, _side), max_size=4).map(
        lambda given: drawn(*given)
    )

    def content(self, rng: np.random.Generator, shift: float) -> Boxes:
        if math.isnan(shift):
            return drawn()
        moved = rng.choice([-1, 1], (3, 4)) * shift * 100
        sides = np.array([[0, 0, 100, 100], [200, 300, 100, 100], [0, 600, 100, 100]]) + moved
        return Boxes(np.arange(3), sides)

    def test_two_of_three_by_hand(self) -> None:
        agreed = merged(drawn((1, 10, 10, 20, 20)), drawn((1, 12, 10, 20, 20)), drawn())
        assert_allclose(agreed.content.sides, [[11, 10, 20, 20]])
        assert agreed.content.labels.tolist() == [1]
        assert agreed.parts == pytest.approx((0.87,), abs=0.03)
        assert agreed.quality[2] == 0
        assert 0.9 < agreed.quality[0] < 1

    def test_an_object_that_nobody_answered_is_refused(self) -> None:
        with pytest.raises(AnswersRefused, match="no answer"):
            boxes([[Given(0, drawn())], []], Known.nothing(1))

    def test_what_half_of_the_people_drew_does_not_stand(self) -> None:
        agreed = merged(drawn((0, 0, 0, 9, 9)), drawn((0, 50, 50, 9, 9)))
        assert len(agreed.content.labels) == 0
        assert (agreed.confidence, agreed.quality) == (0.0, (0.0, 0.0))

    def test_the_label_is_voted_on_and_costs_those_who_said_another(self) -> None:
        box = (10, 10, 20, 20)
        agreed = merged(drawn((2, *box)), drawn((1, *box)), drawn((2, *box)))
        assert agreed.content.labels.tolist() == [2]
        assert agreed.parts[0] == pytest.approx(0.84, abs=0.02)
        assert agreed.quality == (1.0, 0.0, 1.0)

    def test_two_people_who_disagree_on_a_label_are_told_apart_by_what_is_known(self) -> None:
        box = (10, 10, 20, 20)
        for good in (0, 1):
            quality = np.where(np.arange(2) == good, 0.95, 0.3)
            agreed = merged(drawn((0, *box)), drawn((1, *box)), known=Known(quality, np.array([9, 9])))
            assert agreed.content.labels.tolist() == [good]

    def test_two_things_in_one_place_each_find_their_own(self) -> None:
        person, coat = (0, 10, 10, 50, 90), (1, 12, 12, 46, 84)
        agreed = merged(drawn(person, coat), drawn(coat, person), drawn(person, coat))
        assert sorted(agreed.content.labels.tolist()) == [0, 1]
        assert agreed.parts == (0.95, 0.95)

    def test_a_person_counts_once_a_box_however_often_they_drew_it(self) -> None:
        box = (0, 10, 10, 20, 20)
        agreed = merged(drawn(box, box, box), drawn(), drawn())
        assert len(agreed.content.labels) == 0

    def test_a_thousand_boxes_by_five_people_take_no_minutes(self) -> None:
        rng = np.random.default_rng(5)
        place = np.column_stack([rng.uniform(0, 4000, (1000, 2)), rng.uniform(20, 80, (1000, 2))])
        answers = [Boxes(np.zeros(1000, np.int64), place + rng.normal(0, 1, place.shape)) for _ in range(5)]
        begun = time.process_time()
        agreed = merged(*answers)
        assert time.process_time() - begun < 30
        assert 980 <= len(agreed.content.labels) <= 1000

    def test_intersection_over_union_by_hand(self) -> None:
        geometry = BoxGeometry()
        one, other = np.array([0.0, 0.0, 10.0, 10.0]), np.array([5.0, 0.0, 15.0, 10.0])
        assert geometry.likeness(one, other) == pytest.approx(1 / 3)
        flat = np.array([3.0, 3.0, 3.0, 9.0])
        assert geometry.likeness(flat, flat) == 1
        assert geometry.likeness(flat, one) < 0.01
