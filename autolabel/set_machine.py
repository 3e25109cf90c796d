"""The machine for several classes an object: it learns each class for itself, and a set is right as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autolabel.arrays import Flags, Ints
from autolabel.features import Features
from autolabel.learners.contract import Singles
from autolabel.learners.linear import Linear
from autolabel.learners.multi_label import MultiLabel, MultiLabelModel
from autolabel.learners.several import chosen
from autolabel.pool import Pool
from autolabel.reading import Reading, agreement
from autolabel.strategies.cold_start import central
from jobs.models import LabelingJob

_CHOSEN_BY = 800  # objects; more would only make the choice slower
_PART = 8_192  # objects read at once


@dataclass(frozen=True, slots=True, eq=False)
class SetMachine:
    """As `rounds.Machine`, for sets; rows (n, d) of all objects by the name of what made them, labels (n,) people's."""

    rows: Mapping[str, Singles]
    labels: Ints
    class_count: int

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        """A reading after learning from these objects (t,)."""
        name, model = self.learn(learned_from, seed=seed)
        rows = self.rows[name]
        parts = [model.probabilities(rows[start : start + _PART]) for start in range(0, len(rows), _PART)]
        chances = np.concatenate(parts)
        sure = np.maximum(chances, 1 - chances)
        # Strategies are told of the class that is least certain: an object is worth asking about if any of its are.
        least = sure.min(axis=1)
        sets = numbers_of(chances >= 0.5)
        return Reading(
            probabilities=np.stack([least, 1 - least], axis=1),
            confidences=sure.prod(axis=1),
            labels=sets,
            qualities=agreement(sets, self.labels),
            embeddings=next(iter(self.rows.values())),
            details=lambda objects: [chances[place][:, None] for place in objects],
        )

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        """Objects that lie in the middle of what the pool holds."""
        return central(next(iter(self.rows.values())), objects, count, seed=seed)

    def learn(self, learned_from: Ints, *, seed: int, own: bool = False) -> tuple[str, MultiLabelModel]:
        """The rows that suit these objects best, and what is learned from them; with `own`, none that lean on an earlier
        model."""
        candidates = {name: rows for name, rows in self.rows.items() if not (own and "earlier model" in name)}
        some = np.random.default_rng(seed).permutation(learned_from)[:_CHOSEN_BY]
        told = {name: rows[some] for name, rows in candidates.items()}
        name, sharpness = chosen(told, self._marks(some), seed=seed)
        model = MultiLabel().fit(candidates[name][learned_from], self._marks(learned_from))
        return name, model.sharpened(sharpness)

    def _marks(self, objects: Ints) -> Flags:
        return marks_of(self.labels[objects], self.class_count)


def machine_of(job: LabelingJob, features: Features, pool: Pool) -> SetMachine:
    """The machine of a job at this state of its loop: of all its rows, those that a linear learner can read."""
    rows = {one.name: one.features for one in features.candidates if isinstance(one.learner, Linear)}
    return SetMachine(rows, pool.labels, len(job.labels))


def numbers_of(marks: Flags) -> Ints:
    """Sets (n,) from which classes each has (n, k)."""
    return np.asarray(marks @ (1 << np.arange(marks.shape[1])), np.int64)


def marks_of(sets: Ints, class_count: int) -> Flags:
    """Which classes each has (n, k), from sets (n,)."""
    return np.asarray(sets[:, None] >> np.arange(class_count) & 1 == 1)
