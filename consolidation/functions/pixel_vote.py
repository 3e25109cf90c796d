"""Each pixel of a mask is voted on."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consolidation.functions.contract import TIE, Floats, Ints
from consolidation.functions.mask_image import Indices, MaskImage, stripes

Flags = NDArray[np.bool_]
_AROUND = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]


@dataclass(frozen=True, slots=True, eq=False)
class Elected:
    """What stands, and the mean share of the votes that it got where anybody painted (nan: nobody did)."""

    image: MaskImage
    share: float


def elect(images: Sequence[MaskImage], weights: Floats) -> Elected:
    """The number with the largest weight of votes at each pixel of images of one size; (w,) weights above 0.

    Where several have it, the one of these that most of the eight pixels around have that are no ties themselves, else
    the lowest. O(pixels) where people agree and O(pixels w^2) where not; two bytes a pixel and some stripes of memory.
    """
    by = sorted(range(len(images)), key=lambda a: (float(weights[a]), images[a].packed))
    images, weights = [images[a] for a in by], weights[by]
    height, width = images[0].height, images[0].width
    result, tied = np.empty((height, width), np.uint8), np.zeros((height, width), np.bool_)
    shares: list[float] = []
    painted = 0
    for rows, stack in zip(stripes(height, width), stacked(images), strict=True):
        contested = disputed(stack)
        winners, ties, share = _winners(stack[:, contested], weights)
        result[rows] = stack[0]
        result[rows][contested], tied[rows][contested] = winners, ties
        wanted = (stack[:, contested] > 0).any(axis=0)
        agreed = int(np.count_nonzero(stack[0]) - np.count_nonzero(stack[0][contested]))
        shares += [float(agreed), float(share[wanted].sum())]
        painted += agreed + int(np.count_nonzero(wanted))
    if tied.any():
        _break_ties(images, weights, result, tied)
    return Elected(MaskImage.of(result), float(math.fsum(shares) / painted) if painted else math.nan)


def likeness(images: Sequence[MaskImage], standing: MaskImage) -> list[float]:
    """Of each image to that which stands: mean intersection over union of the numbers above 0 that either has, 1 where
    neither has any."""
    own, common = np.zeros((len(images), 256), np.int64), np.zeros((len(images), 256), np.int64)
    stands = np.zeros(256, np.int64)
    for stack in stacked([standing, *images]):
        contested = disputed(stack)
        same = counts(stack[0][~contested])
        stands += same + counts(stack[0][contested])
        for row, image in enumerate(stack[1:]):
            given = image[contested]
            own[row] += same + counts(given)
            common[row] += same + counts(given[given == stack[0][contested]])
    either = (own + stands - common)[:, 1:]
    used = either > 0
    alike = np.where(used, common[:, 1:] / np.maximum(either, 1), 0).sum(axis=1)
    found = np.where(used.any(axis=1), alike / np.maximum(used.sum(axis=1), 1), 1.0)
    return [float(one) for one in found]


def stacked(images: Sequence[MaskImage]) -> Iterator[Indices]:
    """The stripes of all images at once, (w, rows, width)."""
    return (np.stack(rows) for rows in zip(*images, strict=True))


def disputed(stack: Indices) -> Flags:
    """Where images (w, rows, width) differ, (rows, width)."""
    return np.asarray((stack[1:] != stack[0]).any(axis=0))


def counts(values: Indices) -> Ints:
    """How often each number is there, (256,)."""
    return np.bincount(values.ravel(), minlength=256)


def _winners(votes: Indices, weights: Floats) -> tuple[Indices, Flags, Floats]:
    """Of pixels (w, n): the lowest of the numbers with the most weight, whether there are several, and the weight's
    share."""
    support = _support(votes, weights)
    most = support.max(axis=0)
    leading = support >= most - TIE
    low = np.where(leading, votes, 255).min(axis=0).astype(np.uint8)
    high = np.where(leading, votes, 0).max(axis=0)
    return low, low != high, most / weights.sum()


def _support(votes: Indices, weights: Floats) -> Floats:
    """Weight of those who say the same as each image, (w, n): it does not grow with the number of labels."""
    support = np.zeros(votes.shape)
    for other, weight in zip(votes, weights, strict=True):
        support += weight * (votes == other)
    return support


def _break_ties(images: Sequence[MaskImage], weights: Floats, result: Indices, tied: Flags) -> None:
    height, width = tied.shape
    for rows, stack in zip(stripes(height, width), stacked(images), strict=True):
        if not tied[rows].any():
            continue
        down, right = np.nonzero(tied[rows])
        votes = stack[:, down, right]
        support = _support(votes, weights)
        leading = support >= support.max(axis=0) - TIE
        near = _neighbours(votes, down + rows.start, right, result, tied)
        best = leading & (near == np.where(leading, near, -1).max(axis=0))
        result[down + rows.start, right] = np.where(best, votes, 255).min(axis=0)


def _neighbours(votes: Indices, down: Ints, right: Ints, result: Indices, tied: Flags) -> Ints:
    """How many pixels around each have the number that each image has there, ties left out, (w, n)."""
    found = np.zeros(votes.shape, np.int64)
    height, width = tied.shape
    for by_rows, by_columns in _AROUND:
        at, beside = down + by_rows, right + by_columns
        inside = (at >= 0) & (at < height) & (beside >= 0) & (beside < width)
        at, beside = np.where(inside, at, 0), np.where(inside, beside, 0)
        found += inside & ~tied[at, beside] & (result[at, beside] == votes)
    return found
