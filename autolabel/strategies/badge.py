"""BADGE: objects that would teach the model much, and different things."""

import numpy as np
from numpy.random import Generator

from autolabel.arrays import Floats, Ints, Rows
from autolabel.strategies.contract import PoolRefused, checked

# Gradients are formed for this many classes at most, the likeliest: with 20,000 they would fill the memory.
CLASSES = 8


def badge(probabilities: Floats, embeddings: Rows | None, count: int, generator: Generator, /) -> Ints:
    """Seeds of k-means++ among the gradients of the last layer (J. Ash et al., ICLR 2020). O(n count (k + d)).

    A gradient is the outer product of (probabilities - likeliest class) and the embedding; the distance of two is
    computed from the inner products of their parts, so the product itself is never formed. Of many classes the
    `CLASSES` likeliest over the pool are kept, and the others together.
    Raises PoolRefused without embeddings.
    """
    if embeddings is None:
        raise PoolRefused("BADGE needs embeddings")
    count = checked(probabilities, embeddings, count)
    if not count:
        return np.empty(0, np.int64)
    errors = _last_layer_errors(probabilities)
    sizes = (errors**2).sum(axis=1) * (embeddings**2).sum(axis=1)
    picks = [int(np.argmax(sizes))]
    nearest = np.full(len(sizes), np.inf)
    while len(picks) < count:
        last = picks[-1]
        inner = (errors @ errors[last]) * (embeddings @ embeddings[last])
        nearest = np.minimum(nearest, np.maximum(sizes + sizes[last] - 2 * inner, 0.0))
        picks.append(_next(nearest, picks, generator))
    return np.array(picks, np.int64)


def _last_layer_errors(probabilities: Floats) -> Floats:
    """Probabilities less the likeliest class, (n, k), with all but the likeliest classes of the pool in one column."""
    errors = probabilities.copy()
    errors[np.arange(len(errors)), probabilities.argmax(axis=1)] -= 1
    if errors.shape[1] <= CLASSES + 1:
        return errors
    kept = np.sort(np.argsort(-probabilities.mean(axis=0), kind="stable")[:CLASSES])
    rest = np.delete(np.arange(errors.shape[1]), kept)
    return np.column_stack((errors[:, kept], np.sqrt((errors[:, rest] ** 2).sum(axis=1))))


def _next(nearest: Floats, picks: list[int], generator: Generator) -> int:
    """One index with a chance in proportion to its squared distance; of equals any that is not picked yet."""
    weights = nearest.copy()
    weights[picks] = 0.0
    total = weights.sum()
    if total <= 1e-12 * len(weights):
        weights = np.ones(len(weights))
        weights[picks] = 0.0
        total = weights.sum()
    place = int(np.searchsorted(np.cumsum(weights), generator.random() * total, side="right"))
    return min(place, int(np.flatnonzero(weights)[-1]))
