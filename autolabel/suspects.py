"""Labels that are likely wrong: a machine that did not learn from them is confident of something else.

The manner of confident learning (Northcutt, Jiang, Chuang 2021, doi:10.1613/jair.1.12125): how sure the machine has to be
of a class is what it is on average of the objects that people gave that class, so a class it finds hard accuses nobody.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from autolabel.arrays import Flags, Floats, Ints


class ChancesRefused(ValueError):
    """The arrays do not fit each other; the message says how."""


@dataclass(frozen=True, slots=True, eq=False)
class Suspects:
    """The likeliest first. objects (s,): their places in what was given; chances (s,): how sure the machine is of what it
    says; scores (s,) in 0..1: how much surer than of people's label."""

    objects: Ints
    chances: Floats
    scores: Floats


def wrong_classes(chances: ArrayLike, labels: ArrayLike) -> tuple[Suspects, Ints]:
    """Suspects among labels (n,) of 0..k-1, and the classes (s,) that the machine says instead.

    chances (n, k) are each from a machine that had not seen the object's label; rows sum to 1. A class that nobody was
    given accuses nobody either. Raises ChancesRefused.
    """
    given, said = np.asarray(chances, np.float64), np.asarray(labels)
    if given.ndim != 2 or said.shape != (len(given),) or said.dtype.kind not in "iu":
        raise ChancesRefused(f"labels need one whole number a row of chances (n, k), not {said.shape}")
    if len(said) and not 0 <= said.min() <= said.max() < given.shape[1]:
        raise ChancesRefused(f"labels must lie in 0..{given.shape[1] - 1}")
    rows = np.arange(len(said))
    own = given[rows, said]
    confident = given >= _usual(own, said, given.shape[1])
    instead = np.where(confident, given, -1.0).argmax(axis=1)
    best = given[rows, instead]
    found = _sorted(np.flatnonzero(confident[rows, instead] & (instead != said) & (best > own)), best, best - own)
    return found, instead[found.objects]


def wrong_sets(chances: ArrayLike, marks: ArrayLike) -> tuple[Suspects, Flags]:
    """As `wrong_classes` for several classes an object, each a yes or no of its own: chances (n, k) of yes, and people's
    marks (n, k). Also the sets (s, k) that the machine says instead: people's, with the suspect marks turned round.

    The chance of a set is that of all marks that were turned round; its score is that of the most suspect one.
    """
    given, said = np.asarray(chances, np.float64), np.asarray(marks)
    if given.ndim != 2 or said.shape != given.shape or said.dtype != np.bool_:
        raise ChancesRefused(f"marks must be true or false in the shape of chances, {given.shape}, not {said.shape}")
    wrong, scores = np.zeros_like(said), np.zeros(said.shape)
    for column in range(said.shape[1]):
        yes = given[:, column]
        found, _ = wrong_classes(np.stack([1 - yes, yes], axis=1), said[:, column].astype(np.int64))
        wrong[found.objects, column] = True
        scores[found.objects, column] = found.scores
    turned = np.where(wrong, np.where(said, 1 - given, given), 1.0).prod(axis=1)
    suspects = _sorted(np.flatnonzero(wrong.any(axis=1)), turned, scores.max(axis=1, initial=0.0))
    return suspects, (said ^ wrong)[suspects.objects]


def _usual(own: Floats, said: Ints, class_count: int) -> Floats:
    """How sure the machine is of each class (k,), on average of the objects that people gave it; infinite for none."""
    counts = np.bincount(said, minlength=class_count)
    sums = np.bincount(said, weights=own, minlength=class_count)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)


def _sorted(objects: Ints, chances: Floats, scores: Floats) -> Suspects:
    order = objects[np.argsort(-scores[objects], kind="stable")]
    return Suspects(order, chances[order], scores[order])
