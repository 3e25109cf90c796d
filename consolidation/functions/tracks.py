"""Boxes of several people that follow things through the frames of a video."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.functions.boxes import BoxGeometry
from consolidation.functions.contract import Agreed, Floats, Given, Ints, Known
from consolidation.functions.fusing import Merged, concluded, fuse
from consolidation.functions.matching import Figures


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """labels (k,), and sides (k, F, 4) of each track in each frame: left, top, width, height; nan where it is not there.
    Every track is in some frame; all answers to an object have as many frames."""

    labels: Ints
    sides: Floats


class TrackGeometry:
    """Places are top, left, bottom, right, frame after frame, nan where the track is not there."""

    by_label = False
    loss = 4.0
    _box = BoxGeometry()

    def likeness(self, left: Floats, right: Floats, /) -> Floats:
        """Mean intersection over union of the frames that both have; 0 where these are under half of the shorter one's."""
        left, right = _frames(left), _frames(right)
        alike = self._box.likeness(left, right)
        common = np.sum(~np.isnan(alike), axis=-1)
        least = np.minimum(_length(left), _length(right)) / 2
        mean = np.nansum(alike, axis=-1) / np.maximum(common, 1)
        return np.asarray(np.where(common >= least, mean, 0.0))

    def aligned(self, places: Floats, _to: Floats, /) -> Floats:
        """As they are."""
        return places

    def residual(self, places: Floats, to: Floats, /) -> Floats:
        """Mean distance of the sides over the common frames, in square roots of the area; nan without common frames."""
        by_frame = self._box.residual(_frames(places), _frames(to))
        common = np.sum(~np.isnan(by_frame), axis=-1)
        return np.asarray(np.where(common > 0, np.nansum(by_frame, axis=-1) / np.maximum(common, 1), np.nan))


def tracks(objects: Sequence[Sequence[Given[Tracks]]], known: Known, /) -> list[Agreed[Tracks]]:
    """Tracks that more than half of the people drew: in each frame the weighted mean of the boxes there (`fusing.fuse`),
    in the frames where most of the weight has the track.

    They are the same one at a mean intersection over union of 0.4 over common frames. Confidences as for boxes.
    """
    figures = [
        [Given(one.worker, Figures(one.content.labels, _places(one.content.sides))) for one in given]
        for given in objects
    ]
    found = fuse(figures, known, TrackGeometry())
    return [concluded(given, merged, _tracks) for given, merged in zip(objects, found, strict=True)]


def _tracks(given: Sequence[Given[Tracks]], merged: Merged) -> Tracks:
    frames = given[0].content.sides.shape[1]
    sides = np.empty((len(merged.shapes), frames, 4))
    for row, one in enumerate(merged.shapes):
        there = ~np.isnan(one.drawn.reshape(-1, frames, 4)[..., 0])
        stays = 2 * (one.weights[:, None] * there).sum(axis=0).round(6) > one.weights.sum().round(6)
        top, left, bottom, right = one.place.reshape(frames, 4).T
        sides[row] = np.where(stays[:, None], np.stack([left, top, right - left, bottom - top], axis=1), np.nan)
    return Tracks(np.array([one.label for one in merged.shapes], np.int64), sides)


def _places(sides: Floats) -> Floats:
    left, top, width, height = np.moveaxis(sides, -1, 0)
    return np.stack([top, left, top + height, left + width], axis=-1).reshape(len(sides), sides.shape[1] * 4)


def _frames(places: Floats) -> Floats:
    return places.reshape(*places.shape[:-1], places.shape[-1] // 4, 4)


def _length(frames: Floats) -> Ints:
    return np.asarray(np.sum(~np.isnan(frames[..., 0]), axis=-1))
