"""Numbers that several people gave."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from consolidation.functions.contract import Given, Known
from consolidation.functions.ratings import Scores, ratings
from tests.consolidation.written import WrittenContract, merged, trusting

_key = st.tuples(st.integers(0, 1), st.sampled_from(["Help", "Truth"]))


def said(*values: float) -> list[Scores]:
    return [{(0, "Help"): value} for value in values]


def of(*values: float, known: Known | None = None) -> float:
    return float(merged(ratings, *said(*values), known=known).content[0, "Help"])


class TestRatings(WrittenContract):
    function = staticmethod(ratings)
    contents = st.dictionaries(_key, st.integers(1, 5).map(float) | st.sampled_from([2.5, 3.75]), max_size=4)

    def test_whole_numbers_stay_whole_and_others_do_not(self) -> None:
        assert of(3, 4, 4) == 4
        assert isinstance(merged(ratings, *said(3, 4, 4)).content[0, "Help"], int)
        assert 3.4 < of(3.5, 3.25, 3.75) < 3.6

    def test_one_wild_number_moves_little(self) -> None:
        objects = [[Given(worker, one) for worker, one in enumerate(said(4, 5, 3, 4))] for _ in range(20)]
        objects[7][2] = Given(2, {(0, "Help"): 1000.0})
        assert ratings(objects, Known.nothing(4))[7].content[0, "Help"] in (4, 5)

    def test_of_two_people_the_better_one_is_believed(self) -> None:
        for good in (0, 1):
            known = trusting(*(0.97 if worker == good else 0.5 for worker in range(2)))
            assert of(1, 5, known=known) == (1, 5)[good]

    def test_agreement_is_surer_than_a_quarrel(self) -> None:
        objects = [[Given(worker, one) for worker, one in enumerate(said(*row))] for row in [(1, 1, 1), (5, 5, 5)] * 9]
        alike = ratings(objects, Known.nothing(3))[0].confidence
        apart = merged(ratings, *said(1, 3, 5)).confidence
        assert apart < 0.6 < alike

    @pytest.mark.parametrize("each", [3, 5])
    def test_strict_and_careless_workers_are_understood(self, each: int) -> None:
        rng = np.random.default_rng(each)
        truth, strict = rng.integers(1, 6, 400), rng.normal(0, 0.6, 30)
        careless = rng.choice([0.3, 0.7, 1.5], 30)
        objects, medians = [], []
        for true in truth:
            workers = rng.choice(30, each, replace=False)
            values = np.clip(np.round(true + strict[workers] + rng.normal(0, 1, each) * careless[workers]), 1, 5)
            objects.append([Given(int(w), {(0, "Help"): v}) for w, v in zip(workers, values.tolist(), strict=True)])
            medians.append(np.median(values))
        found = ratings(objects, Known.nothing(30))
        right = np.mean([one.content[0, "Help"] for one in found] == truth)
        assert right > np.mean(np.array(medians) == truth) + 0.03
        assert abs(np.mean([one.confidence for one in found]) - right) < 0.12
