"""Key points of several people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.functions.contract import Agreed, Floats, Given, Ints, Known
from consolidation.functions.fusing import Merged, concluded, fuse
from consolidation.functions.matching import Figures

# Two points are half alike where they are apart by this share of the scale.
TOLERANCE = 0.1
# Where all points lie in one place, this many pixels are the scale.
_SMALLEST = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """labels (k,) and x, y (k, 2)."""

    labels: Ints
    places: Floats


class PointGeometry:
    """Places are x, y and the scale of their object; points with one label only are compared."""

    by_label = True
    loss = 1 / TOLERANCE

    def likeness(self, left: Floats, right: Floats, /) -> Floats:
        """1 / (1 + distance / (TOLERANCE scale))."""
        return np.asarray(1 / (1 + _apart(left, right) / (TOLERANCE * right[..., 2])))

    def aligned(self, places: Floats, _to: Floats, /) -> Floats:
        """As they are."""
        return places

    def residual(self, places: Floats, to: Floats, /) -> Floats:
        """Distance in scales."""
        return np.asarray(_apart(places, to) / places[..., 2])


def keypoints(objects: Sequence[Sequence[Given[Points]]], known: Known, /) -> list[Agreed[Points]]:
    """Points that more than half of the people set with the same label, as the weighted mean of theirs (`fusing.fuse`).

    Points are the same one where they are apart by at most 15 % of the scale: the diagonal of the box around all points
    of the object, or where labels are used again, three times the usual distance to the next point of the same label.
    Confidences as for boxes, with the likeness of `PointGeometry` for the intersection over union.
    """
    figures = []
    for given in objects:
        scale = _scale([one.content for one in given])
        figures.append([Given(one.worker, _figures(one.content, scale)) for one in given])
    found = fuse(figures, known, PointGeometry())
    return [concluded(given, merged, _points) for given, merged in zip(objects, found, strict=True)]


def _figures(given: Points, scale: float) -> Figures:
    return Figures(given.labels, np.column_stack([given.places, np.full(len(given.labels), scale)]))


def _points(_given: Sequence[Given[Points]], merged: Merged) -> Points:
    labels = np.array([one.label for one in merged.shapes], np.int64)
    return Points(labels, np.array([one.place[:2] for one in merged.shapes]).reshape(-1, 2))


def _scale(answers: Sequence[Points]) -> float:
    everywhere = np.concatenate([one.places for one in answers])
    if not len(everywhere):
        return _SMALLEST
    nearest = [distance for one in answers for distance in _to_next(one)]
    across = float(np.hypot(*np.ptp(everywhere, axis=0)))
    return max(min(across, 3 * float(np.median(nearest))) if nearest else across, _SMALLEST)


def _to_next(one: Points) -> list[float]:
    """Distance of each point to the next one of the same label, where there is one."""
    found: list[float] = []
    for label in np.unique(one.labels):
        own = one.places[one.labels == label]
        if len(own) > 1:
            apart = np.linalg.norm(own[:, None] - own[None], axis=2)
            np.fill_diagonal(apart, np.inf)
            found += apart.min(axis=1).tolist()
    return found


def _apart(left: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.norm(left[..., :2] - right[..., :2], axis=-1))
