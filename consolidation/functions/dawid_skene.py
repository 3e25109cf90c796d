"""Dawid-Skene: a full confusion matrix for each worker, fitted by expectation maximisation."""

import numpy as np

from consolidation.functions.answer_matrix import AnswerMatrix, on_grid
from consolidation.functions.contract import Answers, Consolidated, Floats, conclude
from consolidation.functions.majority import vote_shares

# Keeps chances nobody has shown above zero, or one surprise would rule a class out for good.
FLOOR = 1e-10


def dawid_skene(answers: Answers, /, *, iterations: int = 100, tolerance: float = 1e-5) -> Consolidated:
    """Labels by the maximum likelihood of A. P. Dawid and A. M. Skene, Applied Statistics 28 (1979).

    Starts from vote shares. Learns systematic confusions, also of workers who are always wrong in
    the same way; needs many answers a worker, and its confidences run high. Posteriors are neither
    tempered nor capped. Settings as for `fit`. O(iterations M k) time, O(n k + M) memory.
    """
    posteriors, _ = fit(answers, iterations=iterations, tolerance=tolerance)
    return conclude(answers, posteriors)


def fit(answers: Answers, *, iterations: int, tolerance: float) -> tuple[Floats, int]:
    """Posteriors (n, k) and the number of iterations done.

    Stops after `iterations`, or earlier once an iteration adds less than `tolerance` (nats) to the
    log-likelihood per answer. A tolerance of -inf never stops early.
    """
    matrix = AnswerMatrix.of(answers)
    posteriors = on_grid(vote_shares(answers))
    before = -np.inf
    done = 0
    while done < iterations and len(answers):
        prior = posteriors.mean(axis=0) + FLOOR
        log_confusion = _log_confusion(matrix, posteriors, answers.worker_count)
        posteriors, likelihood = matrix.beliefs(log_confusion, np.log(prior))
        done += 1
        if (likelihood - before) / len(answers) < tolerance:
            break
        before = likelihood
    return posteriors, done


def _log_confusion(matrix: AnswerMatrix, posteriors: Floats, worker_count: int) -> Floats:
    """Log chance (P, k) of each pair by true class; 1/k for a true class the worker never met."""
    counts = matrix.counts(posteriors)
    met = matrix.by_worker(counts, worker_count)
    k = posteriors.shape[1]
    log_met = np.log(met + k * FLOOR)
    return np.asarray(np.log(counts + FLOOR) - log_met[matrix.pair_worker])
