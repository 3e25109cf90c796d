"""The original service's own variant of Dawid-Skene, kept for the same labels and confidences."""

import numpy as np
from numpy.typing import NDArray

from consolidation.functions.answer_matrix import AnswerMatrix
from consolidation.functions.contract import Answers, Consolidated, Floats, conclude, expected_accuracy

START_ACCURACY = 0.7
# What the service's published code does in effect: its test for convergence holds after the second epoch.
EPOCHS = 2
# The service's real output never goes above it.
CEILING = 0.95
# Stands in for a chance of zero, whose logarithm would make a sum of several such chances nan.
TINY = 1e-300


def modified_dawid_skene(answers: Answers, /, *, epochs: int = EPOCHS) -> Consolidated:
    """Dawid-Skene with every worker's matrix drawn towards one accuracy for all classes (spec 3.3).

    To the belief mass a worker's n_j answers gave, each epoch adds n_j answers of somebody who is
    right as often as this worker in all classes alike, and n_j / 2 of somebody as good as the mean
    worker (of the epoch before). So it holds up on small jobs, and never quite learns a worker's
    systematic confusions. Confidences are capped at 0.95, posteriors are not.
    O(epochs M k) time, O(n k + M) memory.
    """
    n, k = answers.object_count, answers.class_count
    matrix = AnswerMatrix.of(answers)
    own = matrix.pair_class[:, None] == np.arange(k)
    posteriors = np.full((n, k), 1 / k)
    confusion = _one_coin(own, np.full(len(own), START_ACCURACY), k)
    crowd_accuracy = START_ACCURACY
    for _ in range(epochs if len(answers) else 0):
        prior = posteriors.mean(axis=0)
        posteriors, _likelihood = matrix.beliefs(_log(confusion), _log(prior))
        accuracy = expected_accuracy(answers, posteriors)
        confusion = _shrunk(matrix, own, answers, posteriors, accuracy, crowd_accuracy)
        crowd_accuracy = float(np.nanmean(accuracy))
    return conclude(answers, posteriors, ceiling=CEILING)


def _shrunk(
    matrix: AnswerMatrix,
    own: NDArray[np.bool_],
    answers: Answers,
    posteriors: Floats,
    accuracy: Floats,
    crowd_accuracy: float,
) -> Floats:
    """Chance (P, k) of each pair by true class, from counts and the two imagined workers."""
    k = answers.class_count
    given = answers.answers_per_worker().astype(np.float64)
    counts = matrix.counts(posteriors)
    # Rows of a one-coin matrix sum to 1, so together the imagined answers add 1.5 n_j to each row.
    rows = matrix.by_worker(counts, answers.worker_count) + 1.5 * given[:, None]
    worker = matrix.pair_worker
    like_self = _one_coin(own, accuracy[worker], k)
    like_crowd = _one_coin(own, np.full(len(own), crowd_accuracy), k)
    added = given[worker, None] * (like_self + like_crowd / 2)
    return np.asarray((counts + added) / rows[worker])


def _one_coin(own: NDArray[np.bool_], accuracy: Floats, k: int) -> Floats:
    """Chance (P, k) of each pair by true class for somebody who is right this often in every class."""
    wrong = (1 - accuracy) / max(k - 1, 1)
    return np.where(own, accuracy[:, None], wrong[:, None])


def _log(chances: Floats) -> Floats:
    return np.log(np.maximum(chances, TINY))
