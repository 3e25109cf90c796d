"""Confidences that mean what they say: of the labels with confidence 0.8, four in five are right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from consolidation.functions.contract import Answers, Consolidated, Floats, conclude

# Models take the answers to one object for independent, but what is hard is hard for all: beliefs come out too strong.
# Of 1, 0.9 ... 0.4 this exponent had the least mean calibration error over 108 simulated crowds of 2 to 9 answers an
# object, 2 to 10 classes and three grades of difficulty (0.055; 0.072 as they come, 0.078 at 0.5).
EXPONENT = 0.7
# As in the original's real output; nobody is certain.
CEILING = 0.95
# Gold answers below which there is nothing to learn from, and how many imagined ones say that confidences are right.
FEWEST_GOLD = 50
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
    def learnt(cls, confidences: Floats, right: NDArray[np.bool_]) -> Recalibration:
        """By isotonic regression from objects (g,) whose class is known: the confidence of each label and whether it is
        right. `IMAGINED_GOLD` answers spread over the same confidences, right as often as claimed, keep a lucky streak
        from looking like certainty. Confidence 0 claims nothing and is left out.

        Raises GoldTooFew for fewer than `FEWEST_GOLD` such objects.
        """
        asked = confidences > 0
        count = int(asked.sum())
        if count < FEWEST_GOLD:
            raise GoldTooFew(f"{count} gold answers are not enough to recalibrate confidences; it takes {FEWEST_GOLD}")
        claimed, place, times = np.unique(confidences[asked], return_inverse=True, return_counts=True)
        share = IMAGINED_GOLD / count
        seen = np.bincount(place, weights=right[asked].astype(np.float64))
        rates = (seen + share * times * claimed) / (times * (1 + share))
        return cls(claimed, isotonic_regression(rates, weights=times).x)

    def __call__(self, confidences: Floats, *, ceiling: float = CEILING) -> Floats:
        """The recalibrated confidences in two decimals, at most `ceiling`; 0 stays 0."""
        found = np.minimum(np.interp(confidences, self.claimed, self.found), ceiling).round(2)
        return np.where(confidences > 0, found, 0.0)


def calibration_error(confidences: Floats, right: NDArray[np.bool_], *, bins: int = 10) -> float:
    """Expected calibration error, 0..1: objects are put into `bins` classes of confidence of equal width (a lower bound
    belongs to the class it begins, 1 to the last); the mean, over objects, of the distance in their class between mean
    confidence and share of right labels. Confidence 0 claims nothing and is left out; nan where nothing is left."""
    asked = confidences > 0
    claimed, correct = confidences[asked], right[asked].astype(np.float64)
    if not len(claimed):
        return float("nan")
    place = np.minimum((claimed * bins + 1e-9).astype(np.int64), bins - 1)
    gaps = np.bincount(place, weights=claimed - correct)
    return float(np.abs(gaps).sum() / len(claimed))
