"""Polygons of several people."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from consolidation.functions.contract import Agreed, Floats, Given, Known
from consolidation.functions.fusing import concluded, fuse
from consolidation.functions.outlines import POINTS, Outlines, curves, outlines
from consolidation.functions.overlap import overlap


class PolygonGeometry:
    """Places are `POINTS` points around a polygon, from any of them and in either direction."""

    by_label = False
    loss = 4.0

    def likeness(self, left: Floats, right: Floats, /) -> Floats:
        """Intersection over union, within some percent; only those whose boxes touch are looked at."""
        one, other = _points(left), _points(right)
        low = np.maximum(one.min(axis=-2), other.min(axis=-2))
        touching = (low <= np.minimum(one.max(axis=-2), other.max(axis=-2))).all(axis=-1)
        shape = (*touching.shape, POINTS, 2)
        found = np.zeros(touching.shape)
        found[touching] = overlap(np.broadcast_to(one, shape)[touching], np.broadcast_to(other, shape)[touching])
        return found

    def aligned(self, places: Floats, to: Floats, /) -> Floats:
        """Begun and turned so that the points are nearest to the other's."""
        turned = [_turned(one, other) for one, other in zip(_points(places), _points(to), strict=True)]
        return np.array(turned).reshape(places.shape)

    def residual(self, places: Floats, to: Floats, /) -> Floats:
        """Root mean square distance of the points, in square roots of the area."""
        apart = np.sqrt(np.square(places - to).sum(axis=-1) / POINTS)
        return np.asarray(apart / np.sqrt(np.maximum(_area(_points(to)), 1.0)))


def polygons(objects: Sequence[Sequence[Given[Outlines]]], known: Known, /) -> list[Agreed[Outlines]]:
    """Polygons that more than half of the people drew: points around them, turned to fit each other, as the weighted mean
    of theirs (`fusing.fuse`), with as many vertices as the median of them has. Confidences as for boxes."""
    figures = [[Given(one.worker, curves(one.content, closed=True)) for one in given] for given in objects]
    found = fuse(figures, known, PolygonGeometry())
    return [
        concluded(given, merged, partial(outlines, closed=True)) for given, merged in zip(objects, found, strict=True)
    ]


def _turned(points: Floats, to: Floats) -> Floats:
    """Of all beginnings and both directions that with the least sum of squared distances, which is that with the largest
    sum of products: a correlation, by Fourier transform."""
    centre = to.mean(axis=0)
    spectrum = np.fft.rfft(to - centre, axis=0)
    best, found = -np.inf, points
    for one in (points, points[::-1]):
        product = np.fft.irfft(np.conj(spectrum) * np.fft.rfft(one - centre, axis=0), n=POINTS, axis=0).sum(axis=1)
        begin = int(product.argmax())
        if product[begin] > best * (1 + 1e-12):
            best, found = float(product[begin]), np.roll(one, -begin, axis=0)
    return found.ravel()


def _points(places: Floats) -> Floats:
    return places.reshape(*places.shape[:-1], POINTS, 2)


def _area(points: Floats) -> Floats:
    """Of each polygon (..., p, 2) by the shoelace formula, (...)."""
    x, y = points[..., 0], points[..., 1]
    return np.asarray(np.abs((x * np.roll(y, -1, axis=-1) - np.roll(x, -1, axis=-1) * y).sum(axis=-1)) / 2)
