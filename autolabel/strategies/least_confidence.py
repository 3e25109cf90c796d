"""Least confidence: the objects whose likeliest class is least likely."""

from numpy.random import Generator

from autolabel.arrays import Floats, Ints, Rows
from autolabel.strategies.contract import checked, lowest


def least_confidence(probabilities: Floats, embeddings: Rows | None, count: int, generator: Generator, /) -> Ints:
    """The smallest largest probability first (D. Lewis and W. Gale, SIGIR 1994). O(n k)."""
    count = checked(probabilities, None, count)
    return lowest(probabilities.max(axis=1), count, generator)
