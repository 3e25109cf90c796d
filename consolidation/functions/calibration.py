"""Confidences that mean what they say: of the labels with confidence 0.8, four in five are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from scipy.optimize import isotonic_regression

from consolidation.functions.contract import Answers, Consolidated, Floats, conclude
from consolidation.functions.reliability import FEWEST_GOLD, Claims

# Models take the answers to one object for independent, but what is hard is hard for all: beliefs come out too strong.
# Of 1, 0.9 ... 0.5 this exponent had the least mean calibration error over 108 simulated crowds of 2 to 9 answers an
# object, 2 to 10 classes and 150 to 1,000 objects (0.061; 0.069 as they come, 0.080 at 0.5).
EXPONENT = 0.7
# As in the original's real output; nobody is certain.
CEILING = 0.95
# How many imagined gold answers say that confidences are right.
IMAGINED_GOLD = 10.0


def tempered(posteriors: Floats, *, exponent: float = EXPONENT) -> Floats:
    """Beliefs (n, k) with their logarithms times `exponent`, rows again summing to 1. Keeps the order of classes."""
    mass = posteriors**exponent
    return np.asarray(mass / reduce(np.add, mass.T)[:, None])


def calibrated(
    answers: Answers, result: Consolidated, *, exponent: float = EXPONENT, ceiling: float = CEILING
) -> Consolidated:
    """`result` with the confidences of tempered beliefs, at most `ceiling`; 0.0 where an object has one answer."""
    confidences = conclude(answers, tempered(result.posteriors, exponent=exponent), ceiling=ceiling).confidences
    return replace(result, confidences=confidences)


class GoldTooFew(ValueError):
    """There are not enough gold answers to learn a recalibration from."""


@dataclass(frozen=True, slots=True, eq=False)
class Recalibration:
    """What confidences turned out to mean: a rising line through the points (claimed, found), level beyond its ends."""

    claimed: Floats
    found: Floats

    @classmethod
    def learnt(cls, claims: Claims) -> Recalibration:
        """By isotonic regression from objects whose class is known. `IMAGINED_GOLD` answers spread over the same
        confidences, right as often as claimed, keep a lucky streak from looking like certainty.

        Raises GoldTooFew for fewer than `FEWEST_GOLD` claims.
        """
        count = len(claims)
        if count < FEWEST_GOLD:
            raise GoldTooFew(f"{count} gold answers are not enough to recalibrate confidences; it takes {FEWEST_GOLD}")
        return cls._fitted(claims)

    @classmethod
    def _fitted(cls, claims: Claims) -> Recalibration:
        cells = np.flatnonzero(claims.times)
        claimed, times = cells / 100, claims.times[cells]
        share = IMAGINED_GOLD / len(claims)
        rates = (claims.right[cells] + share * times * claimed) / (times * (1 + share))
        return cls(claimed, isotonic_regression(rates, weights=times).x)

    def __call__(self, confidences: Floats, *, ceiling: float = CEILING) -> Floats:
        """The recalibrated confidences in two decimals, at most `ceiling`; 0 stays 0."""
        found = np.minimum(np.interp(confidences, self.claimed, self.found), ceiling).round(2)
        return np.where(confidences > 0, found, 0.0)

    def meaning(self) -> Floats:
        """What each hundredth of confidence comes to, (101,)."""
        return self(np.arange(101) / 100)


def crossfitted(folds: Sequence[Claims]) -> Claims:
    """The claims of all folds as recalibration would have changed them had it been learnt from the other folds alone: what
    it is worth for labels that it has not seen. As they are where the other folds hold nothing."""
    moved = Claims.none()
    for at, fold in enumerate(folds):
        others = reduce(Claims.plus, (one for i, one in enumerate(folds) if i != at), Claims.none())
        moved = moved.plus(fold.moved(Recalibration._fitted(others).meaning()) if len(others) else fold)
    return moved
