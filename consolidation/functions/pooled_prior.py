"""Dawid-Skene whose workers are taken to be like the crowd until their answers say otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consolidation.functions.answer_matrix import AnswerMatrix, on_grid
from consolidation.functions.calibration import calibrated
from consolidation.functions.contract import Answers, Consolidated, Floats, conclude
from consolidation.functions.majority import vote_shares

# Answers that every worker is imagined to have given to each true class before the first: a few of somebody who is right
# as often as this worker in all classes alike, more of the crowd. With 2 to 9 answers an object, 2 to 10 classes and
# three grades of difficulty, 108 simulated crowds, 5 answers of the crowd found 0.800 of the labels, 8 found 0.798.
OWN = 0.5
CROWD = 5.0
# Answers of the crowd that a worker's accuracy begins with.
ACCURACY = 4.0
# Answers to each true class that the crowd itself begins with, right in 7 of 10: what the first objects of a job are
# read with. Without them a single class may come to explain all answers, for good where objects come one by one.
ANCHOR = 20.0
FIRST_ACCURACY = 0.7
# The shares of the classes are learned in so many iterations, and the rest is learned with them as they are. Shares that go
# on moving and tables that follow them drew ever more labels to one class: where 4 of 10 workers did not look and half of
# these always said the same (800 objects of 5 classes, a hundred at a time), 0.40 of the labels were right, and 0.64 of the
# votes.
SETTLED = 3
# How far these shares lean towards what the answers say of them, all classes mixed up alike: where 2 objects in 100 are of
# the rarer class and 3 answers in 10 are wrong, 0.96 of the labels are right and not 0.78.
LEANING = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What answers to labelled objects show of workers and crowd: sums of beliefs.

    counts (P, k) by pair and true class; met (W, k) by worker and true class; right (W,) of the classes a worker chose;
    pooled (k, k) by class said and true class, over all workers; classes (k,) of objects by true class.
    """

    counts: Floats
    met: Floats
    right: Floats
    pooled: Floats
    classes: Floats

    @classmethod
    def of(cls, matrix: AnswerMatrix, posteriors: Floats, worker_count: int) -> Tally:
        """The tally of these answers under these beliefs (n, k)."""
        counts = matrix.counts(posteriors)
        pooled = np.zeros((posteriors.shape[1],) * 2)
        np.add.at(pooled, matrix.pair_class, counts)
        own = counts[np.arange(len(counts)), matrix.pair_class]
        right = np.bincount(matrix.pair_worker, weights=own, minlength=worker_count)
        met = matrix.by_worker(counts, worker_count)
        return cls(counts, met, np.asarray(right, np.float64), pooled, posteriors.sum(axis=0))

    def plus(self, other: Tally | None) -> Tally:
        """Both together; of the same pairs and workers."""
        if other is None:
            return self
        return Tally(
            self.counts + other.counts,
            self.met + other.met,
            self.right + other.right,
            self.pooled + other.pooled,
            self.classes + other.classes,
        )


def pooled_prior_dawid_skene(
    answers: Answers, /, *, own: float = OWN, crowd: float = CROWD, iterations: int = 50, tolerance: float = 1e-4
) -> Consolidated:
    """Labels by Dawid-Skene with a prior of fixed size for every worker's matrix, estimated from all workers.

    Row t of a matrix has the worker's own counts, `own` answers of a one-coin worker of the same accuracy and `crowd`
    answers of the row of all workers together, estimated anew in each iteration, for which the crowd itself begins with
    `ANCHOR` answers. So a new worker is like the crowd, who
    answers much is known for what they do, also for systematic confusions, and small jobs do not fall apart as they do
    without a prior. Confidences are calibrated (`calibration.py`), posteriors are not.
    Further settings as for `fit`. O(iterations M k) time, O(n k + M + k k) memory.
    """
    posteriors, _ = fit(answers, own=own, crowd=crowd, iterations=iterations, tolerance=tolerance)
    return calibrated(answers, conclude(answers, posteriors))


def fit(
    answers: Answers,
    *,
    own: float = OWN,
    crowd: float = CROWD,
    iterations: int = 50,
    tolerance: float = 1e-4,
    known: Tally | None = None,
    chances: Floats | None = None,
) -> tuple[Floats, int]:
    """Posteriors (n, k) and the number of iterations done.

    Starts from vote shares, or from `chances` (n, k), all above 0, where something else says how likely the classes of
    each object are; without them the shares of the classes among all objects say it, learned in the first `SETTLED`
    iterations. Stops after `iterations`, or earlier once an iteration changes the beliefs about an object by less than
    `tolerance` on average over the objects (the largest change among its classes counts); a tolerance of 0 never stops
    early. Objects with one answer teach nothing of workers and classes unless there are `chances` to compare the answer
    with.
    `known` is what earlier answers show, of the pairs of `AnswerMatrix.of(answers)`.
    """
    matrix = AnswerMatrix.of(answers)
    teaches = compared(answers) if chances is None else np.ones(1)
    posteriors = on_grid(vote_shares(answers) if chances is None else chances)
    done = 0
    while done < iterations and len(answers):
        tally = Tally.of(matrix, posteriors * teaches[:, None], answers.worker_count).plus(known)
        if done < SETTLED:
            prior = _log_shares(tally) if chances is None else np.log(chances)
        before = posteriors
        posteriors, _likelihood = matrix.beliefs(log_chances(tally, matrix, own, crowd), prior)
        done += 1
        if np.abs(posteriors - before).max(axis=1).mean() < tolerance:
            break
    return posteriors, done


def compared(answers: Answers) -> Floats:
    """1.0 for each object with two answers or more, 0.0 for the others, (n,): one answer agrees with itself, and a model
    fitted to that comes to explain all classes by a few."""
    return (answers.answers_per_object() > 1).astype(np.float64)


def log_chances(tally: Tally, matrix: AnswerMatrix, own: float, crowd: float) -> Floats:
    """Log chance (P, k) of each pair by true class."""
    k = tally.pooled.shape[1]
    pooled = tally.pooled + _first_crowd(k)
    given = tally.met.sum(axis=1)
    crowd_accuracy = np.trace(pooled) / pooled.sum()
    accuracy = (tally.right + ACCURACY * crowd_accuracy) / (given + ACCURACY)
    alike = ((1 - accuracy) / max(k - 1, 1))[matrix.pair_worker]
    imagined = crowd * (pooled / pooled.sum(axis=0))[matrix.pair_class] + own * alike[:, None]
    pairs = np.arange(len(imagined))
    imagined[pairs, matrix.pair_class] += own * (accuracy[matrix.pair_worker] - alike)
    return np.asarray(np.log(tally.counts + imagined) - np.log(tally.met + own + crowd)[matrix.pair_worker])


def _log_shares(tally: Tally) -> Floats:
    """Logarithms of the shares of the classes (k,): those of the labels, and some of what the answers alone say."""
    k, count = len(tally.classes), tally.classes.sum() + len(tally.classes)
    pooled = tally.pooled + _first_crowd(k)
    said = tally.pooled.sum(axis=1) + 1
    # Each class is said in error as often as any other. Below 1/k something is left of one class at least.
    slips = min((1 - np.trace(pooled) / pooled.sum()) / max(k - 1, 1), 0.9 / k)
    meant = np.maximum(said / said.sum() - slips, 0)
    told = (meant / meant.sum() * tally.classes.sum() + 1) / count
    return np.asarray((1 - LEANING) * np.log((tally.classes + 1) / count) + LEANING * np.log(told))


def _first_crowd(k: int) -> Floats:
    """Answers (k, k) by class said and true class."""
    alike = np.full((k, k), (1 - FIRST_ACCURACY) / max(k - 1, 1))
    np.fill_diagonal(alike, FIRST_ACCURACY)
    return ANCHOR * alike
