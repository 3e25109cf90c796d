"""One chance of being mistaken, shared out over many cut-offs.

Trying every cut-off and keeping the largest that passes is wrong more often than each alone: where confidences say
nothing and labels are just not right enough, forty cut-offs at 10 % passed in 28 of 100 draws (400 validation objects).
"""

import numpy as np

from autolabel.arrays import Floats, Ints
from autolabel.guarantee.counting import log_chance, surprise

_STEPS = 7


def shares(drawn: Ints, left: Ints, allowed: Ints, delta: float) -> Floats:
    """The level (c,) at which each cut-off is tested so that one that should not pass does so with chance `delta` at most.

    Levels grow with the square root of the validation objects at the cut-off, since large cut-offs are worth more.
    They are as high as the worst case allows: errors spread so that every cut-off misses the target by one object.
    With more errors at some cut-offs, fewer of them pass. Cut-offs without any validation object get nothing.
    """
    if not len(drawn) or not drawn[-1]:
        return np.zeros(len(drawn))
    weights = np.sqrt(drawn / drawn[-1])
    chances = _chances(drawn, left, allowed)
    low, high = delta / len(drawn), delta
    if worst_case(drawn, left, allowed, chances, high * weights) <= delta:
        return np.asarray(high * weights)
    for _ in range(_STEPS):
        middle = np.sqrt(low * high)
        kept = worst_case(drawn, left, allowed, chances, middle * weights) <= delta
        low, high = (middle, high) if kept else (low, middle)
    return np.asarray(low * weights)


def worst_case(drawn: Ints, left: Ints, allowed: Ints, chances: Floats, levels: Floats) -> float:
    """Chance that any cut-off passes at these levels (c,) although each has one error more than allowed.

    `chances` (c, e) are those of `surprise` by cut-off and number of errors. Goes through the cut-offs from the
    smallest, with the distribution of errors seen among draws that have passed nowhere yet.
    """
    most = (chances <= levels[:, None]).sum(axis=1) - 1
    state, passed = np.ones(1), 0.0
    before_drawn, before_all, before_wrong = 0, 0, 0
    for cut in np.flatnonzero((most >= 0) & (allowed < left)):
        everything = int(drawn[cut] + left[cut])
        block, block_drawn = everything - before_all, int(drawn[cut]) - before_drawn
        wrong = min(max(int(most[cut] + allowed[cut] + 1) - before_wrong, 0), block)
        counts = np.arange(min(wrong, block_drawn) + 1)
        steps = np.exp(log_chance(counts, *np.array([[block], [wrong], [block_drawn]])))
        state = np.convolve(state, steps)
        passed += float(state[: most[cut] + 1].sum())
        state[: most[cut] + 1] = 0.0
        before_drawn, before_all, before_wrong = int(drawn[cut]), everything, before_wrong + wrong
    return passed


def _chances(drawn: Ints, left: Ints, allowed: Ints) -> Floats:
    """`surprise` by cut-off and number of errors, (c, e), as far as it can be small."""
    expected = int(np.ceil((drawn * (allowed + 1) / left).max(initial=0)))
    errors = np.arange(expected + 1)[None, :]
    chances = surprise(errors, drawn[:, None], left[:, None], allowed[:, None])
    # An error more than was drawn would look like a surprise again.
    return np.where((errors <= drawn[:, None]) & (drawn > 0)[:, None], chances, 1.0)
