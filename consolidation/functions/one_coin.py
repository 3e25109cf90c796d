"""One-coin Dawid-Skene: a worker is right equally often whatever the class, and wrong in all ways alike."""

import numpy as np

from consolidation.functions.answer_matrix import AnswerCells, normalise, on_grid
from consolidation.functions.calibration import calibrated
from consolidation.functions.contract import Answers, Consolidated, Floats, conclude, worker_means
from consolidation.functions.majority import vote_shares

# A worker who was right so far is not held to be right for ever: log chances stay finite.
FLOOR = 1e-10


def one_coin(answers: Answers, /, *, iterations: int = 100, tolerance: float = 1e-5) -> Consolidated:
    """Labels by Dawid-Skene with one accuracy a worker in place of a confusion matrix.

    Starts from vote shares. Knows workers after fewer answers than the full matrix does and gives a fair first score of
    them; takes whoever mixes up two classes for careless in all. Confidences are calibrated, posteriors are not.
    Settings as for `fit`. O(iterations (M + n k)) time, O(n k + M) memory.
    """
    posteriors, _ = fit(answers, iterations=iterations, tolerance=tolerance)
    return calibrated(answers, conclude(answers, posteriors))


def fit(answers: Answers, *, iterations: int, tolerance: float) -> tuple[Floats, int]:
    """Posteriors (n, k) and the number of iterations done.

    Stops after `iterations`, or earlier once an iteration adds less than `tolerance` (nats) to the log-likelihood per
    answer. A tolerance of -inf never stops early.
    """
    cells = AnswerCells.of(answers)
    others = max(answers.class_count - 1, 1)
    posteriors = on_grid(vote_shares(answers))
    before = -np.inf
    done = 0
    while done < iterations and len(answers):
        prior = posteriors.mean(axis=0) + FLOOR
        accuracy = np.clip(worker_means(answers, cells.beliefs(posteriors)), FLOOR, 1 - FLOOR)[answers.workers]
        wrong = np.log((1 - accuracy) / others)
        posteriors, likelihood = normalise(cells.evidence(np.log(accuracy) - wrong) + np.log(prior))
        likelihood += float(wrong.sum())  # what all classes of an object have in common
        done += 1
        if (likelihood - before) / len(answers) < tolerance:
            break
        before = likelihood
    return posteriors, done
