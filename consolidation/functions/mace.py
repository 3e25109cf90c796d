"""MACE: every worker either knows the class or spams, and each spams in a way of their own."""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma

from consolidation.functions.answer_matrix import AnswerCells, AnswerMatrix, normalise
from consolidation.functions.calibration import calibrated
from consolidation.functions.contract import Answers, Consolidated, Floats, conclude

# Imagined answers: of a worker who knows and of one who spams (Beta), and of a spammer for each class (Dirichlet).
KNOWING = 0.5
STRATEGY = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class MaceConsolidated(Consolidated):
    """`spamming` (W,): chance that an answer of this worker was given without looking at the object, 0..1; nan where a
    worker gave no answer."""

    spamming: Floats


def mace(answers: Answers, /, *, iterations: int = 50, tolerance: float = 1e-5) -> MaceConsolidated:
    """Labels by D. Hovy, T. Berg-Kirkpatrick, A. Vaswani and E. Hovy, Learning Whom to Trust with MACE (NAACL 2013).

    Variational Bayes with their priors, from one start at which all workers are alike, so that it begins at the vote;
    the authors draw random starts. Finds whoever does not look at the objects; knows nothing of classes that are hard
    to tell apart. Confidences are calibrated, posteriors are not. Stops once the log-likelihood per answer changes by
    less than `tolerance` (nats). O(iterations (M + n k)) time, O(n k + M) memory.
    """
    posteriors, spamming = fit(answers, iterations=iterations, tolerance=tolerance)
    found = calibrated(answers, conclude(answers, posteriors))
    unknown = np.where(answers.answers_per_worker() > 0, spamming, np.nan)
    return MaceConsolidated(found.labels, found.confidences, posteriors, found.worker_accuracy, unknown)


def fit(answers: Answers, *, iterations: int, tolerance: float) -> tuple[Floats, Floats]:
    """Posteriors (n, k) and chances of spamming (W,), the mean of their Beta distribution."""
    matrix, cells = AnswerMatrix.of(answers), AnswerCells.of(answers)
    pair, worker = matrix.votes.indices, matrix.pair_worker
    given = np.bincount(pair, minlength=len(worker)).astype(np.float64)
    posteriors = np.full(cells.shape, 1 / answers.class_count)
    blind = np.full(len(worker), 0.5 / answers.class_count)  # chance that the pair's worker spams and says its class
    knows = np.full(answers.worker_count, 0.5)
    spamming = 1 - knows
    before = -np.inf
    for _ in range(iterations if len(answers) else 0):
        right = blind + knows[worker]
        posteriors, likelihood = normalise(cells.evidence(np.log(right / blind)[pair]))
        likelihood += float(given @ np.log(blind))  # what all classes of an object have in common
        knowing = knows[worker] / right * np.bincount(pair, weights=cells.beliefs(posteriors), minlength=len(worker))
        blind, knows, spamming = _strategies(answers, matrix, given - knowing, knowing)
        if abs(likelihood - before) / len(answers) < tolerance:
            break
        before = likelihood
    return posteriors, spamming


def _strategies(answers: Answers, matrix: AnswerMatrix, spam: Floats, knowing: Floats) -> tuple[Floats, Floats, Floats]:
    """From expected answers of both sorts by pair (P,): the chance (P,) that the pair's worker spams and says its class,
    the chance (W,) that the worker knows, both the exponential of a mean logarithm, and the mean chance of spamming."""
    worker, count, k = matrix.pair_worker, answers.worker_count, answers.class_count
    spammed = np.bincount(worker, weights=spam, minlength=count)
    known = np.bincount(worker, weights=knowing, minlength=count)
    total = digamma(spammed + known + 2 * KNOWING)
    spams = np.exp(digamma(spammed + KNOWING) - total)
    strategy = np.exp(digamma(spam + STRATEGY) - digamma(spammed + k * STRATEGY)[worker])
    return (
        spams[worker] * strategy,
        np.exp(digamma(known + KNOWING) - total),
        (spammed + KNOWING) / (spammed + known + 2 * KNOWING),
    )
