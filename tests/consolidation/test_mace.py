"""MACE: by hand, its likelihood, and the spammers it finds."""

import numpy as np
from numpy.testing import assert_allclose
from scipy.special import digamma

from consolidation.functions.contract import Answers
from consolidation.functions.mace import KNOWING, STRATEGY, fit, mace
from tests.consolidation.contract import ClassContract
from tests.consolidation.crowds import answers_of, fallible_crowd


class TestMace(ClassContract):
    function = staticmethod(mace)

    def test_the_first_beliefs_by_hand(self) -> None:
        # Everybody spams half the time, in both classes alike: an answer is right with 3/4, wrong with 1/4.
        posteriors, _ = fit(answers_of([[0, 0, 1]], 2), iterations=1, tolerance=0)
        assert_allclose(posteriors, [[0.75, 0.25]])

    def test_the_second_beliefs_by_hand(self) -> None:
        # Where an answer is right, two in three of such answers are from knowing: .75 x 2/3 for the first two workers.
        posteriors, spamming = fit(answers_of([[0, 0, 1]], 2), iterations=2, tolerance=0)
        knowing = np.array([0.75, 0.75, 0.25]) * (0.5 / 0.75)
        total = digamma(1 + 2 * KNOWING)
        knows = np.exp(digamma(knowing + KNOWING) - total)
        strategy = np.exp(digamma(1 - knowing + STRATEGY) - digamma(1 - knowing + 2 * STRATEGY))
        blind = np.exp(digamma(1 - knowing + KNOWING) - total) * strategy
        right = blind + knows
        joint = np.array([right[0] * right[1] * blind[2], blind[0] * blind[1] * right[2]])
        assert_allclose(posteriors, [joint / joint.sum()])
        assert len(spamming) == 3

    def test_who_does_not_look_is_found(self) -> None:
        answers, truth = crowd_with_spammers(seed=4)
        result = mace(answers)
        assert (result.spamming[:4] > 0.8).all()
        assert (result.spamming[4:] < 0.4).all()
        assert (result.labels == truth).mean() > 0.9

    def test_a_worker_without_answers_is_unknown(self) -> None:
        spamming = mace(answers_of([[0, 0, None], [1, 1, None]], 2)).spamming
        assert np.isnan(spamming).tolist() == [False, False, True]


def crowd_with_spammers(seed: int) -> tuple[Answers, np.ndarray]:
    """The crowd of `fallible_crowd`, whose first two workers answer at random instead, and the next two always 2."""
    answers, truth = fallible_crowd(seed)
    rng = np.random.default_rng(seed)
    classes = np.where(answers.workers < 2, rng.integers(0, 4, len(answers)), answers.classes)
    classes = np.where((answers.workers == 2) | (answers.workers == 3), 2, classes)
    return Answers(answers.objects, answers.workers, classes, 300, 20, 4), truth
