"""Which learner, on which features, suits a job: the one that says best what people said of objects it has not seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from autolabel.arrays import Floats, Ints
from autolabel.learners.contract import Learner, Model, Sample, Singles, rows_of

# What is mixed in of "any class alike" before a probability is judged: a class that nobody had labeled yet when the
# model learned must not cost everything.
DOUBT = 0.01
# A candidate must be this much better, in nats an object, than the one named before it, which is cheaper.
WORTH = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A learner and the rows it is to learn from: one row (n, d) for each object of the pool."""

    name: str
    features: Singles
    learner: Learner


@dataclass(frozen=True, slots=True)
class Score:
    """How a candidate did on objects it had not seen: share right, nats lost an object, and the power its
    probabilities had to be raised to so that they mean what they say."""

    name: str
    accuracy: float
    loss: float
    sharpness: float


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The candidate of least loss, what all of them did, and its probabilities (n, k) for the labeled objects, each
    from a model that had not seen that object; in the order of the rows that were given."""

    candidate: Candidate
    scores: tuple[Score, ...]
    out_of_fold: Floats

    @property
    def sharpness(self) -> float:
        return next(score.sharpness for score in self.scores if score.name == self.candidate.name)

    def model(self, rows: ArrayLike, labels: ArrayLike, class_count: int, *, seed: int) -> Model:
        """The chosen learner's model of all labeled objects, with probabilities that mean what they say."""
        chosen = self.candidate
        learned = chosen.learner.fit(chosen.features[np.asarray(rows)], labels, class_count, seed=seed)
        return learned.sharpened(self.sharpness)


def choose(
    candidates: Sequence[Candidate],
    rows: ArrayLike,
    labels: ArrayLike,
    class_count: int,
    *,
    seed: int,
    folds: int = 4,
) -> Choice:
    """Cross-validate each candidate on the labeled objects: places `rows` (n,) of the pool and their `labels` (n,).

    Name cheap candidates first: a later one must earn its place. Deterministic for a seed and blind to the order of the
    labeled objects. Raises SampleRefused as `Sample` does, and ValueError without candidates.
    """
    places, said = np.asarray(rows), np.asarray(labels)
    best: tuple[float, Candidate, Floats] | None = None
    scores: list[Score] = []
    for candidate in candidates:
        found = out_of_fold(candidate.learner, candidate.features[places], said, class_count, seed=seed, folds=folds)
        power, loss = calibrated(found, said)
        scores.append(Score(candidate.name, float((found.argmax(axis=1) == said).mean()), loss, power))
        if best is None or loss < best[0] - WORTH:
            best = loss, candidate, sharpened(found, power)
    if best is None:
        raise ValueError("there is no candidate to choose from")
    return Choice(best[1], tuple(scores), best[2])


def out_of_fold(
    learner: Learner, features: ArrayLike, labels: ArrayLike, class_count: int, *, seed: int, folds: int = 5
) -> Floats:
    """Probabilities (n, k) for each row by a model that learned from the other folds, in the order of the rows.

    Rows that hold the same go into one fold: a copy of an object would give its label away. Where there is one fold
    only, nothing is known: all classes alike.
    """
    sample = Sample(rows_of(features), np.asarray(labels), class_count)
    fold = folds_of(sample, folds, np.random.default_rng(seed))
    found = np.full((len(sample), class_count), 1 / class_count)
    for number in range(int(fold.max()) + 1 if fold.max() else 0):
        held = fold == number
        model = learner.fit(sample.features[~held], sample.labels[~held], class_count, seed=seed + number)
        found[held] = model.probabilities(sample.features[held])
    back = np.empty_like(found)
    back[sample.order] = found
    return back


def calibrated(probabilities: Floats, labels: Ints) -> tuple[float, float]:
    """The power that makes probabilities (n, k) mean what they say about these labels, and the loss then.

    Between 1/4 and 4: a few objects cannot speak for more.
    """
    found = minimize_scalar(
        lambda log: _loss(sharpened(probabilities, float(np.exp(log))), labels),
        bounds=(-np.log(4), np.log(4)),
        method="bounded",
        options={"xatol": 0.01},
    )
    return float(np.exp(found.x)), float(found.fun)


def sharpened(probabilities: Floats, power: float) -> Floats:
    """Probabilities (n, k) raised to a power, rows summing to 1 again."""
    # The largest is 1 before it is raised, or all of a row could vanish.
    raised = (probabilities / probabilities.max(axis=1, keepdims=True)) ** power
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _loss(probabilities: Floats, labels: Ints) -> float:
    own = probabilities[np.arange(len(labels)), labels]
    # Sorted, so that the sum does not depend on the order of the objects.
    return float(-np.log((1 - DOUBT) * np.sort(own) + DOUBT / probabilities.shape[1]).mean())


def folds_of(sample: Sample, folds: int, generator: np.random.Generator) -> Ints:
    """A fold for each row (n,), each class spread evenly over them as far as copies allow."""
    content = np.ascontiguousarray(sample.features).view(np.dtype((np.void, sample.features[0].nbytes))).ravel()
    _, first, group = np.unique(content, return_index=True, return_inverse=True)
    count = min(folds, len(first))
    # Shuffled within each class, then dealt out one by one; the deal goes on from class to class.
    order = np.lexsort((generator.random(len(first)), sample.labels[first]))
    dealt = np.empty(len(first), np.int64)
    dealt[order] = np.arange(len(first)) % count
    return dealt[group]
