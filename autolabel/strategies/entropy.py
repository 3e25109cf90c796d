"""Entropy: the objects about which the model knows least over all classes."""

import numpy as np
from numpy.random import Generator
from scipy.special import xlogy

from autolabel.arrays import Floats, Ints, Rows
from autolabel.strategies.contract import checked, lowest


def entropy(probabilities: Floats, embeddings: Rows | None, count: int, generator: Generator, /) -> Ints:
    """The largest entropy first. Many unlikely classes weigh as much as two likely ones. O(n k)."""
    count = checked(probabilities, None, count)
    return lowest(np.asarray(xlogy(probabilities, probabilities).sum(axis=1)), count, generator)
