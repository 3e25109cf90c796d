"""Dawid-Skene, by hand and against a slow implementation with one loop for each sum."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Answers
from consolidation.functions.dawid_skene import FLOOR, dawid_skene, fit
from consolidation.functions.majority import majority
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of, crowds, fallible_crowd, renamed


class TestDawidSkene(ClassContract):
    function = staticmethod(dawid_skene)

    def test_one_iteration_by_hand(self) -> None:
        # Start: object 0 surely class 0, object 1 half and half; prior 3/4, 1/4.
        # Worker 0 says 0 for 2/3 of class 0, and 1 for all of class 1; worker 1 always says 0.
        # Object 1: 3/4 x 1/3 x 1 against 1/4 x 1 x 1.
        result = dawid_skene(answers_of([[0, 0], [1, 0]], 2), iterations=1)
        assert_allclose(result.posteriors, [[1.0, 0.0], [0.5, 0.5]], atol=1e-8)
        assert result.labels.tolist() == [0, 0]
        assert result.confidences.tolist() == [1.0, 0.5]
        assert_allclose(result.worker_accuracy, [(1 + 0.5) / 2, (1 + 0.5) / 2], atol=1e-8)

    @settings(deadline=None)
    @given(crowds(), st.integers(0, 4))
    def test_posteriors_are_those_of_the_slow_loops(self, answers: Answers, iterations: int) -> None:
        posteriors, done = fit(answers, iterations=iterations, tolerance=-math.inf)
        assert done == iterations
        # Each iteration puts posteriors on a grid; where workers hardly answered, the next ones carry it on (1.6e-6 seen).
        assert_allclose(posteriors, slow_posteriors(answers, iterations), atol=1e-4)

    def test_a_worker_who_swaps_two_classes_is_understood(self) -> None:
        # Workers 3 and 4 swap the classes wherever they answer; where only one of the
        # honest three was asked too, the majority is wrong.
        truth = [0, 1] * 20
        table: list[list[int | None]] = [[t, t, t, 1 - t, 1 - t] for t in truth]
        table += [[0, None, None, 1, 1], [None, 1, None, 0, 0]]
        answers = answers_of(table, 2)
        assert majority(answers).labels.tolist() == [*truth, 1, 0]
        result = dawid_skene(answers)
        assert result.labels.tolist() == [*truth, 0, 1]
        assert_allclose(result.worker_accuracy, [1, 1, 1, 0, 0], atol=1e-6)

    @pytest.mark.parametrize(
        ("table", "class_count", "objects", "workers"),
        [
            ([[1, 1, 0], [0, 1, 1], [1, 0, 1]], 2, [2, 0, 1], [2, 0, 1]),
            ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], 3, [1, 2, 0], [0, 2, 1]),
        ],
    )
    def test_who_is_named_first_does_not_decide_where_answers_are_symmetric(
        self, table: list[list[int]], class_count: int, objects: list[int], workers: list[int]
    ) -> None:
        # A saddle: in plain floating point the last bit of a sum grows to another label.
        answers = answers_of(table, class_count)
        exchanged = renamed(answers, np.array(objects), np.array(workers))
        before, _ = fit(answers, iterations=300, tolerance=-math.inf)
        after, _ = fit(exchanged, iterations=300, tolerance=-math.inf)
        assert_allclose(after[objects], before, atol=1e-9)

    def test_it_stops_once_an_iteration_gains_less_than_the_tolerance(self) -> None:
        answers, _truth = fallible_crowd(seed=3)
        posteriors, done = fit(answers, iterations=1000, tolerance=1e-9)
        assert 3 < done < 1000
        further, _ = fit(answers, iterations=done + 1, tolerance=-math.inf)
        assert_allclose(further, posteriors, atol=1e-3)

    @pytest.mark.parametrize("iterations", [1, 2, 5, 20])
    def test_every_iteration_raises_the_likelihood(self, iterations: int) -> None:
        answers, _truth = fallible_crowd(seed=5)
        fewer = likelihood(answers, slow_posteriors(answers, iterations - 1))
        assert likelihood(answers, fit(answers, iterations=iterations, tolerance=-math.inf)[0]) > fewer


def slow_parameters(answers: Answers, posteriors: list[list[float]]) -> tuple[list[float], np.ndarray]:
    """Class prior and one k x k matrix a worker, as the paper writes them."""
    k = answers.class_count
    prior = [sum(row[t] for row in posteriors) / len(posteriors) + FLOOR for t in range(k)]
    confusion = np.full((answers.worker_count, k, k), FLOOR)
    for i, j, c in zip(answers.objects, answers.workers, answers.classes, strict=True):
        for t in range(k):
            confusion[j, t, c] += posteriors[i][t]
    return prior, confusion / confusion.sum(axis=2, keepdims=True)


def slow_joint(answers: Answers, posteriors: list[list[float]]) -> list[list[float]]:
    """Chance of each object's answers together with each true class, under the fitted parameters."""
    prior, confusion = slow_parameters(answers, posteriors)
    joint = [list(prior) for _ in range(answers.object_count)]
    for i, j, c in zip(answers.objects, answers.workers, answers.classes, strict=True):
        for t in range(answers.class_count):
            joint[i][t] *= confusion[j, t, c]
    return joint


def slow_posteriors(answers: Answers, iterations: int) -> list[list[float]]:
    """Dawid-Skene from vote shares, a number of iterations."""
    posteriors: list[list[float]] = majority(answers).posteriors.tolist()
    for _ in range(iterations):
        joint = slow_joint(answers, posteriors)
        posteriors = [[value / sum(row) for value in row] for row in joint]
    return posteriors


def likelihood(answers: Answers, posteriors: object) -> float:
    """Log-likelihood of the parameters that these posteriors lead to."""
    rows = np.asarray(posteriors).tolist()
    return sum(math.log(sum(row)) for row in slow_joint(answers, rows))
