"""From one place of a text or recording to another: what stretches of several people are the same one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from consolidation.functions.contract import Floats, Ints
from consolidation.functions.matching import Figures

# Stretches less alike than this are never taken for the same one.
LEAST = 0.3
# A stretch of no length counts as this long, so that it is like itself.
_SHORT = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """labels (k,), and bounds (k, 2): where each begins and ends, the end not included. They may overlap."""

    labels: Ints
    bounds: Floats

    def figures(self) -> Figures:
        """As shapes of one dimension."""
        return Figures(self.labels, self.bounds)


class IntervalGeometry:
    """Places (2,) are begin and end; two stretches are as alike as their intersection over union."""

    by_label = False
    loss = 2.0  # each end that is off by a tenth of the length costs about a tenth of the intersection over union

    def likeness(self, left: Floats, right: Floats, /) -> Floats:
        """Intersection over union."""
        low, high = np.maximum(left[..., 0], right[..., 0]), np.minimum(_end(left), _end(right))
        common = np.maximum(high - low, 0)
        return np.asarray(common / (_length(left) + _length(right) - common))

    def aligned(self, places: Floats, _to: Floats, /) -> Floats:
        """As they are."""
        return places

    def residual(self, places: Floats, to: Floats, /) -> Floats:
        """Mean distance of the ends, in lengths."""
        return np.asarray(np.abs(places - to).mean(axis=-1) / _length(to))


def _end(places: Floats) -> Floats:
    return np.asarray(np.maximum(places[..., 1], places[..., 0] + _SHORT))


def _length(places: Floats) -> Floats:
    return _end(places) - places[..., 0]
