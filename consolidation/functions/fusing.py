"""Shapes of several people become one shape each: matched, weighed by how well each person draws, and averaged."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.functions.contract import Agreed, Content, Floats, Given, Ints, Known
from consolidation.functions.matching import LEAST, Figures, Geometry, Matched, matched
from consolidation.functions.presence import CEILING, beliefs, capped, label_beliefs

# Nobody is trusted to come nearer than this, in sizes of the shape, or one lucky hit would outweigh everybody.
FLOOR = 0.02
# Shapes by which everybody is imagined to have drawn like the crowd, and the most that earlier objects count for.
CROWD, REMEMBERED = 4.0, 20.0
ROUNDS = 5
# How the crowd draws before anything was compared, in sizes of the shape.
START = 0.05
# What another order of summation changes is rounded away.
_DECIMALS = 6
_WORST = 0.1  # no known quality counts as less
_LEADING = 4  # numbers of a place that tell shapes of one object apart


@dataclass(frozen=True, slots=True, eq=False)
class Fused:
    """One shape that more than half of the people drew.

    `members` are (answer, shape) pairs in an order that does not depend on the answers', and `drawn` (m, D) their places
    as aligned with each other; `place` (D,) is their average and `weights` (m,) what each counted. `belief`: the chance
    that it is there and has this label.
    """

    label: int
    place: Floats
    members: tuple[tuple[int, int], ...]
    drawn: Floats
    weights: Floats
    belief: float


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """The shapes of one object, and one quality 0..1 an answer: mean likeness of its shapes to those that stand, with 0
    for each that it missed, added or called something else; 1 where there are none on both sides."""

    shapes: tuple[Fused, ...]
    quality: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """All shapes of all objects, (M,) or (M, D), those of one cluster side by side; and each cluster's first, (C,)."""

    object: Ints
    answer: Ints
    shape: Ints
    worker: Ints
    label: Ints
    place: Floats
    cluster: Ints
    starts: Ints

    def sums(self, values: Floats) -> Floats:
        """By cluster."""
        return np.add.reduceat(values, self.starts, axis=0) if len(self.starts) else values[:0]

    def votes(self) -> Ints:
        """Shapes of each cluster, (C,)."""
        return np.diff(self.starts, append=len(self.cluster))


def fuse(
    objects: Sequence[Sequence[Given[Figures]]], known: Known, geometry: Geometry, *, least: float = LEAST
) -> list[Merged]:
    """What the shapes of each object come to, workers weighed by 1 / (residual^2 + FLOOR^2).

    A worker's residual is the median of their own part in how far their shapes are from the average of the others in the
    cluster, in sizes of the shape, drawn towards what is known of them and towards the crowd; weights and averages are
    found in turns, five times. A cluster of more than half of the object's answers stays. Its label is the one that most
    of them gave it; of several, that of the better workers, then the first.
    """
    if not objects:
        return []
    pool = _pooled(objects, [matched([one.content for one in given], geometry, least=least) for given in objects])
    weights = _worker_weights(pool, known, geometry)[pool.worker]
    centre = (_average(pool, weights) + 0.0).round(_DECIMALS)
    labels, certain = _labels(pool, weights)
    asked = np.array([len(given) for given in objects], np.int64)[pool.object[pool.starts]]
    votes = pool.votes()
    belief = beliefs(votes, asked) * certain
    kept = 2 * votes > asked
    alike = geometry.likeness(pool.place, centre[pool.cluster]) * (pool.label == labels[pool.cluster])
    stands: list[list[Fused]] = [[] for _ in objects]
    for cluster in np.flatnonzero(kept):
        own = slice(pool.starts[cluster], pool.starts[cluster] + votes[cluster])
        members = tuple(zip(pool.answer[own].tolist(), pool.shape[own].tolist(), strict=True))
        one = Fused(
            int(labels[cluster]), centre[cluster], members, pool.place[own], weights[own], float(belief[cluster])
        )
        stands[pool.object[pool.starts[cluster]]].append(one)
    qualities = _qualities(objects, pool, [len(found) for found in stands], alike * kept[pool.cluster])
    return [
        Merged(tuple(sorted(found, key=_reading_order)), quality)
        for found, quality in zip(stands, qualities, strict=True)
    ]


def concluded(
    given: Sequence[Given[Content]],
    merged: Merged,
    content: Callable[[Sequence[Given[Content]], Merged], Content],
) -> Agreed[Content]:
    """What an object's answers come to, as output lines hold it; one answer alone stands as it is, and nothing is
    claimed of it."""
    if len(given) == 1:
        return Agreed(given[0].content, 0.0, (0.0,) * len(merged.shapes), (math.nan,))
    confidence = round(min(sum(sorted(merged.quality)) / len(given), CEILING), 2)
    trust = capped(np.array([one.belief for one in merged.shapes]))
    return Agreed(content(given, merged), confidence, trust, merged.quality)


def _pooled(objects: Sequence[Sequence[Given[Figures]]], found: Sequence[Matched]) -> _Pool:
    rows: list[tuple[int, int, int, int, int, int]] = []
    places: list[Floats] = []
    first = 0
    for number, (given, one) in enumerate(zip(objects, found, strict=True)):
        for at in one.order:
            where = one.clusters[at] + first
            labels, worker = given[at].content.labels, given[at].worker
            rows += [(number, at, i, worker, int(labels[i]), int(where[i])) for i in range(len(where))]
            places.append(one.places[at])
        first += one.count
    table = np.array(rows, np.int64).reshape(-1, 6)
    place = np.concatenate(places) if places else np.empty((0, 1))
    by = np.argsort(table[:, 5], kind="stable")
    number, at, shape, worker, label, cluster = table[by].T
    return _Pool(number, at, shape, worker, label, place[by], cluster, np.flatnonzero(np.diff(cluster, prepend=-1)))


def _average(pool: _Pool, weights: Floats) -> Floats:
    """Weighted mean of each cluster, (C, D), nan where no member has a number."""
    total = pool.sums(np.where(np.isnan(pool.place), 0.0, pool.place) * weights[:, None])
    weight = pool.sums(~np.isnan(pool.place) * weights[:, None])
    return np.where(weight > 0, total / np.where(weight > 0, weight, 1), np.nan)


def _worker_weights(pool: _Pool, known: Known, geometry: Geometry) -> Floats:
    """What each worker's shapes count, (W,)."""
    compared = pool.votes()[pool.cluster] > 1
    remembered = np.minimum(known.answers, REMEMBERED)
    quality = np.clip(np.nan_to_num(known.quality), _WORST, 1)
    before = np.where(known.answers > 0, (1 - quality) / quality / geometry.loss, 0.0)
    spread = np.where(known.answers > 0, before, START)
    weights = 1 / (spread**2 + FLOOR**2)
    for _ in range(ROUNDS if compared.any() else 0):
        own = _own_shares(pool, weights, geometry)[compared]
        median, count = _medians(own, pool.worker[compared], len(weights))
        crowd = float(np.median(own))
        square = count * median**2 + remembered * before**2 + CROWD * crowd**2
        weights = 1 / (square / (count + remembered + CROWD) + FLOOR**2)
    return weights


def _own_shares(pool: _Pool, worker_weights: Floats, geometry: Geometry) -> Floats:
    """How far each shape is thought to be off, (M,), from how far it is from the average of the others in its cluster,
    which is off too; of a shape that is alone it means nothing.

    The expected square of a worker's part in a difference of two normal variables, under the present weights: where two
    people disagree, most of it is the worse one's.
    """
    weights = worker_weights[pool.worker]
    there = ~np.isnan(pool.place)
    mine = np.where(there, pool.place, 0.0) * weights[:, None]
    weight = there * weights[:, None]
    total, mass = pool.sums(mine)[pool.cluster] - mine, pool.sums(weight)[pool.cluster] - weight
    # What is left of a sum is no longer exact; a mass of rounding errors is none.
    left = mass > 1e-9 * weights[:, None]
    residual = geometry.residual(pool.place, np.where(left, total / np.where(left, mass, 1), np.nan))
    others = 1 / np.maximum(mass.max(axis=1), 1e-9)
    share = 1 / weights / (1 / weights + others)
    return np.asarray(np.sqrt((share * residual) ** 2 + share * others))


def _medians(values: Floats, workers: Ints, worker_count: int) -> tuple[Floats, Floats]:
    """Median of each worker's values, 0 without any, and how many they are, (W,)."""
    kept = ~np.isnan(values)
    values, workers = values[kept], workers[kept]
    by = np.lexsort((values, workers))
    ordered = values[by]
    count = np.bincount(workers, minlength=worker_count)
    first = np.cumsum(count) - count
    some = count > 0
    median = np.zeros(worker_count)
    low, high = first + np.maximum(count - 1, 0) // 2, first + count // 2
    median[some] = (ordered[low[some]] + ordered[high[some]]) / 2
    return median, count.astype(np.float64)


def _labels(pool: _Pool, weights: Floats) -> tuple[Ints, Floats]:
    """The label of each cluster, and how far to believe it, (C,)."""
    pairs, of = np.unique(np.stack([pool.cluster, pool.label], axis=1), axis=0, return_inverse=True)
    said = np.bincount(of, minlength=len(pairs))
    better = np.bincount(of, weights=weights, minlength=len(pairs)).round(6)
    by = np.lexsort((pairs[:, 1], -better, -said, pairs[:, 0]))
    first = by[np.flatnonzero(np.diff(pairs[by, 0], prepend=-1))]
    return pairs[first, 1], label_beliefs(said, pairs[:, 0], first, len(np.unique(pairs[:, 1])))


def _qualities(
    objects: Sequence[Sequence[Given[Figures]]], pool: _Pool, standing: Sequence[int], alike: Floats
) -> list[tuple[float, ...]]:
    """As in `Merged`; `alike` (M,) is 0 for what does not stand."""
    hits: list[list[list[float]]] = [[[] for _ in given] for given in objects]
    for number, answer, one in zip(pool.object.tolist(), pool.answer.tolist(), alike.tolist(), strict=True):
        hits[number][answer].append(one)
    return [
        tuple(_quality(found, count) for found in by_answer) for by_answer, count in zip(hits, standing, strict=True)
    ]


def _quality(alike: Sequence[float], standing: int) -> float:
    compared = standing + sum(one == 0 for one in alike)
    return sum(sorted(alike)) / compared if compared else 1.0


def _reading_order(one: Fused) -> tuple[float, ...]:
    return (*np.nan_to_num(one.place[:_LEADING]).tolist(), one.label)
