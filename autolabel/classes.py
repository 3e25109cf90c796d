"""The machine for classes: a learner's head on the rows of a backbone."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from autolabel.arrays import Floats, Ints
from autolabel.reading import Reading, agreement
from autolabel.strategies.cold_start import medoids


class Model(Protocol):
    """What a learner learned."""

    def probabilities(self, features: Floats, /) -> Floats:
        """(m, k) for rows (m, d)."""


class Learner(Protocol):
    """Learns classes from rows."""

    def fit(self, features: Floats, labels: Ints, class_count: int, *, seed: int) -> Model:
        """From rows (t, d) and their classes (t,)."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassMachine:
    """As `Machine`, for rows (n, d) and people's classes (n,); `regions` (n, d2) are the rows to begin with, if others."""

    learner: Learner
    features: Floats
    labels: Ints
    class_count: int
    regions: Floats | None = None

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        model = self.learner.fit(self.features[learned_from], self.labels[learned_from], self.class_count, seed=seed)
        probabilities = model.probabilities(self.features)
        classes = probabilities.argmax(axis=1)
        confidences = probabilities[np.arange(len(classes)), classes]
        return Reading(probabilities, confidences, classes, agreement(classes, self.labels), embeddings=self.features)

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        rows = self.features if self.regions is None else self.regions
        return objects[medoids(rows[objects], count, np.random.default_rng(seed))]
