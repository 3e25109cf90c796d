"""Boxes of several people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.functions.contract import Agreed, Floats, Given, Ints, Known
from consolidation.functions.fusing import Merged, concluded, fuse
from consolidation.functions.matching import Figures

# A box without width or height counts as this wide, in pixels, so that it is like itself.
_THIN = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """labels (k,), and sides (k, 4): left, top, width, height, neither of these below 0."""

    labels: Ints
    sides: Floats


class BoxGeometry:
    """Places (4,) are top, left, bottom, right; two boxes are as alike as their intersection over union."""

    by_label = False
    loss = 4.0  # each side that is off by a tenth of the box costs about a tenth of the intersection over union

    def likeness(self, left: Floats, right: Floats, /) -> Floats:
        """Intersection over union."""
        low = np.maximum(left[..., :2], right[..., :2])
        high = np.minimum(_far(left), _far(right))
        common = np.prod(np.maximum(high - low, 0), axis=-1)
        both = _area(left) + _area(right) - common
        return np.asarray(common / both)

    def aligned(self, places: Floats, _to: Floats, /) -> Floats:
        """As they are."""
        return places

    def residual(self, places: Floats, to: Floats, /) -> Floats:
        """Mean distance of the sides, in square roots of the area."""
        return np.asarray(np.abs(places - to).mean(axis=-1) / np.sqrt(_area(to)))


def boxes(objects: Sequence[Sequence[Given[Boxes]]], known: Known, /) -> list[Agreed[Boxes]]:
    """Boxes that more than half of the people drew, each side the mean of theirs, weighted by how near each of them
    usually comes to the others (`fusing.fuse`).

    Boxes are the same one at an intersection over union of 0.4; their label is voted on. `parts`: the chance that the box
    is there, by how many drew it (`presence.beliefs`), and has its label, by how many named it so
    (`presence.label_beliefs`), at most 0.95. An object's confidence is the mean quality of its answers: matched boxes'
    intersection over union with what stands, 0 for each that is missing or too much.
    """
    figures = [[Given(one.worker, _figures(one.content)) for one in given] for given in objects]
    found = fuse(figures, known, BoxGeometry())
    return [concluded(given, merged, _boxes) for given, merged in zip(objects, found, strict=True)]


def _figures(given: Boxes) -> Figures:
    left, top, width, height = given.sides.T
    return Figures(given.labels, np.stack([top, left, top + height, left + width], axis=1))


def _boxes(_given: Sequence[Given[Boxes]], merged: Merged) -> Boxes:
    top, left, bottom, right = np.array([one.place for one in merged.shapes]).reshape(-1, 4).T
    labels = np.array([one.label for one in merged.shapes], np.int64)
    return Boxes(labels, np.stack([left, top, right - left, bottom - top], axis=1))


def _far(places: Floats) -> Floats:
    """Lower right corners, (..., 2)."""
    return np.maximum(places[..., 2:], places[..., :2] + _THIN)


def _area(places: Floats) -> Floats:
    return np.asarray(np.prod(_far(places) - places[..., :2], axis=-1))
