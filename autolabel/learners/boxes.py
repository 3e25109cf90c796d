"""Boxes of a picture, and how they lie to each other."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from autolabel.arrays import Floats, Ints
from autolabel.learners.contract import SampleRefused


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Boxes of one picture: corners (b, 4) left, top, right, bottom in shares of its width and height, 0..1; classes
    (b,); scores (b,), 1 for people's boxes."""

    corners: Floats
    classes: Ints
    scores: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        corners = np.asarray(self.corners, np.float64).reshape(-1, 4)
        classes = np.asarray(self.classes, np.int64)
        scores = np.asarray(self.scores, np.float64)
        if classes.shape != (len(corners),):
            raise SampleRefused(f"{len(corners)} boxes need as many classes, not {classes.shape}")
        object.__setattr__(self, "corners", corners)
        object.__setattr__(self, "classes", classes)
        object.__setattr__(self, "scores", scores if len(scores) == len(corners) else np.ones(len(corners)))

    def __len__(self) -> int:
        return len(self.classes)


def confidence(found: Boxes, *, empty: bool = False) -> float:
    """How far to trust a picture's boxes as a whole, 0..1: the mean score of those that are kept (0.5 and more) minus
    the share of all that are neither sure nor unlikely (0.15 to 0.5). Where nothing is likely: with `empty`, which says
    that there are pictures without boxes, how unlikely the best one is; else 0."""
    likely = found.scores[found.scores >= 0.15]
    if not len(likely):
        return 1 - float(found.scores.max(initial=0.0)) if empty else 0.0
    kept = likely[likely >= 0.5]
    return max(float(kept.mean() if len(kept) else 0.0) - float((likely < 0.5).mean()), 0.0)


def likeness(one: Boxes, other: Boxes) -> float:
    """How much two sets of boxes are the same, 0..1: the mean overlap of boxes of one class that are matched, most alike
    first, with 0 for each that has no match. 1 where neither has any.

    A box is matched once, and what overlaps nothing is not matched at all.
    """
    alike = overlaps(one.corners, other.corners)
    alike[one.classes[:, None] != other.classes[None]] = 0
    total, count = 0.0, len(one) + len(other)
    if not count:
        return 1.0
    while alike.size and alike.max() > 0:
        row, column = np.unravel_index(alike.argmax(), alike.shape)
        total, count = total + float(alike[row, column]), count - 1
        alike[row], alike[:, column] = 0, 0
    return total / count


def overlaps(left: ArrayLike, right: ArrayLike) -> Floats:
    """Intersection over union of corners (a, 4) and (b, 4), (a, b)."""
    a, b = np.asarray(left, np.float64)[:, None], np.asarray(right, np.float64)[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.clip(sides, 0, None).prod(axis=-1)
    areas = [np.clip(one[..., 2:] - one[..., :2], 0, None).prod(axis=-1) for one in (a, b)]
    return np.asarray(shared / np.maximum(areas[0] + areas[1] - shared, 1e-12))
