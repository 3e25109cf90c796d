"""Intersection over union of polygons of any form, by counting the cells of a grid that lie inside."""

import numpy as np
from numpy.typing import NDArray

from consolidation.functions.contract import Floats

# Cells a side of the grid over the box around both: an area is right to about a percent of it.
CELLS = 40


def overlap(left: Floats, right: Floats) -> Floats:
    """Intersection over union of polygons (n, p, 2) with those (n, q, 2) in the same row, (n,).

    Inside is what a line from far away enters an odd number of times, so polygons may cross themselves. Those whose
    boxes do not touch are not looked at. O(n CELLS^2 p) time.
    """
    low, high = np.minimum(left.min(axis=1), right.min(axis=1)), np.maximum(left.max(axis=1), right.max(axis=1))
    apart = np.maximum(left.min(axis=1), right.min(axis=1)) > np.minimum(left.max(axis=1), right.max(axis=1))
    found = np.zeros(len(left))
    for row in np.flatnonzero(~apart.any(axis=1)):
        size = np.maximum(high[row] - low[row], 1e-9)
        one, other = inside((left[row] - low[row]) / size), inside((right[row] - low[row]) / size)
        union = np.count_nonzero(one | other)
        found[row] = np.count_nonzero(one & other) / union if union else _nearness(left[row], right[row])
    return found


def _nearness(left: Floats, right: Floats) -> float:
    """Of two polygons without an area: 1 where they lie on each other, 0 where they are a quarter of their extent apart."""
    apart = np.linalg.norm(left[:, None] - right[None], axis=2)
    extent = max(float(np.hypot(*np.ptp(np.concatenate([left, right]), axis=0))), 1e-9)
    return max(0.0, 1 - 4 * float(apart.min(axis=0).mean() + apart.min(axis=1).mean()) / 2 / extent)


def inside(points: Floats) -> NDArray[np.bool_]:
    """Which cells of a grid over the unit square have their middle in a polygon (p, 2), (CELLS, CELLS)."""
    middle = (np.arange(CELLS) + 0.5) / CELLS
    (x0, y0), (x1, y1) = points.T, np.roll(points, -1, axis=0).T
    crossed = (y0[None] <= middle[:, None]) != (y1[None] <= middle[:, None])
    rows, edges = np.nonzero(crossed)
    along = (middle[rows] - y0[edges]) / (y1[edges] - y0[edges])
    x = x0[edges] + along * (x1[edges] - x0[edges])
    # Each crossing turns all cells to its right; a row of the sum's odd cells is inside.
    turns = np.zeros((CELLS, CELLS + 1), np.int64)
    np.add.at(turns, (rows, np.clip(np.ceil(x * CELLS - 0.5), 0, CELLS).astype(np.int64)), 1)
    return np.asarray(np.cumsum(turns, axis=1)[:, :CELLS] % 2 == 1)
