"""Cuboids of several people, on the ground of a 3D scene."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.functions.contract import Agreed, Floats, Given, Ints, Known
from consolidation.functions.fusing import Merged, concluded, fuse
from consolidation.functions.matching import Figures
from consolidation.functions.overlap import overlap

_CORNERS = np.array([[0.5, 0.5], [-0.5, 0.5], [-0.5, -0.5], [0.5, -0.5]])


@dataclass(frozen=True, slots=True, eq=False)
class Cuboids:
    """labels (k,), and places (k, 7): centre x, y, z, length, width, height, and yaw: the angle from +x, anticlockwise,
    of the side that `length` measures, in radians."""

    labels: Ints
    places: Floats


class CuboidGeometry:
    """Places are centre (3), size (3), the cosine and sine of twice the yaw, and those of the yaw.

    The mean of the first pair is the mean of axes, that of the second tells which way along it most people look.
    """

    by_label = False
    loss = 4.0

    def likeness(self, left: Floats, right: Floats, /) -> Floats:
        """Intersection over union seen from above, within some percent."""
        left, right = np.broadcast_arrays(_ground(left), _ground(right))
        return overlap(left.reshape(-1, 4, 2), right.reshape(-1, 4, 2)).reshape(left.shape[:-2])

    def aligned(self, places: Floats, _to: Floats, /) -> Floats:
        """As they are."""
        return places

    def residual(self, places: Floats, to: Floats, /) -> Floats:
        """Mean distance of the sides on the ground, in square roots of its area, and a quarter of the angle between axes."""
        off = np.abs(places - to)
        apart = off[..., :2].mean(axis=-1) + off[..., 3:5].mean(axis=-1) / 2
        turned = np.abs(_axis(places) - _axis(to) + np.pi / 2) % np.pi - np.pi / 2
        size = np.sqrt(np.maximum(to[..., 3] * to[..., 4], 1e-6))
        return np.asarray(apart / size + np.abs(turned) / 4)


def cuboids(objects: Sequence[Sequence[Given[Cuboids]]], known: Known, /) -> list[Agreed[Cuboids]]:
    """Cuboids that more than half of the people drew: centre and size are weighted means (`fusing.fuse`), the yaw is the
    weighted circular mean of the axes, towards the side to which most of the weight looks.

    They are the same one at an intersection over union of 0.4 seen from above. Confidences as for boxes.
    """
    figures = [[Given(one.worker, _figures(one.content)) for one in given] for given in objects]
    found = fuse(figures, known, CuboidGeometry())
    return [concluded(given, merged, _cuboids) for given, merged in zip(objects, found, strict=True)]


def _figures(given: Cuboids) -> Figures:
    yaw = given.places[:, 6]
    turns = [np.cos(2 * yaw), np.sin(2 * yaw), np.cos(yaw), np.sin(yaw)]
    return Figures(given.labels, np.column_stack([given.places[:, :6], *turns]))


def _cuboids(_given: Sequence[Given[Cuboids]], merged: Merged) -> Cuboids:
    places = np.array([one.place for one in merged.shapes]).reshape(-1, 10)
    axis = _axis(places)
    ahead = np.cos(axis) * places[:, 8] + np.sin(axis) * places[:, 9]
    yaw = np.where(ahead >= 0, axis, np.where(axis > 0, axis - np.pi, axis + np.pi))
    labels = np.array([one.label for one in merged.shapes], np.int64)
    return Cuboids(labels, np.column_stack([places[:, :6], yaw]))


def _axis(places: Floats) -> Floats:
    """Yaw without its direction, -pi/2 to pi/2."""
    return np.asarray(np.arctan2(places[..., 7], places[..., 6]) / 2)


def _ground(places: Floats) -> Floats:
    """Corners seen from above, (..., 4, 2)."""
    axis = _axis(places)[..., None]
    along, across = _CORNERS[:, 0] * places[..., 3, None], _CORNERS[:, 1] * places[..., 4, None]
    x = places[..., 0, None] + along * np.cos(axis) - across * np.sin(axis)
    y = places[..., 1, None] + along * np.sin(axis) + across * np.cos(axis)
    return np.stack([x, y], axis=-1)
