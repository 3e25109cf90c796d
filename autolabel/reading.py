"""What a machine that has learned from some objects says of all, and how right that is where people have said it too."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from autolabel.arrays import NO_LABEL, Detail, Details, Flags, Floats, Ints, Rows
from autolabel.guarantee.contract import Measure


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """probabilities (n, k) for the strategies, confidences (n,) for the cut-off, labels (n,) the machine would give.

    qualities (n,): how right the label is, nan where people have not said, or where there is nothing to read it from: of
    such an object the confidence is a number, too. embeddings (n, d) where there are any, as they are kept and not copied.
    details: what labels are made of where a number does not say it all.
    """

    probabilities: Floats
    confidences: Floats
    labels: Ints
    qualities: Floats
    embeddings: Rows | None = None
    measure: Measure = Measure.RIGHT
    details: Details | None = None


def in_part(trust: Floats, qualities: Floats, details: Sequence[Detail], embeddings: Rows) -> Reading:
    """A reading of labels that a number cannot say and that are right in part; `trust` (n,) is 0..1."""
    sure = 0.5 + trust / 2
    return Reading(
        probabilities=np.stack([sure, 1 - sure], axis=1),
        confidences=trust,
        labels=np.zeros(len(trust), np.int64),
        qualities=qualities,
        embeddings=embeddings,
        measure=Measure.QUALITY,
        details=lambda objects: [details[number] for number in objects.tolist()],
    )


class Machine(Protocol):
    """Learns from objects and reads all of them. Deterministic: the same objects and seed give the same reading."""

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        """A reading after learning from these objects (t,), at least one; all of them have labels."""

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        """`count` of these objects for people to begin with, before there is anything to learn from."""


@dataclass(frozen=True, slots=True, eq=False)
class WrongAbout:
    """A machine that counts as wrong about some objects (n,), and sure of it, whatever it says of them: it is measured by
    them, and they can no longer be read. What is lost must not make a certificate better: each counts at every cut-off,
    and no strategy picks it to learn from."""

    machine: Machine
    objects: Flags

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        """As the machine's."""
        found = self.machine.read(learned_from, seed=seed)
        if not self.objects.any():
            return found
        sure = np.eye(1, found.probabilities.shape[1])
        return replace(
            found,
            probabilities=np.where(self.objects[:, None], sure, found.probabilities),
            confidences=np.where(self.objects, 1.0, found.confidences),
            qualities=np.where(self.objects, 0.0, found.qualities),
        )

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        """As the machine's."""
        return self.machine.first(objects, count, seed=seed)


def agreement(machine: Ints, people: Ints) -> Floats:
    """Quality of classes: 1 where both say the same, 0 where not, nan where people have not said."""
    return np.where(people == NO_LABEL, np.nan, (machine == people).astype(np.float64))
