"""Marks of a text, and how much two sets of them are the same."""

from dataclasses import dataclass, field

import numpy as np

from autolabel.arrays import Floats, Ints
from autolabel.learners.contract import SampleRefused


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Marks of one text: bounds (s, 2) in code points, the end not included; classes (s,); chances (s,), 1 for people's."""

    bounds: Ints
    classes: Ints
    chances: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        bounds = np.asarray(self.bounds, np.int64).reshape(-1, 2)
        classes, chances = np.asarray(self.classes, np.int64), np.asarray(self.chances, np.float64)
        if classes.shape != (len(bounds),):
            raise SampleRefused(f"{len(bounds)} marks need as many classes, not {classes.shape}")
        object.__setattr__(self, "bounds", bounds)
        object.__setattr__(self, "classes", classes)
        object.__setattr__(self, "chances", chances if len(chances) == len(bounds) else np.ones(len(bounds)))

    def __len__(self) -> int:
        return len(self.classes)


def likeness(one: Marks, other: Marks) -> float:
    """How much two sets of marks are the same, 0..1: twice those with the same bounds and class, over all of both (F1). 1
    where neither has any."""
    left, right = (set(map(tuple, np.column_stack([each.bounds, each.classes]).tolist())) for each in (one, other))
    count = len(left) + len(right)
    return 2 * len(left & right) / count if count else 1.0
