"""How good each worker is, how sure one can be of it, what each mixes up, and which objects are hard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    right, squares = (
        np.asarray(np.bincount(answers.workers, weights=found, minlength=count), np.float64)
        for found in (beliefs, beliefs**2)
    )
    return quality_of(given, right, squares, crowd=crowd_mean(float(right.sum()), len(answers)), level=level)


def crowd_mean(quality: float, answers: int) -> float:
    """The mean quality of a crowd's answers, whose qualities add up to `quality`; 0.5 before the first."""
    return (quality + 1) / (answers + 2)


def quality_of(
    given: Ints, quality: Floats, squares: Floats, /, *, crowd: float, graded: bool = False, level: float = LEVEL
) -> WorkerQuality:
    """The same from sums over each worker's answers (W,): how many, their qualities 0..1, and the squares of these.

    The quality of an answer is the chance that it is right; or, where `graded`, what it is worth, which scatters only as
    far as one can see. `crowd` is the mean quality of all answers. O(W).
    """
    total = given + IMAGINED
    mean = (quality + IMAGINED * crowd) / total
    spread = mean * (1 - mean)
    # No answers of this mean could scatter more or be doubted more.
    most = np.maximum(quality - quality**2 / np.maximum(given, 1), 0)
    doubt = np.clip(quality - squares, 0, most)
    scatter = (most - doubt + IMAGINED * spread) / total if graded else spread
    size = spread / (scatter / (total + 1) + (0 if graded else doubt / total**2)) - 1
    rights, wrongs = np.maximum(mean * size, LEAST), np.maximum((1 - mean) * size, LEAST)
    low, high = (betaincinv(rights, wrongs, end) for end in ((1 - level) / 2, (1 + level) / 2))
    return WorkerQuality(given, rights / (rights + wrongs), low, high)


def confusions(answers: Answers, posteriors: Floats, /, *, most: int = 3, once: float = 1.0) -> list[list[Confusion]]:
    """What each worker most often says in place of the class, at most `most`, the most frequent first; nothing that was
    expected fewer than `once` times. O(M k)."""
    matrix = AnswerMatrix.of(answers)
    counts = matrix.counts(posteriors)
    parts: list[list[tuple[int, int, float]]] = [[] for _ in range(answers.worker_count)]
    pairs, truths = np.nonzero(counts)
    for pair, truth in zip(pairs.tolist(), truths.tolist(), strict=True):
        part = parts[int(matrix.pair_worker[pair])]
        part.append((int(matrix.pair_class[pair]), truth, float(counts[pair, truth])))
    return [mixed_up(part, most=most, once=once) for part in parts]


def mixed_up(part: Iterable[Sequence[float]], /, *, most: int = 3, once: float = 1.0) -> list[Confusion]:
    """As `confusions`, for one worker of whom [class said, true class, belief mass] is known (`standing.py`)."""
    met: defaultdict[int, float] = defaultdict(float)
    wrong: list[tuple[float, int, int]] = []
    for said, truth, mass in part:
        met[int(truth)] += mass
        if said != truth and mass >= once:
            wrong.append((-mass, int(said), int(truth)))
    return [Confusion(truth, said, -mass / met[truth], -mass) for mass, said, truth in sorted(wrong)[:most]]


def doubt(beliefs: Floats) -> Floats:
    """How undecided each object is, (n,): the entropy of beliefs (n, k), 0 for a sure class, 1 for all alike."""
    entropy = -xlogy(beliefs, beliefs).sum(axis=1)
    return np.asarray(entropy / np.log(max(beliefs.shape[1], 2)))
