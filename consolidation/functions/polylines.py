"""Lines of several people."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from consolidation.functions.contract import Agreed, Floats, Given, Known
from consolidation.functions.fusing import concluded, fuse
from consolidation.functions.outlines import POINTS, Outlines, curves, outlines

# Two lines are half alike where they are apart by this share of their extent.
TOLERANCE = 0.1


class LineGeometry:
    """Places are `POINTS` points of a line; it does not matter from which end it was drawn."""

    by_label = False
    loss = 1 / TOLERANCE

    def likeness(self, left: Floats, right: Floats, /) -> Floats:
        """1 / (1 + distance / (TOLERANCE extent)); the distance is the root mean square of that between points at the
        same share of the way, from the ends where it is smaller; the extent is that of both together."""
        distance = np.minimum(_apart(left, right), _apart(left, _reversed(right)))
        return np.asarray(1 / (1 + distance / (TOLERANCE * (_extent(left) + _extent(right)) / 2)))

    def aligned(self, places: Floats, to: Floats, /) -> Floats:
        """From the end that is nearer to the other's beginning, the whole way considered."""
        turned = _reversed(places)
        return np.where((_apart(turned, to) < _apart(places, to))[:, None], turned, places)

    def residual(self, places: Floats, to: Floats, /) -> Floats:
        """Root mean square distance in extents."""
        return np.asarray(_apart(places, to) / _extent(to))


def polylines(objects: Sequence[Sequence[Given[Outlines]]], known: Known, /) -> list[Agreed[Outlines]]:
    """Lines that more than half of the people drew, as the weighted mean of theirs (`fusing.fuse`), with as many vertices
    as the median of them has.

    Lines are the same one where they are apart by at most 15 % of their extent. Confidences as for boxes, with the
    likeness of `LineGeometry` for the intersection over union.
    """
    figures = [[Given(one.worker, curves(one.content, closed=False)) for one in given] for given in objects]
    found = fuse(figures, known, LineGeometry())
    return [
        concluded(given, merged, partial(outlines, closed=False)) for given, merged in zip(objects, found, strict=True)
    ]


def _apart(left: Floats, right: Floats) -> Floats:
    return np.asarray(np.sqrt(np.square(left - right).sum(axis=-1) / POINTS))


def _reversed(places: Floats) -> Floats:
    points = places.reshape(*places.shape[:-1], POINTS, 2)
    return points[..., ::-1, :].reshape(places.shape)


def _extent(places: Floats) -> Floats:
    """Diagonal of the box around each, (...), at least a pixel."""
    points = places.reshape(*places.shape[:-1], POINTS, 2)
    return np.asarray(np.maximum(np.hypot(*np.moveaxis(np.ptp(points, axis=-2), -1, 0)), 1.0))
