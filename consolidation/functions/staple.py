"""Masks of several people, by STAPLE: a confusion matrix for each person, fitted pixel by pixel."""

import math
from collections.abc import Sequence

import numpy as np

from consolidation.functions.contract import TIE, Agreed, Floats, Given, Ints, Known
from consolidation.functions.mask_image import Indices, MaskImage
from consolidation.functions.pixel_vote import counts, disputed, likeness, stacked
from consolidation.functions.presence import CEILING

ITERATIONS = 50
# Pixels by which everybody is imagined to have painted rightly as often as `known` says, or START where it says nothing.
PRIOR = 100.0
START = 0.9
_TINY = 1e-12
_BYTES = 5  # answers that fit into one whole number beside the number of a set


def staple(objects: Sequence[Sequence[Given[MaskImage]]], known: Known, /) -> list[Agreed[MaskImage]]:
    """Simultaneous truth and performance level estimation (Warfield, Zou and Wells, IEEE Transactions on Medical Imaging
    23, 2004) with several labels, each object by itself.

    Only the smallest rectangle around everything that anybody painted is looked at: on the whole picture the background
    says that everybody is nearly always right, and small things go under. Pixels with the same answers are one case, so
    the iterations do not grow with the picture. Confidence: mean posterior where anybody painted, at most 0.95.
    """
    rates = np.where(known.answers > 0, np.clip(np.nan_to_num(known.quality), 0.05, 0.99), START)
    return [_agreed(given, rates) for given in objects]


def _agreed(given: Sequence[Given[MaskImage]], rates: Floats) -> Agreed[MaskImage]:
    if len(given) == 1:
        return Agreed(given[0].content, 0.0, (), (math.nan,))
    by = sorted(given, key=lambda one: (float(rates[one.worker]), one.content.packed))
    images = [one.content for one in by]
    rows, columns = _painted(images)
    cases, count = _cases(images, rows, columns)
    names, votes = np.unique(cases, return_inverse=True)
    posterior = _fit(votes.reshape(cases.shape), count, rates[[one.worker for one in by]], len(names))
    top = posterior.max(axis=1)
    winner = names[(posterior >= top[:, None] - TIE).argmax(axis=1)]
    wanted = (cases > 0).any(axis=1)
    mean = float((top * count)[wanted].sum() / count[wanted].sum()) if wanted.any() else CEILING
    image = _drawn(images, cases, winner)
    return Agreed(image, min(mean, CEILING), (), tuple(likeness([one.content for one in given], image)))


def _painted(images: Sequence[MaskImage]) -> tuple[slice, slice]:
    """The rectangle of all that is not background in any image."""
    rows, columns, top = [], [], 0
    for stack in stacked(images):
        painted = np.any(stack, axis=0)
        rows += (np.flatnonzero(painted.any(axis=1)) + top).tolist()
        columns += np.flatnonzero(painted.any(axis=0)).tolist()
        top += len(painted)
    if not rows:
        return slice(0, 0), slice(0, 0)
    return slice(min(rows), max(rows) + 1), slice(min(columns), max(columns) + 1)


def _cases(images: Sequence[MaskImage], rows: slice, columns: slice) -> tuple[Indices, Ints]:
    """Each set of answers (c, w) that some pixel of the rectangle has, in order, and how many have it, (c,)."""
    found: dict[bytes, int] = {}
    top = 0
    for stack in stacked(images):
        own = stack[:, max(rows.start - top, 0) : max(rows.stop - top, 0), columns]
        top += stack.shape[1]
        contested = disputed(own)
        sets, of = _sets(own[:, contested])
        for one, times in zip(sets, np.bincount(of, minlength=len(sets)), strict=True):
            found[one.tobytes()] = found.get(one.tobytes(), 0) + int(times)
        for number, times in enumerate(counts(own[0][~contested])):
            same = bytes([number] * len(images))
            if times:
                found[same] = found.get(same, 0) + int(times)
    keys = sorted(found) or [bytes(len(images))]
    return np.array([list(key) for key in keys], np.uint8), np.array([found.get(key, 1) for key in keys])


def _sets(votes: Indices) -> tuple[Indices, Ints]:
    """Distinct answers (c, w) of pixels (w, n), and which each has, (n,)."""
    code = np.zeros(votes.shape[1], np.int64)
    for place, row in enumerate(votes):
        if place and place % _BYTES == 0:
            code = np.unique(code, return_inverse=True)[1]
        code = code << 8 | row
    _, first, of = np.unique(code, return_index=True, return_inverse=True)
    return np.ascontiguousarray(votes[:, first].T), of


def _fit(votes: Ints, count: Ints, rates: Floats, classes: int) -> Floats:
    """Posteriors (c, k) of answers (c, w) that `count` pixels have; `rates` (w,): what workers are thought to be like."""
    right = np.eye(classes)
    imagined = [rate * right + (1 - rate) / max(classes - 1, 1) * (1 - right) for rate in rates]
    chances = np.stack(imagined)  # (w, truth, answer)
    said = [right[column] for column in votes.T]
    prior = np.bincount(votes.ravel(), weights=np.repeat(count, votes.shape[1]), minlength=classes) + _TINY
    posterior = np.full((len(votes), classes), 1 / classes)
    for _ in range(ITERATIONS):
        log = np.log(prior / prior.sum()) + sum(
            np.log(np.maximum(table[:, column].T, _TINY)) for table, column in zip(chances, votes.T, strict=True)
        )
        mass = np.exp(log - log.max(axis=1, keepdims=True))
        before, posterior = posterior, mass / mass.sum(axis=1, keepdims=True)
        weighted = posterior * count[:, None]
        prior = weighted.sum(axis=0) + _TINY
        tables = [weighted.T @ one + PRIOR * start for one, start in zip(said, imagined, strict=True)]
        chances = np.stack([table / table.sum(axis=1, keepdims=True) for table in tables])
        if np.abs(posterior - before).max() < 1e-6:
            break
    return posterior


def _drawn(images: Sequence[MaskImage], cases: Indices, winner: Indices) -> MaskImage:
    """The image whose pixels have what won for their answers; where all said the same that stands."""
    code = {case.tobytes(): int(number) for case, number in zip(cases, winner, strict=True)}

    def rows(stack: Indices) -> Indices:
        contested = disputed(stack)
        sets, of = _sets(stack[:, contested])
        drawn: Indices = stack[0].copy()
        drawn[contested] = np.array([code[one.tobytes()] for one in sets], np.uint8)[of]
        return drawn

    return MaskImage.from_stripes(images[0].height, images[0].width, map(rows, stacked(images)))
