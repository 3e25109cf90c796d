"""What a machine that has learned from some objects says of all, and how right that is where people have said it too."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from autolabel.arrays import NO_LABEL, Details, Floats, Ints, Rows
from autolabel.guarantee.contract import Measure


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """probabilities (n, k) for the strategies, confidences (n,) for the cut-off, labels (n,) the machine would give.

    qualities (n,): how right the label is, nan where people have not said. embeddings (n, d) where there are any, as they
    are kept and not copied.
    details: what labels are made of where a number does not say it all.
    """

    probabilities: Floats
    confidences: Floats
    labels: Ints
    qualities: Floats
    embeddings: Rows | None = None
    measure: Measure = Measure.RIGHT
    details: Details | None = None


class Machine(Protocol):
    """Learns from objects and reads all of them. Deterministic: the same objects and seed give the same reading."""

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        """A reading after learning from these objects (t,), at least one; all of them have labels."""

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        """`count` of these objects for people to begin with, before there is anything to learn from."""


def agreement(machine: Ints, people: Ints) -> Floats:
    """Quality of classes: 1 where both say the same, 0 where not, nan where people have not said."""
    return np.where(people == NO_LABEL, np.nan, (machine == people).astype(np.float64))
