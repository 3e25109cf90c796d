"""Answers as a sparse matrix, so that both steps of EM are one product each."""

from dataclasses import dataclass
from functools import reduce

import numpy as np
from scipy.sparse import csr_array

from consolidation.functions.contract import Answers, Floats, Ints, row_max

# Beliefs and log chances are kept to multiples of 2**-40 (1e-12): float64 adds up to 2**13 of them
# without rounding, so sums do not depend on the order of objects and workers. In plain float64, EM on
# symmetric answers (a saddle) grew the last bit to another label in 289 of 713 small crowds.
GRID = 2.0**40
# Objects at a time from answers to beliefs: what lies in between stays in the processor's cache, and large tables need not
# be had from the system again and again.
BLOCK = 8192


@dataclass(frozen=True, slots=True, eq=False)
class AnswerMatrix:
    """votes (n, P): one 1 an answer; a column is a pair (worker, class that worker ever chose). blocks: its rows,
    `BLOCK` at a time, in the same memory.

    Classes a worker never chose need no column: their counts are zero and no answer looks them up.
    Memory is thus O(answers + P k) with P <= min(M, W k), not W k k.
    Confusion tables here are (P, k): row p, column t holds what is known of "the pair's worker
    chooses the pair's class when the truth is t".
    """

    votes: csr_array
    blocks: tuple[csr_array, ...]
    pair_worker: Ints
    pair_class: Ints

    @classmethod
    def of(cls, answers: Answers) -> "AnswerMatrix":
        """The matrix of these answers."""
        k = answers.class_count
        column = answers.workers * k + answers.classes
        chosen = np.zeros(answers.worker_count * k, np.bool_)
        chosen[column] = True
        place = np.cumsum(chosen) - 1
        pairs = np.flatnonzero(chosen)
        starts = np.concatenate(([0], np.cumsum(answers.answers_per_object())))
        # The products wait for memory, so narrow indices are faster.
        narrow = np.int32 if max(len(answers), len(pairs)) < 2**31 else np.int64
        entries = (np.ones(len(answers)), place.astype(narrow)[column], starts.astype(narrow))
        votes = csr_array(entries, shape=(answers.object_count, len(pairs)))
        blocks = tuple(_rows(votes, start) for start in range(0, answers.object_count, BLOCK))
        return cls(votes, blocks, *np.divmod(pairs, k))

    def counts(self, beliefs: Floats) -> Floats:
        """Belief mass (P, k) by pair and true class; `beliefs` is (n, k)."""
        return np.asarray(self.votes.T @ beliefs)

    def by_worker(self, table: Floats, worker_count: int) -> Floats:
        """Sums of a table (P, k) over the pairs of each worker, (W, k)."""
        sums = np.zeros((worker_count, table.shape[1]))
        if len(table):
            # Pairs are sorted by worker: each run is one worker.
            starts = np.flatnonzero(np.diff(self.pair_worker, prepend=-1))
            sums[self.pair_worker[starts]] = np.add.reduceat(table, starts, axis=0)
        return sums

    def beliefs(self, log_confusion: Floats, log_prior: Floats) -> tuple[Floats, float]:
        """Posteriors (n, k) from the log chances (P, k) of answers and of classes beforehand, (k,) or (n, k); and the
        log-likelihood of all objects."""
        chances = on_grid(log_confusion)
        shape = (self.votes.shape[0], log_confusion.shape[1])
        prior = np.broadcast_to(log_prior, shape)
        posteriors, likelihood = np.empty(shape), 0.0
        for place, block in enumerate(self.blocks):
            rows = slice(place * BLOCK, (place + 1) * BLOCK)
            posteriors[rows], added = normalise(block @ chances + prior[rows])
            likelihood += added
        return posteriors, likelihood


@dataclass(frozen=True, slots=True, eq=False)
class AnswerCells:
    """Where each answer falls in a table (n, k), for models that know one number an answer: how much it speaks for
    the class it names, all others alike."""

    places: Ints
    shape: tuple[int, int]

    @classmethod
    def of(cls, answers: Answers) -> "AnswerCells":
        """The cells of these answers, in their order."""
        return cls(answers.objects * answers.class_count + answers.classes, (answers.object_count, answers.class_count))

    def beliefs(self, posteriors: Floats) -> Floats:
        """Belief in the class that each answer names, (M,); `posteriors` is (n, k)."""
        return posteriors.ravel().take(self.places)

    def evidence(self, weights: Floats) -> Floats:
        """Sum of the answers' weights (M,), log chance ratios of "right" to "wrong", for each class, (n, k)."""
        sums = np.bincount(self.places, weights=on_grid(weights), minlength=self.shape[0] * self.shape[1])
        return np.asarray(sums.reshape(self.shape), np.float64)


def on_grid(values: Floats) -> Floats:
    """The nearest multiples of 1 / GRID, of any shape."""
    scaled = values * GRID
    np.rint(scaled, out=scaled)
    scaled /= GRID
    return scaled


def normalise(log_joint: Floats) -> tuple[Floats, float]:
    """Posteriors (n, k) from log joint probabilities (n, k), and the log-likelihood of all objects."""
    top = row_max(log_joint)
    mass = np.exp(log_joint - top[:, None])
    # Column by column: 5 times faster for short rows than `sum(axis=1)`, and every row alike, while
    # a matrix product may round rows differently by their place.
    total = reduce(np.add, mass.T)
    mass /= total[:, None]
    return on_grid(mass), float(np.sum(top + np.log(total)))


def _rows(votes: csr_array, start: int) -> csr_array:
    """`BLOCK` rows from `start` on."""
    bounds = votes.indptr[start : start + BLOCK + 1]
    entries = slice(bounds[0], bounds[-1])
    shape = (len(bounds) - 1, votes.shape[1])
    return csr_array((votes.data[entries], votes.indices[entries], bounds - bounds[0]), shape=shape)
