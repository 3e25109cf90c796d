"""Each strategy: what holds for all, and what is its own."""

import numpy as np
import pytest

from autolabel.strategies.badge import badge
from autolabel.strategies.catalogue import CATALOGUE, DEFAULT
from autolabel.strategies.chance import chance
from autolabel.strategies.contract import PoolRefused
from autolabel.strategies.entropy import entropy
from autolabel.strategies.least_confidence import least_confidence
from autolabel.strategies.margin import margin
from tests.autolabel.strategy_contract import StrategyContract, UncertaintyContract, pool


class TestMargin(UncertaintyContract):
    strategy = staticmethod(margin)


class TestLeastConfidence(UncertaintyContract):
    strategy = staticmethod(least_confidence)


class TestEntropy(UncertaintyContract):
    strategy = staticmethod(entropy)


class TestRandom(StrategyContract):
    strategy = staticmethod(chance)

    def test_every_object_has_the_same_chance(self) -> None:
        probabilities, embeddings = pool(10, 3, 0)
        picks = np.concatenate([self.picks(probabilities, embeddings, 3, seed) for seed in range(1000)])
        # 300 each are expected, with a standard deviation of 14.5.
        assert (abs(np.bincount(picks, minlength=10) - 300) < 5 * 14.5).all()


class TestBadge(StrategyContract):
    strategy = staticmethod(badge)

    def test_it_takes_one_of_each_kind_before_a_second_one(self) -> None:
        kinds = np.repeat(np.eye(4) * 10, 25, axis=0)
        picks = self.picks(np.full((100, 2), 0.5), kinds, 4)
        assert sorted(picks // 25) == [0, 1, 2, 3]

    def test_all_that_the_model_is_sure_of_counts_as_one_object(self) -> None:
        probabilities = np.repeat([[1.0, 0.0], [0.5, 0.5]], 20, axis=0)
        assert (self.picks(probabilities, pool(40, 2, 0)[1], 20) < 20).sum() <= 1

    def test_it_needs_embeddings_that_fit(self) -> None:
        with pytest.raises(PoolRefused, match="needs embeddings"):
            badge(np.ones((3, 1)), None, 1, np.random.default_rng(0))
        with pytest.raises(PoolRefused, match="n of 3"):
            badge(np.ones((3, 1)), np.ones((4, 2)), 1, np.random.default_rng(0))


def test_the_default_is_in_the_catalogue() -> None:
    assert DEFAULT in CATALOGUE
    assert len(set(CATALOGUE.values())) == len(CATALOGUE) == 5
