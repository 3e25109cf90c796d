"""Are labels right as often as their confidences say? Counted on objects whose right label is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consolidation.functions.contract import Floats, Ints

FEWEST_GOLD = 50  # claims below which nothing is learned of what confidences mean
BINS = 10
LEVEL_Z = 1.6449  # standard deviations between which a normal figure lies 9 times in 10
_CELLS = 101  # confidences have two decimals
_CLAIMED = np.arange(_CELLS) / 100
_DRAWS = 1000
_SPREAD = 2.0  # standard deviations of a redrawn error; with 1.64 the bounds held it in 78 to 96 of 100 cases


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """times (101,): how often each hundredth of confidence was claimed; right (101,): how often the label was right then.

    All that calibration needs to know, however many objects there were. Confidence 0 claims nothing and is left out.
    """

    times: Ints
    right: Ints

    @classmethod
    def none(cls) -> Claims:
        """Before the first."""
        return cls(np.zeros(_CELLS, np.int64), np.zeros(_CELLS, np.int64))

    @classmethod
    def of(cls, confidences: Floats, right: NDArray[np.bool_]) -> Claims:
        """Of labels (n,) with confidences in two decimals, and whether each is right."""
        cells = np.rint(confidences * 100).astype(np.int64)
        asked = cells > 0
        return cls(*(np.bincount(one, minlength=_CELLS) for one in (cells[asked], cells[asked & right])))

    @classmethod
    def from_json(cls, rows: Iterable[Sequence[int]]) -> Claims:
        """As `to_json` gave it."""
        claims = cls.none()
        for cell, times, right in rows:
            claims.times[cell], claims.right[cell] = times, right
        return claims

    def to_json(self) -> list[list[int]]:
        """[hundredth, times, right] of each confidence that was claimed, sorted."""
        found = np.flatnonzero(self.times)
        rows: list[list[int]] = np.column_stack([found, self.times[found], self.right[found]]).tolist()
        return rows

    def __len__(self) -> int:
        return int(self.times.sum())

    def plus(self, other: Claims) -> Claims:
        """Both together."""
        return Claims(self.times + other.times, self.right + other.right)

    def moved(self, meaning: Floats) -> Claims:
        """The same labels with other confidences: `meaning` (101,) says of each hundredth what becomes of it."""
        cells = np.rint(meaning * 100).astype(np.int64)
        moved = Claims.none()
        np.add.at(moved.times, cells, self.times)
        np.add.at(moved.right, cells, self.right)
        return moved

    def error(self, bins: int = BINS) -> float:
        """As `calibration_error`."""
        return _error(_CLAIMED, self.times, self.right, bins)

    def error_bounds(self) -> tuple[float, float]:
        """Between which the error of many more labels like these lies, about 9 times in 10; nan before the first.

        Chance alone puts few labels apart from what they claim, so the error as it is seen is too large: what drawing
        these labels again adds to it is taken away once more, and where claims that are true would show as much in 1 case
        of 20, there may be none. Over 12 kinds of claims, 60 to 1,000 of them, these bounds held the true error in
        85 to 98 of 100 cases.
        """
        count = len(self)
        if not count:
            return float("nan"), float("nan")
        draw, seen = np.random.default_rng(0), self.error()
        drawn = draw.multinomial(count, np.concatenate([self.right, self.times - self.right]) / count, size=_DRAWS)
        again = _errors(drawn[:, :_CELLS] + drawn[:, _CELLS:], drawn[:, :_CELLS])
        true = _errors(self.times[None], draw.binomial(self.times, _CLAIMED, size=(_DRAWS, _CELLS)))
        middle, half = max(2 * seen - float(again.mean()), 0.0), _SPREAD * float(again.std())
        low = max(middle - half, 0.0) if seen > np.quantile(true, 0.95) else 0.0
        return low, max(middle + half, seen)

    def bins(self) -> list[Bin]:
        """The classes of confidence that were claimed, the lowest first."""
        place = _places(_CLAIMED, BINS)
        times, right, claimed = (
            np.bincount(place, weights=one, minlength=BINS) for one in (self.times, self.right, self.times * _CLAIMED)
        )
        low, high = share_bounds(right, times)
        return [
            Bin(int(times[at]), claimed[at] / times[at], right[at] / times[at], float(low[at]), float(high[at]))
            for at in np.flatnonzero(times)
        ]


@dataclass(frozen=True, slots=True)
class Bin:
    """A tenth of the scale: how many labels, their mean confidence, the share of them that was right, and the bounds
    between which that share lies 9 times in 10."""

    count: int
    claimed: float
    right: float
    low: float
    high: float


def calibration_error(confidences: Floats, right: NDArray[np.bool_], *, bins: int = BINS) -> float:
    """Expected calibration error, 0..1: objects are put into `bins` classes of confidence of equal width (a lower bound
    belongs to the class it begins, 1 to the last); the mean, over objects, of the distance in their class between mean
    confidence and share of right labels. Confidence 0 claims nothing and is left out; nan where nothing is left."""
    asked = confidences > 0
    return _error(confidences[asked], np.ones(asked.sum()), right[asked], bins)


def share_bounds(right: Floats | Ints, times: Floats | Ints) -> tuple[Floats, Floats]:
    """Bounds of the shares (n,) of which `right` of `times` were seen, 9 in 10 (E. B. Wilson, 1927); 0 and 1 for none."""
    seen = np.maximum(times, 1e-9)
    share, noise = np.asarray(right / seen), LEVEL_Z**2 / seen
    middle = (share + noise / 2) / (1 + noise)
    half = LEVEL_Z * np.sqrt(share * (1 - share) / seen + noise / seen / 4) / (1 + noise)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)


def _error(claimed: Floats, times: Floats | Ints, right: Floats | Ints | NDArray[np.bool_], bins: int) -> float:
    total = float(np.sum(times))
    if not total:
        return float("nan")
    gaps = np.bincount(_places(claimed, bins), weights=claimed * times - right)
    return float(np.abs(gaps).sum() / total)


def _errors(times: Ints, right: Ints) -> Floats:
    """The error of each row of (d, 101) or (1, 101) and (d, 101)."""
    gaps = times * _CLAIMED - right
    starts = np.flatnonzero(np.diff(_places(_CLAIMED, BINS), prepend=-1))
    return np.asarray(np.abs(np.add.reduceat(gaps, starts, axis=1)).sum(axis=1) / times.sum(axis=1))


def _places(claimed: Floats, bins: int) -> Ints:
    return np.minimum((claimed * bins + 1e-9).astype(np.int64), bins - 1)
