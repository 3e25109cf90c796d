"""How much of what: the sizes of V, of batches and of looks, and what a look may spend.

Nothing here looks at what people said of V, or the promise would not hold: which objects are learned from, when a look is
taken and how large V is must not depend on it.
"""

import math

import numpy as np

from autolabel.arrays import Floats, Ints
from autolabel.guarantee.contract import Mode
from autolabel.pool import Look, Pool, Rules

# Shares of V by the number of objects: below the first number the first share.
_SHARES = ((2_500, 0.12), (6_000, 0.08))
_LARGE_SHARE = 0.05
MOST_VALIDATION = 3_000
# A first look with exactly as many as it needs would pass only if all were right; half as many again let a few be wrong.
_ROOM_FOR_ERRORS = 1.5
# What small jobs have, in multiples of the fewest: it grows with the root of the objects. In 17 simulated jobs of 250 to
# 2,500 real objects, 6 to 16 seeds each, the machine labeled .49 of them, with an eighth (or half as many again as the
# fewest) for V .45; with 700 mails and one label of people in a hundred wrong .52 and .28.
_GROWING_ROOM, _MOST_ROOM = 0.9, 4.0
_LARGEST_SHARE = 0.4
_MORE_WHERE_HARD = 1.6
# Of U, by the machine's own confidences: with less, V has to be larger, or a look is worth little.
HARD_BELOW = HOPEFUL_FROM = 0.84
# Of what is left to spend, for a look with hope and one without.
_MUCH, _LITTLE = 0.6, 0.05
_FEWEST_FIRST = 20
_SMALLEST_BATCH = 10


def validation_share(rules: Rules, count: int, *, hard: bool = False) -> float:
    """The share of `count` objects that is drawn for V; more where the machine finds them hard."""
    if rules.validation_share is not None:
        return rules.validation_share
    usual = next((share for below, share in _SHARES if count < below), _LARGE_SHARE)
    fewest = rules.fewest_validation()
    needed = fewest * min(_GROWING_ROOM * math.sqrt(count / fewest), _MOST_ROOM) / max(count, 1)
    wanted = max(usual, min(_MORE_WHERE_HARD * usual, _SHARES[0][1]) if hard else 0, needed)
    return min(wanted, _LARGEST_SHARE, MOST_VALIDATION / max(count, 1))


def drawn_for_validation(pool: Pool, rules: Rules, *, hard: bool = False) -> Ints:
    """Objects of U that are drawn for V: those whose coin is among the lowest.

    An object's coin never changes, and one that arrives has its own (`Pool.since`: the same lots again, wave after wave,
    would make what earlier waves measured by, and this one learns from, like what it is measured by). All are measured by
    one height, which never falls.
    So V is a random part of whatever is in the pool, also of a stream, and a larger share keeps those drawn before.
    No more than a third of what people may label, or two thirds where as many are needed.
    """
    coins = np.random.default_rng(rules.seed).random(pool.since + len(pool.labels))[pool.since :]
    here = np.sort(coins[pool.here])
    budget = people_may_label(rules, len(here))
    allowed = max(budget // 3, min(budget * 2 // 3, math.ceil(_ROOM_FOR_ERRORS * rules.fewest_validation())))
    count = min(round(validation_share(rules, len(here), hard=hard) * len(here)), allowed)
    height = here[count - 1] if count else -1.0
    height = max(height, coins[pool.validation].max(initial=-1.0))
    return np.flatnonzero((coins <= height) & pool.unlabeled)


def people_may_label(rules: Rules, count: int) -> int:
    """Objects that people may label in all."""
    return min(most for most in (rules.most_human, rules.most_labeled, count) if most is not None)


def first_size(rules: Rules, count: int) -> int:
    """Objects to begin with."""
    return max(math.ceil(rules.cold_start * count), min(_FEWEST_FIRST, math.ceil(count / 10)), 1)


def look_sizes(pool: Pool, rules: Rules) -> Ints:
    """How many to have learned from at each planned look, growing; where some were labeled before, the first is at once."""
    count = int(pool.here.sum())
    sizes = np.maximum(np.ceil(np.array(rules.looks) * count).astype(np.int64), first_size(rules, count))
    return np.unique(np.concatenate(([0], sizes) if pool.carried.any() else (sizes,)))


def next_size(pool: Pool, rules: Rules, learned: int) -> int:
    """How many to learn from before the machine is asked again; never beyond the next look."""
    grown = max(math.ceil(rules.growth * learned), learned + _SMALLEST_BATCH)
    ahead = look_sizes(pool, rules)
    ahead = ahead[ahead > learned]
    return min(grown, int(ahead[0])) if len(ahead) else grown


def may_spend(rules: Rules, looks: tuple[Look, ...], expected: float, *, last: bool) -> float:
    """The chance of being mistaken for the next look: all that is left for the last one, much for one with hope.

    `expected` is the machine's own forecast. It may be far off, so every planned look is taken.
    """
    rest = rules.doubt - sum(look.certificate.delta for look in looks)
    return rest if last else rest * (_MUCH if expected >= HOPEFUL_FROM else _LITTLE)


def forecast(confidences: Floats, rules: Rules, total: int) -> float:
    """The share of the objects (u,) that would pass if the machine's confidences were the truth."""
    if not len(confidences):
        return 1.0
    errors = np.cumsum(1 - np.sort(confidences)[::-1])
    counts = np.arange(1, len(errors) + 1)
    allowed = (1 - rules.target) * (counts if rules.mode is Mode.PRECISION else total)
    return float((errors <= allowed).sum() / len(errors))
