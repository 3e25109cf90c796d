"""Which shapes of several people are the same one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from consolidation.functions.contract import AnswersRefused, Floats, Ints

# Shapes less alike than this are never taken for the same one.
LEAST = 0.4
# A shape of another label counts as half as alike: where two things fill one place, each finds its own.
OTHER_LABEL = 0.5
_AT_ONCE = 4_000_000  # numbers of shapes that are compared with each other in one go


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """The shapes of one answer as vectors: labels (k,), and places (k, D) that may be averaged; nan: not there."""

    labels: Ints
    places: Floats

    def __len__(self) -> int:
        return len(self.labels)


class Geometry(Protocol):
    """What a kind of shape is to the functions that match and fuse it.

    `by_label`: only shapes of one label can be the same. `loss`: about how much less alike a shape that is
    a little off becomes to itself, by residual.
    """

    by_label: bool
    loss: float

    def likeness(self, left: Floats, right: Floats, /) -> Floats:
        """How alike (0..1) shapes (..., D) are to those (..., D) at the same place, (...); broadcasts."""

    def aligned(self, places: Floats, to: Floats, /) -> Floats:
        """Shapes (n, D) written anew so that each may be averaged with that in the same row of `to`."""

    def residual(self, places: Floats, to: Floats, /) -> Floats:
        """Mean difference of the numbers of each shape (n, D) to those of `to`, in sizes of the shape, (n,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """Shapes of one object's answers in clusters 0..count-1, at most one of an answer in each.

    `clusters` has an array (k,) for each answer: where each of its shapes belongs; `places` (k, D): the shapes, aligned
    with their cluster. `order` is one of the answers that does not depend on the order they came in.
    """

    clusters: tuple[Ints, ...]
    places: tuple[Floats, ...]
    order: tuple[int, ...]
    count: int


def matched(answers: Sequence[Figures], geometry: Geometry, *, least: float = LEAST) -> Matched:
    """Answers from most shapes to fewest; each shape goes to the cluster whose running median it is most like, so that
    the likeness of all pairs is largest (Hungarian), or begins one of its own.

    O(w k^3) time at worst for w answers of k shapes, in practice near k^2. Raises AnswersRefused without an answer.
    """
    if not answers:
        raise AnswersRefused("an object has no answer; leave objects without answers out")
    sorted_by = [_canonical(one) for one in answers]
    order = sorted(range(len(answers)), key=lambda a: _rank(answers[a], sorted_by[a]))
    width = answers[0].places.shape[1]
    members = np.empty((0, len(answers), width))
    labels = np.empty((0, len(answers)), np.int64)
    clusters = [np.empty(len(one), np.int64) for one in answers]
    places = [one.places for one in answers]
    for turn, at in enumerate(order):
        given, by = answers[at], sorted_by[at]
        centre = median_of(members[:, :turn])
        chosen = _assign(given.labels[by], given.places[by], labels[:, :turn], centre, geometry, least)
        begun = chosen < 0
        chosen[begun] = len(members) + np.arange(begun.sum())
        aligned = given.places[by].copy()
        if not begun.all():
            aligned[~begun] = geometry.aligned(aligned[~begun], centre[chosen[~begun]])
        members = np.concatenate([members, np.full((begun.sum(), len(answers), width), np.nan)])
        labels = np.concatenate([labels, np.full((begun.sum(), len(answers)), -1)])
        members[chosen, turn], labels[chosen, turn] = aligned, given.labels[by]
        clusters[at][by] = chosen
        places[at] = aligned[np.argsort(by)]
    return Matched(tuple(clusters), tuple(places), tuple(order), len(members))


def median_of(members: Floats) -> Floats:
    """Median of (c, w, D) over its second axis, (c, D); nan counts as missing, and is the median of nothing."""
    if not members.shape[1]:
        return np.full((len(members), members.shape[2]), np.nan)
    ordered = np.sort(members, axis=1)
    count = np.sum(~np.isnan(ordered), axis=1)[:, None]
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=1)
    high = np.take_along_axis(ordered, np.minimum(count // 2, members.shape[1] - 1), axis=1)
    return np.asarray((low + high)[:, 0] / 2)


def assigned(likeness: Floats, allowed: NDArray[np.bool_]) -> Ints:
    """For each column of (n, m) the row that is its own, -1 for none, so that the likeness of all pairs is largest."""
    chosen = np.full(likeness.shape[1], -1)
    if allowed.any():
        rows, columns = linear_sum_assignment(np.where(allowed, likeness, 0.0), maximize=True)
        kept = allowed[rows, columns]
        chosen[columns[kept]] = rows[kept]
    return chosen


def _assign(labels: Ints, places: Floats, had: Ints, centre: Floats, geometry: Geometry, least: float) -> Ints:
    if not len(centre):
        return np.full(len(labels), -1)
    likeness = _table(geometry, centre, places)
    given = np.maximum((had >= 0).sum(axis=1), 1)
    same = np.stack([(had == label).sum(axis=1) / given for label in labels], axis=1) if len(labels) else likeness
    allowed = (likeness >= least) & ((same > 0) | (not geometry.by_label))
    return assigned(likeness * (OTHER_LABEL + (1 - OTHER_LABEL) * same), allowed)


def _table(geometry: Geometry, left: Floats, right: Floats) -> Floats:
    """Likeness of each of (n, D) to each of (m, D), (n, m), some rows at a time."""
    step = max(1, _AT_ONCE // max(right.size, 1))
    rows = [geometry.likeness(left[at : at + step, None], right[None]) for at in range(0, len(left), step)]
    return np.concatenate(rows)


def _canonical(figures: Figures) -> Ints:
    """The order of an answer's shapes by what they are."""
    content = [row.tobytes() for row in figures.places + 0.0]  # there is a zero with a minus
    return np.array(sorted(range(len(figures)), key=lambda i: (content[i], figures.labels[i])), np.int64)


def _rank(figures: Figures, by: Ints) -> tuple[int, bytes, bytes]:
    return -len(figures), (figures.places[by] + 0.0).tobytes(), figures.labels[by].tobytes()
