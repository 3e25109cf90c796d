"""Parts of a recording that several people marked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from consolidation.functions.contract import Agreed, Floats, Given, Known
from consolidation.functions.fusing import Fused, Merged, concluded, fuse
from consolidation.functions.intervals import LEAST, IntervalGeometry, Intervals


def segments(objects: Sequence[Sequence[Given[Intervals]]], known: Known, /) -> list[Agreed[Intervals]]:
    """Parts that more than half of the people marked; each begins and ends at the weighted median of theirs.

    Marks of different people are the same part at an intersection over union of 0.3, weights come from how near a
    worker's ends usually are to the others' (`fusing.fuse`), the label is voted on. A median and no mean: an end is heard
    by most people to the tenth of a second, and missed by some by seconds. Confidences as for boxes.
    """
    figures = [[Given(one.worker, one.content.figures()) for one in given] for given in objects]
    found = fuse(figures, known, IntervalGeometry(), least=LEAST)
    return [concluded(given, merged, _intervals) for given, merged in zip(objects, found, strict=True)]


def _intervals(_given: Sequence[Given[Intervals]], merged: Merged) -> Intervals:
    bounds = [_bounds(one) for one in merged.shapes]
    labels = np.array([one.label for one in merged.shapes], np.int64)
    return Intervals(labels, np.array(bounds, np.float64).reshape(-1, 2))


def _bounds(one: Fused) -> tuple[float, float]:
    start, end = (weighted_median(one.drawn[:, side], one.weights) for side in (0, 1))
    return start, max(start, end)


def weighted_median(values: Floats, weights: Floats) -> float:
    """The value with half of the weight on either side; where that lies between two, their middle."""
    by = np.lexsort((weights, values))
    share = (np.cumsum(weights[by]) / weights.sum()).round(9)
    low, high = by[np.searchsorted(share, 0.5)], by[np.searchsorted(share, 0.5, side="right")]
    return float((values[low] + values[high]) / 2)
