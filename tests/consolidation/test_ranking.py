"""Strengths of many things from comparisons of two."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import spearmanr

from consolidation.functions.ranking import PRIOR, Comparisons, bradley_terry


def simulated(
    seed: int, count: int = 4000, items: int = 100, workers: int = 30
) -> tuple[Comparisons, np.ndarray, np.ndarray]:
    """Comparisons, true scores, and how often each worker looks before they answer."""
    rng = np.random.default_rng(seed)
    scores, looks = rng.normal(0, 1.2, items), rng.choice([1, 0.8, 0.3, 0], workers)
    left, by = rng.integers(0, items, count), rng.integers(0, workers, count)
    right = (left + rng.integers(1, items, count)) % items
    gap = np.exp((scores[left] - scores[right]) / 2)
    chance = rng.random(count) * (gap + 1 / gap + 0.5)
    outcome = np.where(chance < gap, 1, np.where(chance < gap + 1 / gap, -1, 0))
    outcome = np.where(rng.random(count) < looks[by], outcome, rng.choice([-1, 1], count))
    better, worse = np.where(outcome >= 0, left, right), np.where(outcome >= 0, right, left)
    return Comparisons(better, worse, (outcome == 0).astype(np.int64), by, items, workers), scores, looks


def of(*rows: tuple[int, int, int], items: int = 3) -> Comparisons:
    """Comparisons (better, worse, tie) of one worker."""
    better, worse, tie = np.array(rows, np.int64).reshape(-1, 3).T
    return Comparisons(better, worse, tie, np.zeros(len(rows), np.int64), items, 1)


def test_scores_are_those_of_the_largest_likelihood() -> None:
    given = of((0, 1, 0), (0, 1, 0), (1, 0, 0), (1, 2, 1), (1, 2, 0), (0, 2, 0), (2, 0, 1))
    found = bradley_terry(given, weigh_workers=False, iterations=5000, tolerance=1e-10)

    def loss(x: np.ndarray) -> float:
        strength, nu = np.exp(x[:3]), np.exp(x[3])
        s, t = strength[given.better], strength[given.worse]
        said = np.where(given.tie == 1, nu * np.sqrt(s * t), s)
        prior = PRIOR * (np.log(strength) - 2 * np.log1p(strength)).sum()
        return float(-(np.log(said / (s + t + nu * np.sqrt(s * t))).sum() + prior))

    best = minimize(loss, np.zeros(4), tol=1e-12).x
    np.testing.assert_allclose(found.scores, best[:3] - best[:3].mean(), atol=2e-3)
    assert found.tie == pytest.approx(np.exp(best[3]), rel=5e-3)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_the_order_of_the_input_and_names_change_nothing(seed: int, random: object) -> None:
    given, _, _ = simulated(seed, count=60, items=6, workers=4)
    rng = np.random.default_rng(seed)
    order, items, workers = rng.permutation(60), rng.permutation(6), rng.permutation(4)
    mixed = Comparisons(
        items[given.better][order], items[given.worse][order], given.tie[order], workers[given.workers][order], 6, 4
    )
    before, after = bradley_terry(given), bradley_terry(mixed)
    np.testing.assert_allclose(after.scores[items], before.scores, atol=1e-6)
    np.testing.assert_allclose(after.reliability[workers], before.reliability, atol=1e-6)


def test_what_always_won_or_was_never_seen_has_a_finite_score() -> None:
    found = bradley_terry(of((0, 1, 0), (0, 1, 0), items=3))
    assert found.scores[0] > found.scores[2] > found.scores[1]
    assert np.isfinite(found.scores).all()


def test_chances_are_a_distribution_and_ties_are_learned() -> None:
    found = bradley_terry(of(*[(0, 1, 1)] * 8, (0, 1, 0), (1, 0, 0), items=2))
    left, tie = found.chances(np.array([0]), np.array([1]))
    right, _ = found.chances(np.array([1]), np.array([0]))
    assert left + tie + right == pytest.approx(1)
    assert tie[0] > 0.7


def test_weighing_workers_finds_the_order_better_and_tells_who_looks() -> None:
    rank = []
    for seed in range(4):
        given, scores, looks = simulated(seed)
        plain, weighed = bradley_terry(given, weigh_workers=False), bradley_terry(given)
        rank.append([spearmanr(one.scores, scores)[0] for one in (plain, weighed)])
        assert np.corrcoef(weighed.reliability, looks)[0, 1] > 0.8
    plain_rank, weighed_rank = np.mean(rank, axis=0)
    assert weighed_rank > plain_rank + 0.005
    assert weighed_rank > 0.9


def test_nothing_was_compared() -> None:
    found = bradley_terry(of(items=2))
    assert found.scores.tolist() == [0.0, 0.0]
    assert np.isnan(found.reliability).all()
