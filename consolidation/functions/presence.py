"""How far to believe that something which some of the people asked have drawn is there."""

import numpy as np

from consolidation.functions.contract import Floats, Ints

# Before the first look: 8 of 10 things that somebody drew are there; 8 of 10 people draw what is there, 1 of 10 draws
# what another one drew although it is not. Each rests on as many imagined cases, so a few objects change little.
PRIOR = 10.0
THERE, SEEN, IMAGINED = 0.8, 0.8, 0.1
NAMED = 0.9  # and gives it the right label
# As the service's own confidences: nothing is ever surer.
CEILING = 0.95
_ROUNDS = 20


def beliefs(votes: Ints, asked: Ints) -> Floats:
    """Chance that each of some things is there, (c,), of which `votes` people (c,), at least one, of `asked` (c,) drew
    it. Neither capped nor rounded.

    A mixture of two binomials, fitted to all of them by expectation maximisation: somebody drew the thing, and each
    other person draws it too with one chance if it is there and with a smaller one if it is not. O(c).
    """
    # Equal cases are one row, in one order: so no sum depends on the order of the things.
    cases, of, count = np.unique(np.stack([votes, asked], axis=1), axis=0, return_inverse=True, return_counts=True)
    more, others = (cases[:, 0] - 1).astype(np.float64), (cases[:, 1] - 1).astype(np.float64)
    compared = count * (others > 0)
    there, seen, imagined = THERE, SEEN, IMAGINED
    belief = np.full(len(cases), there)
    for _ in range(_ROUNDS):
        odds = np.log(there) - np.log1p(-there)
        odds += more * (np.log(seen) - np.log(imagined))
        odds += (others - more) * (np.log1p(-seen) - np.log1p(-imagined))
        belief = 1 / (1 + np.exp(-odds))
        real, not_real = compared * belief, compared * (1 - belief)
        there = _share(real.sum(), compared.sum(), THERE)
        seen = _share(real @ more, real @ others, SEEN)
        imagined = min(_share(not_real @ more, not_real @ others, IMAGINED), seen)
    return belief[of]


def label_beliefs(said: Ints, things: Ints, chosen: Ints, labels: int) -> Floats:
    """Chance that each thing's label is right, (c,): `said` (p,) people gave thing `things` (p,) some label, the rows are
    sorted by thing, and rows `chosen` (c,) are of those that stand; `labels`: how many there are in all.

    People are right with one chance for all, as often as they agree with what stands; who is wrong says any other label.
    """
    starts = np.flatnonzero(np.diff(things, prepend=-1))
    others = np.add.reduceat(said, starts) - 1 if len(starts) else said
    right = _share((said[chosen] - 1).sum(), others.sum(), NAMED)
    stronger = said * np.log(right * max(labels - 1, 1) / (1 - right))
    mass = np.exp(stronger - stronger[chosen][things])
    unsaid = max(labels, 2) - np.diff(starts, append=len(things))
    summed = np.add.reduceat(mass, starts) if len(starts) else mass
    return np.asarray(1 / (summed + unsaid * np.exp(-stronger[chosen])))


def capped(belief: Floats) -> tuple[float, ...]:
    """As output lines hold them: at most `CEILING`, two decimals."""
    return tuple(np.minimum(belief, CEILING).round(2).tolist())


def _share(hits: float, cases: float, prior: float) -> float:
    return float((hits + PRIOR * prior) / (cases + PRIOR))
