"""One-coin Dawid-Skene, by hand and against loops."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Answers
from consolidation.functions.majority import majority
from consolidation.functions.one_coin import FLOOR, fit, one_coin
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of, crowds, fallible_crowd


class TestOneCoin(ClassContract):
    function = staticmethod(one_coin)

    def test_one_iteration_by_hand(self) -> None:
        # From vote shares the workers are right 5/6, 5/6 and 2/3 of the time (object 0: 2/3, 2/3, 1/3); prior 5/6, 1/6.
        posteriors, _ = fit(answers_of([[0, 0, 1], [0, 0, 0]], 2), iterations=1, tolerance=-math.inf)
        yes = 5 / 6 * (5 / 6) ** 2 * (1 / 3)
        no = 1 / 6 * (1 / 6) ** 2 * (2 / 3)
        assert_allclose(posteriors[0], [yes / (yes + no), no / (yes + no)], atol=1e-8)

    @settings(deadline=None)
    @given(crowds(), st.integers(0, 4))
    def test_posteriors_are_those_of_the_slow_loops(self, answers: Answers, iterations: int) -> None:
        posteriors, done = fit(answers, iterations=iterations, tolerance=-math.inf)
        assert done == iterations
        assert_allclose(posteriors, slow_posteriors(answers, iterations), atol=1e-6)

    def test_it_stops_once_an_iteration_gains_less_than_the_tolerance(self) -> None:
        answers, _truth = fallible_crowd(seed=3)
        posteriors, done = fit(answers, iterations=1000, tolerance=1e-9)
        assert 3 < done < 1000
        further, _ = fit(answers, iterations=done + 1, tolerance=-math.inf)
        assert_allclose(further, posteriors, atol=1e-3)


def slow_posteriors(answers: Answers, iterations: int) -> np.ndarray:
    """The rule as loops over answers."""
    k, entries = answers.class_count, list(zip(answers.objects, answers.workers, answers.classes, strict=True))
    beliefs = majority(answers).posteriors
    for _ in range(iterations):
        joint = np.tile(beliefs.mean(axis=0) + FLOOR, (answers.object_count, 1))
        for i, j, c in entries:
            own = [beliefs[i2, c2] for i2, j2, c2 in entries if j2 == j]
            accuracy = min(max(sum(own) / len(own), FLOOR), 1 - FLOOR)
            chances = np.full(k, (1 - accuracy) / max(k - 1, 1))
            chances[c] = accuracy
            joint[i] *= chances
        beliefs = joint / joint.sum(axis=1, keepdims=True)
    return beliefs
