"""Rows of thousands of numbers as a few hundred, fitted on the whole pool: nobody's label is needed for that."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.extmath import randomized_svd

from autolabel.backbones.contract import Singles
from autolabel.saving import Saved

# A larger pool is fitted on this many of its rows: two seconds, and directions that hardly move with more.
MOST_ROWS = 4_096
# A number that hardly ever moves is not made louder than this share of what most of them are: where it does move, in a
# row that it was not fitted on, it would be all there is.
FAINTEST = 0.1
# Rows are worked on in parts of this many, so that memory does not grow with the pool.
PART = 4_096


@dataclass(frozen=True, slots=True, eq=False)
class Reduction:
    """The directions in which the pool differs most (principal components), each number of a row scaled first.

    centre (d,), scale (d,), directions (d, size).
    """

    centre: Singles
    scale: Singles
    directions: Singles

    def rows(self, vectors: ArrayLike) -> Singles:
        """(n, d) as (n, size); a row of nan stays one."""
        given = np.asarray(vectors)
        found = np.empty((len(given), self.directions.shape[1]), np.float32)
        for start in range(0, len(given), PART):
            part = slice(start, start + PART)
            found[part] = (given[part].astype(np.float32) - self.centre) * self.scale @ self.directions
        return found

    def saved(self) -> Saved:
        return Saved("reduction", {}, {"centre": self.centre, "scale": self.scale, "directions": self.directions})

    @classmethod
    def of(cls, saved: Saved) -> "Reduction":
        return cls(saved.arrays["centre"], saved.arrays["scale"], saved.arrays["directions"])


def fitted_reduction(vectors: ArrayLike, size: int = 384) -> Reduction:
    """Fitted on rows (n, d) that are not nan, to at most `size` numbers: never more than n or d.

    Blind to the order of the rows. Raises ValueError where every row is nan.
    """
    rows = _chosen(np.asarray(vectors))
    centre = rows.mean(axis=0, dtype=np.float64).astype(np.float32)
    rows -= centre
    # Layers differ in size by an order of magnitude, and the largest would outshout the rest.
    deviation = np.sqrt((rows**2).mean(axis=0, dtype=np.float64))
    moving = deviation > 1e-6
    faintest = FAINTEST * float(np.median(deviation[moving])) if moving.any() else 1.0
    scale = (1 / np.maximum(deviation, faintest)).astype(np.float32)
    rows *= scale
    kept = min(size, *rows.shape)
    directions = randomized_svd(rows, kept, n_iter=4, transpose=False, random_state=0)[2].T
    # Each direction and its opposite are equally good: the largest number decides, so a rerun gives the same.
    directions *= np.where(directions[np.abs(directions).argmax(axis=0), np.arange(kept)] < 0, -1.0, 1.0)
    return Reduction(centre, scale, np.ascontiguousarray(directions, np.float32))


def _chosen(given: NDArray[np.floating]) -> Singles:
    """At most MOST_ROWS rows, sorted and chosen by a digest of what they hold, so by chance but not by place."""
    usable = np.flatnonzero(np.isfinite(given).all(axis=1))
    if not len(usable):
        raise ValueError("no object of the pool has a vector; there is nothing to fit on")
    content = [hashlib.blake2b(given[row].tobytes(), digest_size=16).digest() for row in usable]
    return given[usable[np.argsort(np.array(content), kind="stable")[:MOST_ROWS]]].astype(np.float32)
