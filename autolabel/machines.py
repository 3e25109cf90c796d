"""The machine of a job: it chooses a learner by what people said so far, learns, and reads all objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autolabel.arrays import Ints
from autolabel.features import Features
from autolabel.learners.choose import Candidate, choose
from autolabel.learners.contract import Model
from autolabel.pool import Pool
from autolabel.reading import Reading, agreement
from autolabel.strategies.cold_start import central
from jobs.models import LabelingJob

_CHOSEN_BY = 800  # objects; more would only make the choice slower
_PART = 8_192  # objects read at once, fewer where there are more than 1,000 classes
_CELLS = 2**28  # probabilities that are kept, 2 GB; where they would be more,
_LIKELIEST = 32  # of each object those of so many classes


@dataclass(frozen=True, slots=True, eq=False)
class ChoosingMachine:
    """As `rounds.Machine`, for classes; labels (n,) are people's."""

    candidates: list[Candidate]
    labels: Ints
    class_count: int
    _learned_before: dict[tuple[Any, ...], tuple[Candidate, Model]] = field(default_factory=dict, repr=False)

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        """A reading after learning from these objects (t,)."""
        candidate, model = self._learned(learned_from, seed=seed)
        rows, columns = candidate.features, self.class_count
        # Strategies look at the likeliest; of 20,000 classes all would fill the memory.
        kept = columns if len(rows) * columns <= _CELLS else min(columns, _LIKELIEST)
        probabilities, classes = np.empty((len(rows), kept)), np.empty(len(rows), np.int64)
        for part in parts_of(len(rows), columns):
            told = model.probabilities(rows[part])
            classes[part] = told.argmax(axis=1)
            probabilities[part] = told if kept == columns else np.partition(told, -kept, axis=1)[:, -kept:]
        return Reading(
            probabilities=probabilities,
            confidences=probabilities.max(axis=1),
            labels=classes,
            qualities=agreement(classes, self.labels),
            embeddings=self.candidates[0].features,
        )

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        """Objects that lie in the middle of what the pool holds."""
        return central(self.candidates[0].features, objects, count, seed=seed)

    def learn(self, learned_from: Ints, *, seed: int, own: bool = False) -> tuple[str, Model]:
        """The name of what suits these objects best, and what it learns from all of them; with `own`, none that leans on
        an earlier model."""
        candidate, model = self._learned(learned_from, seed=seed, own=own)
        return candidate.name, model

    def _learned(self, learned_from: Ints, *, seed: int, own: bool = False) -> tuple[Candidate, Model]:
        candidates = [one for one in self.candidates if not (own and "earlier model" in one.name)]
        known = seed, learned_from.tobytes(), *(one.name for one in candidates)
        if known not in self._learned_before:
            self._learned_before[known] = self._learn(candidates, learned_from, seed)
        return self._learned_before[known]

    def _learn(self, candidates: list[Candidate], learned_from: Ints, seed: int) -> tuple[Candidate, Model]:
        some = np.random.default_rng(seed).permutation(learned_from)[:_CHOSEN_BY]
        choice = choose(candidates, some, self.labels[some], self.class_count, seed=seed)
        return choice.candidate, choice.model(learned_from, self.labels[learned_from], self.class_count, seed=seed)


def parts_of(count: int, columns: int) -> Iterator[slice]:
    """Objects 0..count-1 in parts that are read at once."""
    step = min(_PART, max(2**23 // columns, 1))
    return (slice(start, start + step) for start in range(0, count, step))


def machine_of(job: LabelingJob, features: Features, pool: Pool) -> ChoosingMachine:
    """The machine of a job at this state of its loop; the same one as long as people have said nothing new, so that what
    it has learned to decide by need not be learned again to be kept."""
    before = _last.get(job.pk)
    if before and before.candidates is features.candidates and np.array_equal(before.labels, pool.labels):
        return before
    _last.clear()
    _last[job.pk] = made = ChoosingMachine(features.candidates, pool.labels, len(job.labels))
    return made


_last: dict[int, ChoosingMachine] = {}
