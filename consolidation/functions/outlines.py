"""Polygons and polylines as curves of so many points, and back to the vertices that somebody set."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.functions.contract import Floats, Given, Ints
from consolidation.functions.fusing import Fused, Merged
from consolidation.functions.matching import Figures

# Points of a curve, equally far apart along it. With 64, an outline can be turned to fit another one by steps of 1.6 %
# of its length only, and corners that lie between two steps come out blunt.
POINTS = 256


@dataclass(frozen=True, slots=True, eq=False)
class Outlines:
    """labels (k,), and for each shape its vertices (v, 2): x, y."""

    labels: Ints
    vertices: tuple[Floats, ...]


def curves(given: Outlines, *, closed: bool) -> Figures:
    """Each shape as `POINTS` points x, y one after the other, (k, 2 POINTS)."""
    # Rounded, so that what all drew alike is its own average to the last bit.
    places = [_resampled(vertices, closed).ravel().round(6) for vertices in given.vertices]
    return Figures(given.labels, np.array(places).reshape(-1, 2 * POINTS))


def outlines(given: Sequence[Given[Outlines]], merged: Merged, *, closed: bool) -> Outlines:
    """What stands, with vertices as people set them.

    Of those who drew a shape, the one nearest to the average among those with the median number of vertices lends them:
    each vertex moves as the curve beside it does on its way to the average. So corners stay corners, and what all drew
    alike stays as it is.
    """
    drawn = [tuple(given[answer].content.vertices[shape] for answer, shape in one.members) for one in merged.shapes]
    moved = [_lent(one, vertices, closed) for one, vertices in zip(merged.shapes, drawn, strict=True)]
    return Outlines(np.array([one.label for one in merged.shapes], np.int64), tuple(moved))


def _lent(one: Fused, vertices: Sequence[Floats], closed: bool) -> Floats:
    counts = [len(member) for member in vertices]
    middle = sorted(counts)[(len(counts) - 1) // 2]
    away = np.abs(one.drawn - one.place).mean(axis=1)
    lender = min((i for i, count in enumerate(counts) if count == middle), key=lambda i: float(away[i]))
    curve = one.drawn[lender].reshape(-1, 2)
    return _moved(vertices[lender], curve, one.place.reshape(-1, 2) - curve, closed).round(6) + 0.0


def _moved(vertices: Floats, curve: Floats, shift: Floats, closed: bool) -> Floats:
    """Each vertex (v, 2) with the shift (POINTS, 2) of the two points of the curve that it lies between."""
    distance = np.linalg.norm(vertices[:, None] - curve[None], axis=2)
    after = np.roll(distance, -1, axis=1)
    around = distance + after
    if not closed:
        around[:, -1] = np.inf
    at = around.argmin(axis=1)
    rows = np.arange(len(vertices))
    total = np.maximum(around[rows, at], 1e-12)[:, None]
    part = distance[rows, at][:, None] / total
    return np.asarray(vertices + (1 - part) * shift[at] + part * shift[(at + 1) % len(curve)])


def _resampled(vertices: Floats, closed: bool) -> Floats:
    """`POINTS` points (POINTS, 2) at equal steps along the way through the vertices (v, 2)."""
    way = np.concatenate([vertices, vertices[:1]]) if closed else vertices
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
    steps = np.linspace(0, length[-1], POINTS, endpoint=not closed)
    return np.stack([np.interp(steps, length, way[:, axis]) for axis in (0, 1)], axis=1)
