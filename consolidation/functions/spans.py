"""Words that several people marked in a text."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consolidation.functions.answer_matrix import AnswerMatrix
from consolidation.functions.calibration import CEILING, tempered
from consolidation.functions.contract import Agreed, Answers, Floats, Given, Ints, Known
from consolidation.functions.intervals import LEAST, IntervalGeometry, Intervals
from consolidation.functions.matching import matched
from consolidation.functions.pooled_prior import Tally, fit

# Edges that a worker is imagined to have set as the crowd does, the crowd's own first ones, and how many of those fit.
CROWD, ANCHOR, FIRST = 4.0, 10.0, 0.8
# The most that earlier objects count for, in marks.
REMEMBERED = 20.0
# Places where an edge that is wrong may lie as well: the words next to it, and the next ones.
ELSEWHERE = 4.0
# Nobody's edges are trusted less than this, nor more than that.
FITS = (0.3, 0.98)
ROUNDS = 5

_Span = tuple[int, int, int]  # begin, end, label


@dataclass(frozen=True, slots=True, eq=False)
class _Marks:
    """All marks of all objects that several people answered, (M,) or (M, 2), those of one cluster side by side.

    A cluster is what may be one span; `owner` (C,) is its object.
    """

    cluster: Ints
    worker: Ints
    answer: Ints
    label: Ints
    bounds: Ints
    owner: Ints


def spans(objects: Sequence[Sequence[Given[Intervals]]], known: Known, /) -> list[Agreed[Intervals]]:
    """Spans that are there more likely than not, with the label that is most likely theirs, begun and ended where some
    of the people did so.

    Marks of different people may be one span at an intersection over union of 0.3 (Hungarian, the same label first, each
    person's at most once); so spans with different labels may overlap. What each person asked said of a span, a label or
    nothing, is a vote in pooled-prior Dawid-Skene, where saying nothing is one more class: each worker's misses, false
    marks and usual confusions are known as far as the answers tell. Each edge is voted on by itself, with weights that
    come from how often a worker's edges are those that stand; a tie goes to the edge nearest to the median, and
    edges that do not go together to a pair that somebody drew.

    `parts`: belief in label and both edges, tempered as for classes, at most 0.95. An object's confidence is the mean
    quality of its answers: intersection over union of marks of the right label with what stands, 0 for each that is
    missing or too much, 1 where nothing is marked on both sides. O(objects + marks^2 of an object).
    """
    marks = _marks(objects)
    belief, names = _beliefs(objects, marks, known)
    stands = 1 - belief[:, -1] > 0.5  # the last class is "nothing"
    label = names[belief[:, :-1].argmax(axis=1)] if len(belief) else np.empty(0, np.int64)
    bounds, sure = _edges(marks, known)
    trust = belief[:, :-1].max(axis=1, initial=0.0) * sure
    found: list[dict[_Span, float]] = [{} for _ in objects]
    for one in np.flatnonzero(stands):
        span, rows = (int(bounds[one, 0]), int(bounds[one, 1]), int(label[one])), found[marks.owner[one]]
        rows[span] = max(rows.get(span, 0.0), float(trust[one]))
    right = IntervalGeometry().likeness(marks.bounds.astype(np.float64), bounds.astype(np.float64)[marks.cluster])
    right *= (marks.label == label[marks.cluster]) & stands[marks.cluster]
    quality = _qualities(objects, marks, stands, right)
    return [_agreed(given, rows, own) for given, rows, own in zip(objects, found, quality, strict=True)]


def _marks(objects: Sequence[Sequence[Given[Intervals]]]) -> _Marks:
    rows: list[tuple[int, int, int, int, int, int]] = []
    owner: list[int] = []
    for number, given in enumerate(objects):
        if len(given) < 2:
            continue
        one = matched([answer.content.figures() for answer in given], IntervalGeometry(), least=LEAST)
        for at, clusters in enumerate(one.clusters):
            content = given[at].content
            for place, label, (start, end) in zip(clusters, content.labels, content.bounds, strict=True):
                rows.append((len(owner) + int(place), given[at].worker, at, int(label), int(start), int(end)))
        owner += [number] * one.count
    table = np.array(sorted(rows), np.int64).reshape(-1, 6)
    return _Marks(table[:, 0], table[:, 1], table[:, 2], table[:, 3], table[:, 4:], np.array(owner, np.int64))


def _beliefs(objects: Sequence[Sequence[Given[Intervals]]], marks: _Marks, known: Known) -> tuple[Floats, Ints]:
    """Beliefs (C, k + 1) in each label that was used and, last, in nothing; and the labels, (k,)."""
    names, said = np.unique(marks.label, return_inverse=True)
    nothing, count = len(names), len(marks.owner)
    if not count:
        return np.empty((0, 1)), names
    asked = [(c, one.worker) for c, number in enumerate(marks.owner.tolist()) for one in objects[number]]
    votes = dict.fromkeys(asked, nothing)
    votes.update(zip(zip(marks.cluster.tolist(), marks.worker.tolist(), strict=True), said.tolist(), strict=True))
    # One more place an object, which nobody marked: or nothing would tell how rarely people mark what is nothing.
    several = [given for given in objects if len(given) > 1]
    votes.update(((count + i, one.worker), nothing) for i, given in enumerate(several) for one in given)
    pairs, classes = np.array(list(votes), np.int64), np.array(list(votes.values()), np.int64)
    places = count + len(several)
    answers = Answers(pairs[:, 0], pairs[:, 1], classes, places, len(known.answers), nothing + 1)
    posteriors, _ = fit(answers, known=_tally(answers, known))
    return tempered(posteriors)[:count], names


def _tally(answers: Answers, known: Known) -> Tally:
    """Earlier objects as answers of workers who are right as often in all classes alike."""
    matrix, k = AnswerMatrix.of(answers), answers.class_count
    shares = np.bincount(answers.classes, minlength=k) / len(answers)
    quality, given = np.nan_to_num(known.quality), np.minimum(known.answers, REMEMBERED)
    met = given[:, None] * shares
    chance = np.repeat(((1 - quality) / max(k - 1, 1))[matrix.pair_worker, None], k, axis=1)
    chance[np.arange(len(chance)), matrix.pair_class] = quality[matrix.pair_worker]
    return Tally(chance * met[matrix.pair_worker], met, quality * given, np.zeros((k, k)), np.zeros(k))


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """Where the spans may begin, or end: the `places` (P,) that somebody set, by cluster, sorted; `of` (M,): which of them
    each mark has; `first` (C,): where each cluster's begin; `off` (P,): how far each is from the cluster's median."""

    places: Ints
    cluster: Ints
    of: Ints
    first: Ints
    off: Floats

    @classmethod
    def set_by(cls, marks: _Marks, side: int) -> _Edges:
        drawn = marks.bounds[:, side]
        by = np.lexsort((drawn, marks.cluster))
        starts = np.flatnonzero(np.diff(marks.cluster, prepend=-1))
        size = np.diff(starts, append=len(drawn))
        middle = (drawn[by[starts + (size - 1) // 2]] + drawn[by[starts + size // 2]]) / 2
        pairs, of = np.unique(np.stack([marks.cluster, drawn], axis=1), axis=0, return_inverse=True)
        first = np.flatnonzero(np.diff(pairs[:, 0], prepend=-1))
        return cls(pairs[:, 1], pairs[:, 0], of, first, np.abs(pairs[:, 1] - middle[pairs[:, 0]]))

    def elected(self, weights: Floats) -> tuple[Ints, Floats]:
        """The place of the most weight of each cluster, the nearest to the median of several, and the belief in it, (C,)."""
        mass = np.bincount(self.of, weights=weights).round(9)
        best = np.lexsort((self.places, self.off, -mass, self.cluster))[self.first]
        odds = np.add.reduceat(np.exp(mass - mass[best][self.cluster]), self.first)
        return self.places[best], 1 / (odds + ELSEWHERE * np.exp(-mass[best]))


def _edges(marks: _Marks, known: Known) -> tuple[Ints, Floats]:
    """Bounds (C, 2) of each cluster, and belief that both are right, (C,)."""
    if not len(marks.cluster):
        return np.empty((0, 2), np.int64), np.empty(0)
    given, workers = np.minimum(known.answers, REMEMBERED), len(known.answers)
    told = np.where(known.answers > 0, np.nan_to_num(known.quality), 0.0) * given
    fits = (told + CROWD * FIRST) / (given + CROWD)
    compared = np.bincount(marks.cluster)[marks.cluster] > 1
    count = np.bincount(marks.worker[compared], minlength=workers)
    begins, ends = _Edges.set_by(marks, 0), _Edges.set_by(marks, 1)
    for _ in range(ROUNDS):
        weights = np.log(ELSEWHERE * fits / (1 - fits))[marks.worker]
        (start, first), (end, second) = begins.elected(weights), ends.elected(weights)
        bounds = np.stack([start, end], axis=1)
        hits = (marks.bounds == bounds[marks.cluster]).mean(axis=1)[compared]
        crowd = (hits.sum() + ANCHOR * FIRST) / (len(hits) + ANCHOR)
        own = np.bincount(marks.worker[compared], weights=hits, minlength=workers)
        fits = np.clip((own + told + CROWD * crowd) / (count + given + CROWD), *FITS)
    return _legal(marks, bounds, weights), first * second


def _legal(marks: _Marks, bounds: Ints, weights: Floats) -> Ints:
    """Edges that do not go together give way to a pair that somebody drew: the one with the most weight."""
    by = np.lexsort((marks.bounds[:, 1], marks.bounds[:, 0], -weights.round(9), marks.cluster))
    drawn = marks.bounds[by[np.flatnonzero(np.diff(marks.cluster, prepend=-1))]]
    return np.where((bounds[:, 0] < bounds[:, 1])[:, None], bounds, drawn)


def _qualities(
    objects: Sequence[Sequence[Given[Intervals]]], marks: _Marks, stands: NDArray[np.bool_], right: Floats
) -> list[tuple[float, ...]]:
    """Of each answer, the sum of how right its marks are (M,) over the spans that stand and its marks that do not."""
    answers = max(map(len, objects), default=0)
    place = marks.owner[marks.cluster] * answers + marks.answer
    size = len(objects) * answers
    hits = np.bincount(place, weights=right, minlength=size).round(9).reshape(len(objects), answers)
    more = np.bincount(place, weights=~stands[marks.cluster], minlength=size).reshape(len(objects), answers)
    there = np.bincount(marks.owner, weights=stands, minlength=len(objects))[:, None] + more
    shares = np.where(there > 0, hits / np.maximum(there, 1), 1.0)
    return [tuple(row[: len(given)]) for given, row in zip(objects, shares.tolist(), strict=True)]


def _agreed(
    given: Sequence[Given[Intervals]], found: Mapping[_Span, float], quality: tuple[float, ...]
) -> Agreed[Intervals]:
    if len(given) == 1:
        content = given[0].content
        return Agreed(content, 0.0, (0.0,) * len(content.labels), (math.nan,))
    table = np.array(sorted(found), np.int64).reshape(-1, 3)
    content = Intervals(table[:, 2], table[:, :2].astype(np.float64))
    confidence = round(min(sum(sorted(quality)) / len(given), CEILING), 2)
    return Agreed(content, confidence, tuple(round(min(found[span], CEILING), 2) for span in sorted(found)), quality)
