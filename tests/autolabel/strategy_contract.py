"""What holds for every strategy. Each strategy's test class inherits it."""

from typing import ClassVar

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from autolabel.arrays import Floats, Ints
from autolabel.strategies.contract import PoolRefused, Strategy

# One inherited test runs in several classes, which hypothesis would take for a mistake.
inherited = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.differing_executors])


def pool(n: int, k: int, seed: int) -> tuple[Floats, Floats]:
    """Probabilities (n, k) and embeddings (n, 5) of a pool."""
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(k), n).reshape(n, k), rng.normal(size=(n, 5))


class StrategyContract:
    """Inherit, and set `strategy = staticmethod(...)`."""

    strategy: ClassVar[Strategy]

    def picks(self, probabilities: Floats, embeddings: Floats, count: int, seed: int = 0) -> Ints:
        return self.strategy(probabilities, embeddings, count, np.random.default_rng(seed))

    @inherited
    @given(st.integers(0, 30), st.integers(1, 6), st.integers(0, 40), st.integers(0, 99))
    def test_picks_are_different_objects_of_the_pool(self, n: int, k: int, count: int, seed: int) -> None:
        picks = self.picks(*pool(n, k, seed), count, seed)
        assert picks.shape == (min(count, n),)
        assert picks.dtype.kind == "i"
        assert len(set(picks.tolist())) == len(picks)
        assert ((picks >= 0) & (picks < n)).all()

    @inherited
    @given(st.integers(1, 30), st.integers(1, 6), st.integers(0, 99))
    def test_the_same_generator_gives_the_same_picks(self, n: int, k: int, seed: int) -> None:
        probabilities, embeddings = pool(n, k, seed)
        before = probabilities.copy(), embeddings.copy()
        first = self.picks(probabilities, embeddings, n // 2, seed)
        assert_array_equal(first, self.picks(probabilities, embeddings, n // 2, seed))
        assert_array_equal(probabilities, before[0])
        assert_array_equal(embeddings, before[1])

    def test_one_class_is_enough(self) -> None:
        assert len(self.picks(np.ones((9, 1)), np.zeros((9, 5)), 4)) == 4

    def test_twenty_thousand_classes_are_not_too_many(self) -> None:
        assert len(self.picks(*pool(150, 20_000, 1), 40)) == 40

    def test_equal_objects_are_picked_by_lot(self) -> None:
        picks = {tuple(self.picks(np.full((60, 3), 1 / 3), np.ones((60, 5)), 5, seed)) for seed in range(5)}
        assert len(picks) > 1

    def test_values_that_are_not_finite_are_refused_by_row(self) -> None:
        probabilities, embeddings = pool(9, 3, 0)
        probabilities[4, 1] = np.nan
        with pytest.raises(PoolRefused, match=r"probabilities\[4\]"):
            self.picks(probabilities, embeddings, 3)

    def test_no_classes_and_fewer_than_none_are_refused(self) -> None:
        with pytest.raises(PoolRefused, match="k of 1 or more"):
            self.picks(np.empty((3, 0)), np.ones((3, 5)), 1)
        with pytest.raises(PoolRefused, match="0 or more"):
            self.picks(np.ones((3, 1)), np.ones((3, 5)), -1)


class UncertaintyContract(StrategyContract):
    """Of a strategy that looks at probabilities alone."""

    def test_the_object_between_two_classes_comes_before_the_sure_one(self) -> None:
        table = np.array([[0.98, 0.01, 0.01], [0.5, 0.48, 0.02], [0.8, 0.15, 0.05]])
        assert self.picks(table, np.zeros((3, 5)), 3).tolist() == [1, 2, 0]

    def test_exchanging_the_classes_changes_nothing(self) -> None:
        probabilities, embeddings = pool(40, 4, 3)
        assert_array_equal(
            self.picks(probabilities, embeddings, 20), self.picks(probabilities[:, [2, 0, 3, 1]], embeddings, 20)
        )
