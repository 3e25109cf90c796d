"""Right or wrong: how many errors a pool can hold when a random part of it showed so few."""

from functools import lru_cache

import numpy as np
from scipy.special import gammaln

from autolabel.arrays import Floats, Ints


def chance_of_at_most(errors: Ints, population: Ints, wrong: Ints, drawn: Ints) -> Floats:
    """Chance to draw `errors` wrong ones or fewer, with `drawn` of a population in which `wrong` are wrong.

    The hypergeometric distribution function, elementwise over arrays that broadcast; `errors` of -1 has no chance.
    """
    errors, population, wrong, drawn = np.broadcast_arrays(errors, population, wrong, drawn)
    counts = np.arange(max(int(errors.max(initial=-1)), -1) + 1)
    terms = np.exp(log_chance(counts, population[..., None], wrong[..., None], drawn[..., None]))
    return np.asarray(np.minimum(np.where(counts <= errors[..., None], terms, 0.0).sum(axis=-1), 1.0))


def log_chance(count: Ints, population: Ints, wrong: Ints, drawn: Ints) -> Floats:
    """Log chance of exactly `count` wrong ones, elementwise; -inf for what cannot be."""
    possible = (count >= 0) & (count <= wrong) & (count <= drawn) & (drawn - count <= population - wrong)
    count = np.where(possible, count, np.maximum(0, drawn - population + wrong))
    log = _log_factorials(int(np.max(population, initial=1)).bit_length())
    right = population - wrong
    ways_of_wrong = log[wrong] - log[count] - log[wrong - count]
    ways_of_right = log[right] - log[drawn - count] - log[right - drawn + count]
    ways = log[population] - log[drawn] - log[population - drawn]
    return np.where(possible, ways_of_wrong + ways_of_right - ways, -np.inf)


def errors_left(errors: Ints, drawn: Ints, left: Ints, delta: Floats) -> Ints:
    """The most errors that can be among the `left` not drawn, when `errors` were among `drawn`, elementwise.

    With K the largest number of errors in all for which so few errors still have a chance of `delta` or more:
    K - errors. Rounding does not decide a tie (1 of 20 drawn, 6 of 20 right, delta .3): it counts as likely, the safe side.
    """
    low, high = np.zeros_like(errors), left.copy()
    delta = delta * (1 - 1e-9)
    while (low < high).any():
        middle = (low + high + 1) // 2
        likely = chance_of_at_most(errors, drawn + left, errors + middle, drawn) > delta
        low, high = np.where(likely, middle, low), np.where(likely, high, middle - 1)
    return low


def surprise(errors: Ints, drawn: Ints, left: Ints, allowed: Ints) -> Floats:
    """Chance of so few errors among `drawn` if more than `allowed` are among the `left`, elementwise (a p-value).

    0 where more than allowed cannot be.
    """
    wrong = errors + allowed + 1
    chance = chance_of_at_most(errors, drawn + left, np.minimum(wrong, drawn + left), drawn)
    return np.where(allowed >= left, 0.0, chance)


@lru_cache(maxsize=4)
def _log_factorials(bits: int) -> Floats:
    """Looked up, since a certificate asks for them a million times; 8 MB for a million objects."""
    return np.asarray(gammaln(np.arange(2**bits + 1) + 1.0))
