"""Random: the plain sample that the others are measured against."""

from numpy.random import Generator

from autolabel.arrays import Floats, Ints, Rows
from autolabel.strategies.contract import checked


def chance(probabilities: Floats, embeddings: Rows | None, count: int, generator: Generator, /) -> Ints:
    """Any objects, each with the same chance."""
    count = checked(probabilities, None, count)
    return generator.permutation(len(probabilities))[:count]
