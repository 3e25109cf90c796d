"""What every strategy takes and gives back."""

from typing import Protocol

import numpy as np
from numpy.random import Generator

from autolabel.arrays import Floats, Ints, Rows


class PoolRefused(ValueError):
    """These are no probabilities or embeddings of a pool; the message says why."""


class Strategy(Protocol):
    """Picks the objects of a pool that people label next, the most useful first.

    `probabilities` (n, k) are the model's; `embeddings` (n, d) are where the strategy uses them, else None. Gives
    min(count, n) different indices of 0..n-1. The same generator state gives the same picks. Raises PoolRefused for
    values that are not finite and for shapes that do not fit.
    """

    def __call__(self, probabilities: Floats, embeddings: Rows | None, count: int, generator: Generator, /) -> Ints:
        """Indices, the most useful first."""


def checked(probabilities: Floats, embeddings: Rows | None, count: int) -> int:
    """How many can be picked: `count`, or all where there are fewer."""
    if probabilities.ndim != 2 or not probabilities.shape[1]:
        raise PoolRefused(f"probabilities must be (n, k) with k of 1 or more, not {probabilities.shape}")
    if embeddings is not None and (embeddings.ndim != 2 or len(embeddings) != len(probabilities)):
        raise PoolRefused(f"embeddings must be (n, d) with n of {len(probabilities)}, not {embeddings.shape}")
    for name, values in (("probabilities", probabilities), ("embeddings", embeddings)):
        if values is not None and not np.isfinite(values).all():
            row = int((~np.isfinite(values).all(axis=1)).argmax())
            raise PoolRefused(f"{name}[{row}] holds a value that is not finite; leave such objects out")
    if count < 0:
        raise PoolRefused(f"count must be 0 or more, not {count}")
    return min(count, len(probabilities))


def lowest(scores: Floats, count: int, generator: Generator) -> Ints:
    """Indices of the `count` lowest scores (n,), lowest first, ties by lot."""
    lots = generator.permutation(len(scores))
    return np.lexsort((lots, scores))[:count]


def two_largest(probabilities: Floats) -> tuple[Floats, Floats]:
    """Largest and second largest probability of each row, (n,) each; the second is 0 where there is one class."""
    if probabilities.shape[1] == 1:
        return probabilities[:, 0], np.zeros(len(probabilities))
    top = np.partition(probabilities, -2, axis=1)[:, -2:]
    return top[:, 1], top[:, 0]
