"""What is known of a job's workers so far, kept up object by object without reading anything again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consolidation.functions.answer_matrix import AnswerMatrix
from consolidation.functions.calibration import calibrated
from consolidation.functions.contract import Answers, AnswersRefused, Consolidated, Floats, Ints, conclude
from consolidation.functions.pooled_prior import Tally, compared, fit

VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Sums of beliefs over all objects folded in so far; nothing fades.

    pair_worker, pair_class (P,): pairs of a worker and a class they have chosen, sorted; counts (P, k): belief mass by
    true class, as in `AnswerMatrix`. pooled (k, k) by class said and true class and classes (k,) of objects are those of
    the whole job: also of workers that are not here, so a caller may bring only the workers of the answers at hand.
    """

    pair_worker: Ints
    pair_class: Ints
    counts: Floats
    pooled: Floats
    classes: Floats
    worker_count: int

    @classmethod
    def empty(cls, worker_count: int, class_count: int) -> Standing:
        """Before the first object."""
        none, k = np.empty(0, np.int64), class_count
        return cls(none, none, np.empty((0, k)), np.zeros((k, k)), np.zeros(k), worker_count)

    @property
    def class_count(self) -> int:
        return len(self.classes)

    def update(self, answers: Answers, posteriors: Floats, certain: NDArray[np.bool_] | None = None) -> Standing:
        """With these objects folded in; `posteriors` (n, k) are what was made of them, before any tempering.

        Objects with one answer teach nothing and change nothing, unless they are `certain` (n,): their class is known
        from elsewhere, and its posterior is 1. Folding an object in twice counts it twice. O(answers + pairs).
        """
        self._refuse_strangers(answers)
        k, matrix = self.class_count, AnswerMatrix.of(answers)
        teaches = compared(answers) if certain is None else np.maximum(compared(answers), certain)
        tally = Tally.of(matrix, posteriors * teaches[:, None], answers.worker_count)
        keys = np.concatenate([self.pair_worker * k + self.pair_class, matrix.pair_worker * k + matrix.pair_class])
        pairs, place = np.unique(keys, return_inverse=True)
        counts = np.zeros((len(pairs), k))
        np.add.at(counts, place, np.concatenate([self.counts, tally.counts]))
        return Standing(
            *np.divmod(pairs, k), counts, self.pooled + tally.pooled, self.classes + tally.classes, self.worker_count
        )

    def tally(self, matrix: AnswerMatrix) -> Tally:
        """What is known of the pairs of `matrix`, and of all workers here."""
        k = self.class_count
        counts, met = np.zeros((len(matrix.pair_worker), k)), np.zeros((self.worker_count, k))
        keys, wanted = self.pair_worker * k + self.pair_class, matrix.pair_worker * k + matrix.pair_class
        if len(keys):
            place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            found = keys[place] == wanted
            counts[found] = self.counts[place[found]]
            np.add.at(met, self.pair_worker, self.counts)
        own = self.counts[np.arange(len(keys)), self.pair_class]
        right = np.bincount(self.pair_worker, weights=own, minlength=self.worker_count)
        return Tally(counts, met, np.asarray(right, np.float64), self.pooled, self.classes)

    def to_json(self) -> tuple[dict[str, Any], list[list[list[float]]]]:
        """What JSON can hold without loss: the job's own part, and one part for each worker, in their order.

        A worker's part is a list of [class said, true class, belief mass], sorted, without zeros.
        """
        crowd = {"version": VERSION, "classes": self.classes.tolist(), "pooled": _sparse(self.pooled)}
        workers: list[list[list[float]]] = [[] for _ in range(self.worker_count)]
        for worker, said, row in zip(self.pair_worker.tolist(), self.pair_class.tolist(), self.counts, strict=True):
            workers[worker] += [[said, truth, mass] for _, truth, mass in _sparse(row[None, :])]
        return crowd, workers

    @classmethod
    def from_json(cls, crowd: dict[str, Any], workers: Sequence[Sequence[Sequence[float]]]) -> Standing:
        """The standing of these workers, who need not be all of the job's; an empty part is that of a new worker.

        Raises ValueError for parts that another version has written.
        """
        if crowd["version"] != VERSION:
            raise ValueError(
                f"A standing of version {crowd['version']} cannot be read, only {VERSION}; fold the job anew."
            )
        k = len(crowd["classes"])
        entries = [
            (j * k + int(said), int(truth), mass) for j, part in enumerate(workers) for said, truth, mass in part
        ]
        pairs, place = np.unique(np.array([key for key, _, _ in entries], np.int64), return_inverse=True)
        counts, pooled = np.zeros((len(pairs), k)), np.zeros((k, k))
        counts[place, [truth for _, truth, _ in entries]] = [mass for _, _, mass in entries]
        for said, truth, mass in crowd["pooled"]:
            pooled[said, truth] = mass
        return cls(*np.divmod(pairs, k), counts, pooled, np.array(crowd["classes"], np.float64), len(workers))

    def _refuse_strangers(self, answers: Answers) -> None:
        if (answers.worker_count, answers.class_count) != (self.worker_count, self.class_count):
            raise AnswersRefused(
                f"the answers are of {answers.worker_count} workers and {answers.class_count} classes, "
                f"but the standing of {self.worker_count} and {self.class_count}"
            )


def consolidate_with(standing: Standing, answers: Answers) -> Consolidated:
    """Labels of new objects by pooled-prior Dawid-Skene that knows the workers from before.

    The objects at hand add to what is known while they are labeled, so the first objects of a job need no other way.
    Confidences are calibrated, posteriors are not: hand those to `update`. O(new answers + pairs of the standing).
    """
    standing._refuse_strangers(answers)
    posteriors, _ = fit(answers, known=standing.tally(AnswerMatrix.of(answers)))
    return calibrated(answers, conclude(answers, posteriors))


def _sparse(table: Floats) -> list[list[float]]:
    rows, columns = np.nonzero(table)
    return [[r, c, m] for r, c, m in zip(rows.tolist(), columns.tolist(), table[rows, columns].tolist(), strict=True)]
