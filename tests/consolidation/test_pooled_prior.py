"""Pooled-prior Dawid-Skene, by hand and against a slow implementation with full matrices."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Answers, Ints
from consolidation.functions.dawid_skene import dawid_skene
from consolidation.functions.majority import majority
from consolidation.functions.pooled_prior import (
    ACCURACY,
    ANCHOR,
    CROWD,
    FIRST_ACCURACY,
    LEANING,
    OWN,
    SETTLED,
    fit,
    pooled_prior_dawid_skene,
)
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of, careless_crowd, crowds, mixed_crowd, rare_crowd


class TestPooledPrior(ClassContract):
    function = staticmethod(pooled_prior_dawid_skene)

    def test_one_iteration_by_hand(self) -> None:
        # Two workers agree on one object of two classes, so the start is certain. The crowd: 2 answers right, and the
        # first 20 for each class, 14 of them right; a worker: 1 right, and 4 of the crowd.
        posteriors, _ = fit(answers_of([[0, 0]], 2), iterations=1)
        accuracy = (1 + 4 * 30 / 42) / 5
        said_rightly = (1 + CROWD * 16 / 22 + OWN * accuracy) / (1 + CROWD + OWN)
        said_wrongly = (CROWD * 6 / 20 + OWN * (1 - accuracy)) / (CROWD + OWN)
        joint = np.array([2 * said_rightly**2, said_wrongly**2])
        assert_allclose(posteriors, [joint / joint.sum()])

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

    def test_one_answer_an_object_is_the_label(self) -> None:
        answers, _truth = mixed_crowd(seed=4, object_count=500, worker_count=30, class_count=10, answers_each=1)
        assert pooled_prior_dawid_skene(answers).labels.tolist() == answers.classes.tolist()

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

    @pytest.mark.parametrize(("crowd", "over_vote"), [(careless_crowd, 0.04), (rare_crowd, 0.1)])
    def test_labels_are_not_drawn_to_one_class_nor_spread_over_all(
        self, crowd: Callable[[int], tuple[Answers, Ints]], over_vote: float
    ) -> None:
        jobs = [crowd(seed) for seed in range(4)]
        vote, pooled = (
            np.mean([(function(answers).labels == truth).mean() for answers, truth in jobs])
            for function in (majority, pooled_prior_dawid_skene)
        )
        assert pooled > vote + over_vote


def slow_posteriors(answers: Answers, iterations: int) -> np.ndarray:
    """The rule with one full k x k matrix a worker, [truth, said]."""
    k, entries = answers.class_count, list(zip(answers.objects, answers.workers, answers.classes, strict=True))
    beliefs, several = majority(answers).posteriors, answers.answers_per_object() > 1
    shares = np.ones(k)
    for done in range(iterations):
        counts = np.zeros((answers.worker_count, k, k))
        for i, j, c in entries:
            counts[j, :, c] += beliefs[i] * several[i]
        pooled = counts.sum(axis=0) + ANCHOR * one_coin(FIRST_ACCURACY, k)
        crowd_accuracy = np.trace(pooled) / pooled.sum()
        rows = pooled / pooled.sum(axis=1, keepdims=True)
        if done < SETTLED:
            found = beliefs[several].sum(axis=0)
            slips = min((1 - crowd_accuracy) / max(k - 1, 1), 0.9 / k)
            said = counts.sum(axis=(0, 1)) + 1
            meant = np.maximum(said / said.sum() - slips, 0)
            shares = (found + 1) ** (1 - LEANING) * (found.sum() * meant / meant.sum() + 1) ** LEANING
        joint = np.tile(shares, (answers.object_count, 1))
        for i, j, c in entries:
            given_answers = counts[j].sum()
            accuracy = (np.trace(counts[j]) + ACCURACY * crowd_accuracy) / (given_answers + ACCURACY)
            matrix = counts[j] + OWN * one_coin(accuracy, k) + CROWD * rows
            joint[i] *= (matrix / (counts[j].sum(axis=1, keepdims=True) + OWN + CROWD))[:, c]
        beliefs = joint / joint.sum(axis=1, keepdims=True)
    return beliefs


def one_coin(accuracy: float, k: int) -> np.ndarray:
    """A k x k matrix of somebody who is right this often in every class."""
    matrix = np.full((k, k), (1 - accuracy) / max(k - 1, 1))
    np.fill_diagonal(matrix, accuracy)
    return matrix
