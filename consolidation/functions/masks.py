"""Masks of several people."""

import math
from collections.abc import Sequence

import numpy as np

from consolidation.functions.contract import Agreed, Floats, Given, Known
from consolidation.functions.mask_image import MaskImage
from consolidation.functions.pixel_vote import Elected, elect, likeness
from consolidation.functions.presence import CEILING

# Objects by which everybody is imagined to have painted like the crowd, and the most that earlier ones count for.
CROWD, REMEMBERED = 2.0, 20.0
# Votes count as the worker's quality to this power.
POWER = 4.0
_WORST = 0.05


def masks(objects: Sequence[Sequence[Given[MaskImage]]], known: Known, /) -> list[Agreed[MaskImage]]:
    """At each pixel the number that most people painted there, their votes weighted by how near each usually comes to
    the label (`pixel_vote.elect`, `vote_weights`).

    An object's confidence is the share of the votes that its label got, over the pixels where anybody painted, at most
    0.95 and not rounded, as output lines have it. `quality`: mean intersection over union with the label by number, the
    background left out. All images of an object have one size.
    """
    weights = vote_weights(objects, known)
    return [_agreed(given, weights) for given in objects]


def vote_weights(objects: Sequence[Sequence[Given[MaskImage]]], known: Known) -> Floats:
    """What each worker's votes count, (W,): their mean quality to the power of 4.

    It is measured against a first vote, in which the known quality counts, and drawn towards what is known and towards
    the crowd.
    """
    remembered = np.minimum(known.answers, REMEMBERED)
    before = np.where(known.answers > 0, np.nan_to_num(known.quality), 0.0)
    first = np.where(known.answers > 0, np.maximum(before, _WORST) ** POWER, 1.0)
    seen = _seen(objects, first)
    count = np.array([len(one) for one in seen])
    total = np.array([math.fsum(one) for one in seen])
    crowd = float(np.median(np.concatenate(seen))) if count.any() else 1.0
    mean = (total + remembered * before + CROWD * crowd) / (count + remembered + CROWD)
    return np.asarray(np.maximum(mean, _WORST) ** POWER)


def _seen(objects: Sequence[Sequence[Given[MaskImage]]], weights: Floats) -> list[list[float]]:
    """The qualities of each worker's answers to objects with several, against a vote under these weights."""
    seen: list[list[float]] = [[] for _ in weights]
    for given in objects:
        if len(given) > 1:
            images, workers = [one.content for one in given], [one.worker for one in given]
            found = likeness(images, elect(images, weights[workers]).image)
            for worker, quality in zip(workers, found, strict=True):
                seen[worker].append(quality)
    return seen


def trust(elected: Elected) -> float:
    """How far to believe what was elected; that nobody painted anything is agreement too."""
    return CEILING if math.isnan(elected.share) else min(elected.share, CEILING)


def _agreed(given: Sequence[Given[MaskImage]], weights: Floats) -> Agreed[MaskImage]:
    if len(given) == 1:
        return Agreed(given[0].content, 0.0, (), (math.nan,))
    images = [one.content for one in given]
    elected = elect(images, weights[[one.worker for one in given]])
    return Agreed(elected.image, trust(elected), (), tuple(likeness(images, elected.image)))
