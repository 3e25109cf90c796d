"""Where the pool may be cut: between different confidences, at levels that do not know V from U."""

from dataclasses import dataclass

import numpy as np

from autolabel.arrays import Floats, Ints
from autolabel.guarantee.contract import Holdout

LEVELS = 40


@dataclass(frozen=True, slots=True, eq=False)
class CutOffs:
    """Cut-offs from the most sure to all (c,): the confidence, and what of V and U is at or above it.

    `errors` is the number of wrong ones of V, or what their quality lacks of 1.
    """

    values: Floats
    drawn: Ints
    left: Ints
    errors: Floats

    def __len__(self) -> int:
        return len(self.values)

    @property
    def seen(self) -> Floats:
        """How right V is at each cut-off (c,); 1 where there is none of it."""
        return 1 - self.errors / np.maximum(self.drawn, 1)


def cut_offs(holdout: Holdout, levels: int = LEVELS) -> CutOffs:
    """The cut-offs at 1/levels, 2/levels … of V and U together; equal confidences stay on one side.

    Levels of both together are the same whichever objects had been drawn for V, as the promise needs; levels of U
    alone are not. Cut-offs above which U has nothing are left out.
    """
    pool = -np.sort(-np.concatenate((holdout.confidences, holdout.unlabeled)))
    ranks = np.unique(np.ceil(np.arange(1, levels + 1) / levels * len(pool)).astype(np.int64)) - 1
    values = np.unique(pool[ranks[ranks >= 0]])[::-1]
    drawn = np.searchsorted(-holdout.confidences, -values, side="right")
    left = np.searchsorted(-holdout.unlabeled, -values, side="right")
    lost = np.concatenate(([0.0], np.cumsum(1 - holdout.qualities)))
    kept = left > 0
    return CutOffs(values[kept], drawn[kept], left[kept], lost[drawn][kept])
