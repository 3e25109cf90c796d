"""How good each of many things is, from which of two people preferred."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consolidation.functions.contract import Floats, Ints

# Comparisons that each thing is imagined to have won, and lost, against one of middling strength.
PRIOR = 0.1
# Comparisons by which everybody is imagined to judge like the crowd.
CROWD = 4.0
# Nobody counts less than this, so that nothing is divided by zero.
LEAST = 1e-3
_ROUNDS = 3
_FARTHEST = 30.0  # natural logarithms between the strengths of two things


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Who preferred what: entry e says that worker workers[e] found better[e] better than worse[e], or with tie[e] both
    alike. All (M,); things are 0..item_count-1, workers 0..worker_count-1."""

    better: Ints
    worse: Ints
    tie: Ints
    workers: Ints
    item_count: int
    worker_count: int


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """scores (n,): natural logarithms of the strengths, mean 0. tie: how readily people call two things alike (Davidson's
    nu). reliability (W,): 0..1, how much more often than by chance a worker says what the scores say; nan: no answer."""

    scores: Floats
    tie: float
    reliability: Floats

    def chances(self, left: Ints, right: Ints) -> tuple[Floats, Floats]:
        """The chance that each of `left` is preferred to that of `right`, and that both are called alike."""
        gap = np.exp((self.scores[left] - self.scores[right]) / 2)
        total = gap + 1 / gap + self.tie
        return np.asarray(gap / total), np.asarray(self.tie / total)


def bradley_terry(
    given: Comparisons, /, *, weigh_workers: bool = True, iterations: int = 200, tolerance: float = 1e-3
) -> Ranking:
    """Strengths of all things by Bradley and Terry's model with Davidson's ties: the chances that i is preferred, that j
    is, and of a tie are as s_i, s_j and nu sqrt(s_i s_j).

    Fitted by minorisation-maximisation (Hunter 2004) with a weak prior, so that a thing which won always, or which was
    never compared, has a finite score. With `weigh_workers` a comparison counts by the square of its worker's reliability,
    found in turns with the strengths. Stops where no score changes by more than `tolerance`. O(iterations M) time.
    """
    weights = np.ones(len(given.workers))
    scores, tie = np.zeros(given.item_count), 1.0
    reliability = np.full(given.worker_count, np.nan)
    for turn in range(1 + (_ROUNDS if weigh_workers else 0)):
        if turn:
            weights = np.maximum(reliability, LEAST)[given.workers] ** 2
        scores, tie = _fit(given, weights, scores, tie, iterations, tolerance)
        reliability = _reliability(given, Ranking(scores, tie, reliability))
    return Ranking(scores.round(9), tie, reliability)


def _fit(
    given: Comparisons, weights: Floats, scores: Floats, tie: float, iterations: int, tolerance: float
) -> tuple[Floats, float]:
    """Scores and nu at which the weighted likelihood is largest, begun from these."""
    n = given.item_count
    alike = given.tie.astype(bool)
    left, right = given.better, given.worse
    half = np.where(alike, weights / 2, 0.0)
    won = PRIOR + np.bincount(left, weights=np.where(alike, half, weights), minlength=n)
    won = won + np.bincount(right, weights=half, minlength=n)
    ties = 2 * half.sum()
    root = np.exp(scores / 2)  # square roots of the strengths
    for _ in range(iterations):
        s, t = root[left], root[right]
        share = weights / (s * s + t * t + tie * s * t)
        own, other = (share, share) if tie == 0 else (share * (1 + tie / 2 * t / s), share * (1 + tie / 2 * s / t))
        load = np.bincount(left, weights=own, minlength=n) + 2 * PRIOR / (root**2 + 1)
        load = load + np.bincount(right, weights=other, minlength=n)
        new = np.sqrt(won / load)
        change = 2 * np.abs(np.log(new / root)).max(initial=0.0)
        root = np.clip(new, np.exp(-_FARTHEST / 2), np.exp(_FARTHEST / 2))
        tie = float(ties / max((share * s * t).sum(), 1e-12)) if ties else 0.0
        if change < tolerance:
            break
    scores = 2 * np.log(root)
    return scores - (scores.mean() if n else 0.0), tie


def _reliability(given: Comparisons, ranking: Ranking) -> Floats:
    """How much better than a coin each worker agrees with the scores, as a share of what a perfect one would, (W,)."""
    decided = ~given.tie.astype(bool)
    workers = given.workers[decided]
    gap = ranking.scores[given.better[decided]] - ranking.scores[given.worse[decided]]
    lean = np.tanh(gap / 2)  # chance of what was said, less that of the opposite
    said = np.bincount(workers, weights=lean, minlength=given.worker_count)
    best = np.bincount(workers, weights=np.abs(lean) * np.abs(lean), minlength=given.worker_count)
    count = np.bincount(workers, minlength=given.worker_count)
    crowd = said.sum() / max(best.sum(), 1e-12)
    each = best.sum() / max(count.sum(), 1)
    found = (said + CROWD * each * crowd) / np.maximum(best + CROWD * each, 1e-12)
    asked = np.bincount(given.workers, minlength=given.worker_count) > 0
    return np.where(asked, np.clip(found, 0.0, 1.0), np.nan)
