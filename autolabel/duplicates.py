"""Objects that are the same but for noise: rows that point nearly the same way."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autolabel.arrays import Flags, Ints

Singles = NDArray[np.float32]
# What two rows' cosine has to be. At it no two objects of different classes were joined on digits, signs and mails
# (docs/auto-labeling.md); what is so alike is a copy that was scaled, cut or sent again, and no second object.
ALIKE = 0.995
_BLOCK = 2_048
# Up to this many are all compared with each other; of more, those that a few coarse signs have in common.
ALL_COMPARED = 50_000
_BANDS, _BITS = 12, 16  # of such a pair all bands miss with a chance of 1 in 20,000
_MOST_IN_BUCKET = 4_096


def leaders_of(rows: ArrayLike, alike: float = ALIKE) -> Ints:
    """For each row (n, d) the first row that it is a copy of (n,), itself where it is none.

    A copy is like its leader itself, not only like another copy, so a chain of small steps joins nothing. A row of nan or
    of zeros is a copy of none. O(n^2 d) up to ALL_COMPARED rows, in blocks; memory of the rows in single precision.
    """
    given = np.asarray(rows, np.float32)
    lengths = np.linalg.norm(given, axis=1)
    usable = np.isfinite(lengths) & (lengths > 0)
    scales = np.where(usable, lengths, 1)[:, None].astype(np.float32)
    unit: Singles = np.divide(np.where(usable[:, None], given, np.float32(0)), scales)
    leaders = np.arange(len(given))
    for first, second in _pairs(unit, usable, alike):
        if leaders[first] == first and leaders[second] == second:
            leaders[second] = first
    return leaders


def _pairs(unit: Singles, usable: Flags, alike: float) -> Iterator[tuple[int, int]]:
    """Pairs that are alike, (earlier, later), by the later one and then by the earlier one."""
    found = [_all_pairs(unit, alike)] if len(unit) <= ALL_COMPARED else list(_coarse_pairs(unit, usable, alike))
    pairs = np.unique(np.concatenate([np.empty((0, 2), np.int64), *found])[:, ::-1], axis=0)
    return ((int(first), int(second)) for second, first in pairs)


def _all_pairs(unit: Singles, alike: float) -> Ints:
    found = [np.empty((0, 2), np.int64)]
    for start in range(0, len(unit), _BLOCK):
        block = unit[start : start + _BLOCK]
        for other in range(0, start + len(block), _BLOCK):
            later, earlier = np.nonzero(block @ unit[other : other + _BLOCK].T >= alike)
            pairs = np.stack([earlier + other, later + start], axis=1)
            found.append(pairs[pairs[:, 0] < pairs[:, 1]])
    return np.concatenate(found)


def _coarse_pairs(unit: Singles, usable: Flags, alike: float) -> Iterator[Ints]:
    """Of rows whose signs along a few directions by lot are the same: each band of directions once."""
    lot = np.random.default_rng(0)
    places = np.flatnonzero(usable)
    for _ in range(_BANDS):
        directions = lot.normal(size=(unit.shape[1], _BITS)).astype(np.float32)
        buckets = (unit[places] @ directions > 0) @ (1 << np.arange(_BITS))
        order = np.argsort(buckets, kind="stable")
        edges = np.flatnonzero(np.diff(buckets[order])) + 1
        for bucket in np.split(places[order], edges):
            for start in range(0, len(bucket) if len(bucket) > 1 else 0, _MOST_IN_BUCKET):
                some = np.sort(bucket[start : start + _MOST_IN_BUCKET])
                yield some[_all_pairs(unit[some], alike)]
