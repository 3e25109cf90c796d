"""How good each worker is, how sure one can be of it, what each mixes up, and which objects are hard."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, xlogy

from consolidation.functions.answer_matrix import AnswerCells, AnswerMatrix
from consolidation.functions.contract import Answers, Floats, Ints

# Answers of the crowd that a worker's accuracy begins with.
IMAGINED = 2.0
LEVEL = 0.9
# Everybody has at least so many right and wrong answers: where nobody errs, bounds would close up at 1 at once.
LEAST = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class WorkerQuality:
    """Of each worker (W,): the answers given; the accuracy, the share of right ones to expect among many more answers;
    and the bounds between which it lies with the chance that was asked for. Without answers: what the crowd is like."""

    answers: Ints
    accuracy: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Confusion:
    """The worker says `said` for `share` of the objects whose class is `truth`, so far about `times` times."""

    truth: int
    said: int
    share: float
    times: float


def worker_quality(answers: Answers, posteriors: Floats, /, *, level: float = LEVEL) -> WorkerQuality:
    """Accuracies from what was made of the answers, untempered posteriors (n, k).

    Beta distributions: expected right and wrong answers on top of `IMAGINED` of the whole crowd, made wider by the
    doubt about the labels themselves. Of the bounds at 0.9, between 87 and 90 in 100 held the true accuracy on simulated
    crowds of 3 and 5 answers an object (4 x 6 crowds of 40 and 200 workers); answers taken out of the labels that they
    are judged by held it less often. O(M + W).
    """
    count, given = answers.worker_count, answers.answers_per_worker()
    beliefs = AnswerCells.of(answers).beliefs(posteriors)
    right = np.bincount(answers.workers, weights=beliefs, minlength=count)
    doubt = np.bincount(answers.workers, weights=beliefs * (1 - beliefs), minlength=count)
    crowd = (right.sum() + 1) / (len(answers) + 2)
    total = given + IMAGINED
    mean = (right + IMAGINED * crowd) / total
    spread = mean * (1 - mean)
    size = spread / (spread / (total + 1) + doubt / total**2) - 1
    rights, wrongs = np.maximum(mean * size, LEAST), np.maximum((1 - mean) * size, LEAST)
    low, high = (betaincinv(rights, wrongs, end) for end in ((1 - level) / 2, (1 + level) / 2))
    return WorkerQuality(given, rights / (rights + wrongs), low, high)


def confusions(answers: Answers, posteriors: Floats, /, *, most: int = 3, once: float = 1.0) -> list[list[Confusion]]:
    """What each worker most often says in place of the class, at most `most`, the most frequent first; nothing that was
    expected fewer than `once` times. O(M k)."""
    matrix = AnswerMatrix.of(answers)
    counts = matrix.counts(posteriors)
    met = matrix.by_worker(counts, answers.worker_count)
    wrong = counts.copy()
    wrong[np.arange(len(counts)), matrix.pair_class] = 0
    found: list[list[Confusion]] = [[] for _ in range(answers.worker_count)]
    pairs, truths = np.nonzero(wrong >= once)
    order = np.lexsort((truths, matrix.pair_class[pairs], -wrong[pairs, truths]))
    for pair, truth in zip(pairs[order].tolist(), truths[order].tolist(), strict=True):
        worker, times = int(matrix.pair_worker[pair]), float(wrong[pair, truth])
        if len(found[worker]) < most:
            share = times / float(met[worker, truth])
            found[worker].append(Confusion(truth, int(matrix.pair_class[pair]), share, times))
    return found


def doubt(beliefs: Floats) -> Floats:
    """How undecided each object is, (n,): the entropy of beliefs (n, k), 0 for a sure class, 1 for all alike."""
    entropy = -xlogy(beliefs, beliefs).sum(axis=1)
    return np.asarray(entropy / np.log(max(beliefs.shape[1], 2)))
