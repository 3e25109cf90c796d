"""Margin: the objects between two classes."""

from numpy.random import Generator

from autolabel.arrays import Floats, Ints, Rows
from autolabel.strategies.contract import checked, lowest, two_largest


def margin(probabilities: Floats, embeddings: Rows | None, count: int, generator: Generator, /) -> Ints:
    """The smallest distance between the two likeliest classes first (T. Scheffer et al., IDA 2001). O(n k)."""
    count = checked(probabilities, None, count)
    first, second = two_largest(probabilities)
    return lowest(first - second, count, generator)
