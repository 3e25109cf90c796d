"""Pooled-prior Dawid-Skene, by hand and against a slow implementation with full matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Answers
from consolidation.functions.dawid_skene import dawid_skene
from consolidation.functions.majority import majority
from consolidation.functions.pooled_prior import ACCURACY, CROWD, FLOOR, OWN, fit, pooled_prior_dawid_skene
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of, crowds, mixed_crowd


class TestPooledPrior(ClassContract):
    function = staticmethod(pooled_prior_dawid_skene)

    def test_one_iteration_by_hand(self) -> None:
        # Two workers agree on one object of two classes. For the class they chose every part of the mixture says
        # "always right", for the other every part says "never" but the pooled row, which nobody has met: half and half.
        posteriors, _ = fit(answers_of([[0, 0]], 2), iterations=1)
        wrong = CROWD / 2 / (OWN + CROWD)
        assert_allclose(posteriors, [np.array([2.0, wrong**2]) / (2 + wrong**2)])

    @settings(deadline=None)
    @given(crowds(), st.integers(0, 4))
    def test_posteriors_are_those_of_the_slow_loops(self, answers: Answers, iterations: int) -> None:
        posteriors, done = fit(answers, iterations=iterations, tolerance=0)
        assert done == iterations
        assert_allclose(posteriors, slow_posteriors(answers, iterations), atol=1e-6)

    def test_it_stops_once_beliefs_hardly_change(self) -> None:
        answers, _truth = mixed_crowd(seed=3)
        posteriors, done = fit(answers, tolerance=1e-5)
        assert 3 < done < 50
        further, _ = fit(answers, iterations=done + 1, tolerance=0)
        assert np.abs(further - posteriors).max(axis=1).mean() < 1e-5

    def test_a_worker_who_swaps_two_classes_is_understood(self) -> None:
        truth = [0, 1] * 20
        table: list[list[int | None]] = [[t, t, t, 1 - t, 1 - t] for t in truth]
        table += [[0, None, None, 1, 1], [None, 1, None, 0, 0]]
        answers = answers_of(table, 2)
        assert majority(answers).labels.tolist() == [*truth, 1, 0]
        assert pooled_prior_dawid_skene(answers).labels.tolist() == [*truth, 0, 1]

    @pytest.mark.parametrize(
        ("crowd", "over_vote", "over_dawid_skene"),
        [((100, 60, 6, 3), -0.03, 0.05), ((120, 40, 4, 5), 0.01, 0.01), ((1500, 40, 4, 5), 0.05, 0.0)],
    )
    def test_it_leaves_the_vote_behind_and_does_not_fall_apart_on_small_jobs(
        self, crowd: tuple[int, int, int, int], over_vote: float, over_dawid_skene: float
    ) -> None:
        jobs = [mixed_crowd(seed, *crowd) for seed in range(6)]
        vote, full, pooled = (
            np.mean([(function(answers).labels == truth).mean() for answers, truth in jobs])
            for function in (majority, dawid_skene, pooled_prior_dawid_skene)
        )
        assert pooled > vote + over_vote
        assert pooled > full + over_dawid_skene


def slow_posteriors(answers: Answers, iterations: int) -> np.ndarray:
    """The rule with one full k x k matrix a worker, [truth, said]."""
    k, entries = answers.class_count, list(zip(answers.objects, answers.workers, answers.classes, strict=True))
    beliefs = majority(answers).posteriors
    for _ in range(iterations):
        counts = np.zeros((answers.worker_count, k, k))
        for i, j, c in entries:
            counts[j, :, c] += beliefs[i]
        pooled = counts.sum(axis=0)
        crowd_accuracy = np.trace(pooled) / pooled.sum()
        rows = (pooled + FLOOR) / (pooled + FLOOR).sum(axis=1, keepdims=True)
        joint = np.tile(beliefs.sum(axis=0) + 1, (answers.object_count, 1))
        for i, j, c in entries:
            given_answers = counts[j].sum()
            accuracy = (np.trace(counts[j]) + ACCURACY * crowd_accuracy) / (given_answers + ACCURACY)
            alike = np.full((k, k), (1 - accuracy) / max(k - 1, 1))
            np.fill_diagonal(alike, accuracy)
            matrix = counts[j] + OWN * alike + CROWD * rows
            joint[i] *= (matrix / (counts[j].sum(axis=1, keepdims=True) + OWN + CROWD))[:, c]
        beliefs = joint / joint.sum(axis=1, keepdims=True)
    return beliefs
