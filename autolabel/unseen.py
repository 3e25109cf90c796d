"""What a machine says of objects whose labels it did not learn from: each is read by one that learned from others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from autolabel.arrays import Ints
from autolabel.learners.choose import Candidate, choose, out_of_fold, sharpened
from autolabel.learners.contract import Singles
from autolabel.learners.linear import Linear
from autolabel.learners.multi_label import MultiLabel
from autolabel.learners.several import chosen, unseen
from autolabel.set_machine import marks_of
from autolabel.suspects import Suspects, wrong_classes, wrong_sets

_CHOSEN_BY = 800  # objects; more would only make the choice slower
# Objects that are learned from; more would change what the machine says of the others by little, and cost hours.
MOST_LEARNED = 20_000
_CELLS = 2**26  # objects times classes: 512 MiB of chances
_FOLDS = 5
_PART = 8_192  # objects read at once

# From the candidates with their rows of all objects, the places (n,) of those that people labeled, their labels (n,) as in
# `Pool.labels`, the number of classes and a seed: suspects among them, and what the machine says instead (s,).
Accuse = Callable[[list[Candidate], Ints, Ints, int, int], tuple[Suspects, Ints]]


def of_classes(
    candidates: list[Candidate], objects: Ints, labels: Ints, class_count: int, seed: int
) -> tuple[Suspects, Ints]:
    """One class an object."""
    order = np.random.default_rng(seed).permutation(len(objects))
    some = order[:_CHOSEN_BY]
    choice = choose(candidates, objects[some], labels[some], class_count, seed=seed)
    learner, rows = choice.candidate.learner, choice.candidate.features
    taught, rest = order[:MOST_LEARNED], order[MOST_LEARNED:]
    chances = np.empty((len(objects), class_count))
    told = out_of_fold(learner, rows[objects[taught]], labels[taught], class_count, seed=seed, folds=_FOLDS)
    chances[taught] = sharpened(told, choice.sharpness)
    if len(rest):
        model = choice.model(objects[taught], labels[taught], class_count, seed=seed)
        for part in _parts(rest):
            chances[part] = model.probabilities(rows[objects[part]])
    return wrong_classes(chances, labels)


def of_sets(
    candidates: list[Candidate], objects: Ints, labels: Ints, class_count: int, seed: int
) -> tuple[Suspects, Ints]:
    """Several classes an object."""
    marks = marks_of(labels, class_count)
    order = np.random.default_rng(seed).permutation(len(objects))
    some, taught, rest = order[:_CHOSEN_BY], order[:MOST_LEARNED], order[MOST_LEARNED:]
    rows: dict[str, Singles] = {one.name: one.features for one in candidates if isinstance(one.learner, Linear)}
    name, sharpness = chosen({name: one[objects[some]] for name, one in rows.items()}, marks[some], seed=seed)
    mine, chances = rows[name], np.empty(marks.shape)
    chances[taught] = unseen(mine[objects[taught]], marks[taught], sharpness, seed=seed, folds=_FOLDS)
    if len(rest):
        model = MultiLabel().fit(mine[objects[taught]], marks[taught]).sharpened(sharpness)
        for part in _parts(rest):
            chances[part] = model.probabilities(mine[objects[part]])
    found, sets = wrong_sets(chances, marks)
    return found, np.asarray(sets @ (1 << np.arange(class_count)), np.int64)


def most_objects(class_count: int) -> int:
    """Objects that can be looked at together."""
    return max(_CELLS // class_count, MOST_LEARNED // 10)


def _parts(places: Ints) -> Iterator[Ints]:
    return (places[start : start + _PART] for start in range(0, len(places), _PART))


ACCUSE: dict[str, Accuse] = {"class": of_classes, "classes": of_sets}
