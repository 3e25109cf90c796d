"""The original's Dawid-Skene, by hand and against the rule of spec 3.3 written as loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from consolidation.functions.contract import Answers
from consolidation.functions.modified_dawid_skene import modified_dawid_skene
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of, crowds, fallible_crowd


class TestModifiedDawidSkene(ClassContract):
    function = staticmethod(modified_dawid_skene)

    def test_one_epoch_by_hand(self) -> None:
        # .7 x .7 x .3 against .3 x .3 x .7
        result = modified_dawid_skene(answers_of([[0, 0, 1]], 2), epochs=1)
        assert_allclose(result.posteriors, [[0.7, 0.3]])
        assert result.labels.tolist() == [0]
        assert result.confidences.tolist() == [0.7]
        assert_allclose(result.worker_accuracy, [0.7, 0.7, 0.3])

    def test_two_epochs_by_hand(self) -> None:
        # After the first epoch the belief is .7, .3. For workers 0 and 1 (accuracy .7):
        # (count + own + crowd / 2) / (row + 1.5); for worker 2 the accuracy is .3.
        agreeing = np.array([(0.7 + 0.7 + 0.35) / 2.2, (0.3 + 0.3 + 0.15) / 1.8])
        dissenting = np.array([(0.7 + 0.7 + 0.15) / 2.2, (0.3 + 0.3 + 0.35) / 1.8])
        joint = np.array([0.7, 0.3]) * agreeing**2 * dissenting
        result = modified_dawid_skene(answers_of([[0, 0, 1]], 2))
        assert_allclose(result.posteriors, [joint / joint.sum()])

    @settings(deadline=None)
    @given(crowds(), st.integers(0, 5))
    def test_posteriors_are_those_of_the_slow_loops(self, answers: Answers, epochs: int) -> None:
        posteriors = modified_dawid_skene(answers, epochs=epochs).posteriors
        assert_allclose(posteriors, slow_posteriors(answers, epochs), atol=1e-7)

    def test_two_epochs_are_the_default(self) -> None:
        answers, _truth = fallible_crowd(seed=1)
        by_default = modified_dawid_skene(answers).posteriors
        assert (by_default == modified_dawid_skene(answers, epochs=2).posteriors).all()
        assert (by_default != modified_dawid_skene(answers, epochs=3).posteriors).any()

    def test_confidence_stops_at_95_and_posteriors_do_not(self) -> None:
        result = modified_dawid_skene(answers_of([[1] * 5, [0] * 5], 2))
        assert result.confidences.tolist() == [0.95, 0.95]
        assert (result.posteriors.max(axis=1) > 0.99).all()

    @pytest.mark.filterwarnings("error")
    def test_many_epochs_on_a_perfect_crowd_stay_finite(self) -> None:
        result = modified_dawid_skene(answers_of([[c % 3] * 4 for c in range(60)], 3), epochs=200)
        assert np.isfinite(result.posteriors).all()
        assert result.labels.tolist() == [c % 3 for c in range(60)]


def one_coin(accuracy: float, k: int) -> np.ndarray:
    """A k x k matrix of somebody who is right this often in every class."""
    off = (1 - accuracy) / (k - 1) if k > 1 else 0.0
    return np.array([[accuracy if t == c else off for c in range(k)] for t in range(k)])


def slow_posteriors(answers: Answers, epochs: int) -> np.ndarray:
    """The rule as the spec lists it: full matrices, one loop for each sum."""
    k = answers.class_count
    entries = list(zip(answers.objects, answers.workers, answers.classes, strict=True))
    asked = {j: [(i, c) for i, who, c in entries if who == j] for j in sorted({j for _, j, _ in entries})}
    beliefs = np.full((answers.object_count, k), 1 / k)
    confusion = {j: one_coin(0.7, k) / one_coin(0.7, k).sum(axis=1, keepdims=True) for j in asked}
    crowd_accuracy = 0.7
    for _ in range(epochs):
        prior = beliefs.mean(axis=0)
        beliefs = np.tile(prior, (answers.object_count, 1))
        for i, j, c in entries:
            beliefs[i] *= confusion[j][:, c]
        beliefs /= beliefs.sum(axis=1, keepdims=True)
        accuracies = []
        for j, given_answers in asked.items():
            counts = np.zeros((k, k))
            for i, c in given_answers:
                counts[:, c] += beliefs[i]
            accuracies.append(np.trace(counts) / counts.sum())
            n_j = len(given_answers)
            counts += one_coin(accuracies[-1], k) * n_j + one_coin(crowd_accuracy, k) * n_j / 2
            confusion[j] = counts / counts.sum(axis=1, keepdims=True)
        crowd_accuracy = sum(accuracies) / len(accuracies)
    return beliefs
