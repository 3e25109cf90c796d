"""The first objects: one from each region."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from autolabel.strategies.cold_start import medoids
from autolabel.strategies.contract import PoolRefused


def test_every_region_gives_one_object() -> None:
    rng = np.random.default_rng(0)
    embeddings = np.repeat(np.eye(6) * 20, [200, 100, 50, 25, 12, 6], axis=0) + rng.normal(size=(393, 6))
    picks = medoids(embeddings, 6, np.random.default_rng(1))
    assert sorted(np.searchsorted([200, 300, 350, 375, 387], picks, side="right")) == [0, 1, 2, 3, 4, 5]
    assert_array_equal(picks, medoids(embeddings, 6, np.random.default_rng(1)))


@pytest.mark.parametrize("count", [0, 1, 7, 30, 50])
@pytest.mark.parametrize("embeddings", [np.ones((30, 3)), np.random.default_rng(0).normal(size=(30, 3))])
def test_picks_are_different_objects_also_where_all_are_alike(embeddings: np.ndarray, count: int) -> None:
    picks = medoids(embeddings, count, np.random.default_rng(0))
    assert len(set(picks.tolist())) == len(picks) == min(count, 30)


def test_there_can_be_more_than_one_object_of_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autolabel.strategies.cold_start.MOST_REGIONS", 3)
    picks = medoids(np.random.default_rng(0).normal(size=(50, 2)), 20, np.random.default_rng(0))
    assert len(set(picks.tolist())) == 20


def test_values_that_are_not_finite_are_refused() -> None:
    with pytest.raises(PoolRefused, match=r"embeddings\[1\]"):
        medoids(np.array([[0.0], [np.inf]]), 1, np.random.default_rng(0))
