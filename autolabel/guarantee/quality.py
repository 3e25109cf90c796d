"""Mean quality in 0..1 (boxes, masks): how good the rest of a pool is when a random part of it was this good."""

import numpy as np
from scipy.special import xlog1py, xlogy
from scipy.stats import binom

from autolabel.arrays import Floats

# A bet may lose nine tenths of the capital at most: never all of it.
BOLDNESS = 0.9


def chance_of_mean(qualities: Floats, population: int, mean: Floats, *, against: float) -> Floats:
    """P-values (g,) of "the mean of the population is `mean` (g,) or less", given qualities (v,) drawn without return.

    The smaller one of the Hoeffding-Bentkus and the betting p-value, doubled for having the choice. `against` is a mean
    that bets are sized for, known before anything was drawn: the target. O(v g) time and memory.
    """
    both = np.minimum(hoeffding_bentkus(qualities, mean), betting(qualities, population, mean, against=against))
    return np.asarray(np.minimum(2 * both, 1.0))


def mean_at_least(qualities: Floats, population: int, delta: float, *, against: float) -> float:
    """The largest mean that is too low for these qualities at level `delta`, in steps of 0.005; 0 without qualities."""
    grid = np.arange(201) / 200
    too_low = chance_of_mean(qualities, population, grid, against=against) <= delta
    return float(grid[too_low].max(initial=0.0))


def hoeffding_bentkus(qualities: Floats, mean: Floats) -> Floats:
    """P-values (g,) of S. Bates et al., JACM 68 (2021), upper tail.

    Both inequalities hold for draws without return too: W. Hoeffding, JASA 58 (1963), theorem 4.
    """
    count = len(qualities)
    if not count:
        return np.ones_like(mean)
    seen = float(qualities.mean())
    inside = np.clip(mean, 1e-12, 1 - 1e-12)
    distance = xlogy(seen, seen / inside) + xlog1py(1 - seen, (inside - seen) / (1 - inside))
    hoeffding = np.exp(-count * distance)
    bentkus = np.e * binom.sf(np.ceil(qualities.sum() - 1e-9) - 1, count, inside)
    return np.where(seen > mean, np.minimum(np.minimum(hoeffding, bentkus), 1.0), 1.0)


def betting(qualities: Floats, population: int, mean: Floats, *, against: float) -> Floats:
    """P-values (g,) by betting without return: I. Waudby-Smith and A. Ramdas, JRSS B 86 (2024), section 4.

    The bets are placed in a fixed shuffle of the sorted qualities, so the order of the input does not matter; how much is
    staked follows the qualities seen before. Capital falls as `mean` grows, so a p-value says the same of lower means.
    """
    if not len(qualities):
        return np.ones_like(mean)
    shuffled = np.random.default_rng(0).permutation(np.sort(qualities))
    number = np.arange(len(shuffled))
    before = np.concatenate(([0.0], np.cumsum(shuffled)[:-1]))
    stakes = _stakes(shuffled, against)
    rest = (population * mean[:, None] - before) / (population - number)
    with np.errstate(divide="ignore", invalid="ignore"):
        stake = np.minimum(stakes, BOLDNESS / np.clip(rest, 1e-9, None))
        log_capital = np.cumsum(np.log(np.maximum(1 + stake * (shuffled - rest), 1e-300)), axis=1)
    # The rest cannot have a mean outside 0..1: that population is ruled out by what was seen.
    ruled_out = ((rest < -1e-12) & (mean[:, None] >= 0)).any(axis=1)
    best = np.maximum(log_capital.max(axis=1), 0.0)
    return np.where(ruled_out, 0.0, np.exp(-best))


def _stakes(shuffled: Floats, against: float) -> Floats:
    """What is bet on each quality, knowing those before it: mean gain over its second moment."""
    number = np.arange(len(shuffled))
    sums = np.concatenate(([0.0], np.cumsum(shuffled)[:-1]))
    squares = np.concatenate(([0.0], np.cumsum(shuffled**2)[:-1]))
    mean = (0.5 * (1 + against) + sums) / (1 + number)
    variance = (0.25 + np.maximum(squares - sums**2 / np.maximum(number, 1), 0.0)) / (1 + number)
    gain = np.maximum(mean - against, 0.0)
    return np.asarray(gain / (variance + gain**2))
