"""What every consolidation function takes and gives back: for classes, and for contents of any other kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Content = TypeVar("Content")

# Posteriors nearer to each other than this are a tie: far above what another order of
# summation changes (1e-15), far below what a reader of two decimals can see.
TIE = 1e-9


class AnswersRefused(ValueError):
    """The arrays are not a set of answers; the message names the first entry at fault."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Who said what: entry e means "worker workers[e] chose classes[e] for object objects[e]".

    The three arrays have one entry an answer, (M,), and hold dense indices: objects in 0..n-1,
    workers in 0..W-1, classes in 0..k-1. On construction they are copied, sorted by object and
    then worker, and made read-only, so no function can depend on the order of its input.

    Raises AnswersRefused for no class, arrays of different length, other than integers or out of range,
    for an object without an answer (it has no label: fail it, do not consolidate it) and for
    two answers of one worker to one object.
    """

    objects: Ints
    workers: Ints
    classes: Ints
    object_count: int
    worker_count: int
    class_count: int

    def __post_init__(self) -> None:
        if self.class_count < 1 or self.object_count < 0 or self.worker_count < 0:
            raise AnswersRefused(
                f"class_count must be at least 1 and the other counts at least 0, not "
                f"{self.class_count}, {self.object_count} (objects) and {self.worker_count} (workers)"
            )
        objects = _indices("objects", self.objects, self.object_count)
        workers = _indices("workers", self.workers, self.worker_count)
        classes = _indices("classes", self.classes, self.class_count)
        if not len(objects) == len(workers) == len(classes):
            raise AnswersRefused(
                f"objects, workers and classes need one entry an answer, "
                f"but have {len(objects)}, {len(workers)} and {len(classes)}"
            )
        if self.object_count * self.worker_count * self.class_count >= 2**63:
            raise AnswersRefused("objects x workers x classes must stay below 2**63; consolidate in parts")
        # One sort of one number an answer is 10 times faster than a sort by two keys.
        key = (objects * self.worker_count + workers) * self.class_count + classes
        key.sort()
        turn, classes = np.divmod(key, self.class_count)
        objects, workers = np.divmod(turn, max(self.worker_count, 1))
        _refuse_unanswered(objects, self.object_count)
        _refuse_repeats(turn, objects, workers)
        for name, values in (("objects", objects), ("workers", workers), ("classes", classes)):
            values.flags.writeable = False
            object.__setattr__(self, name, values)

    def __len__(self) -> int:
        return len(self.objects)

    def answers_per_object(self) -> Ints:
        """Number of answers of each object, (n,), each at least 1."""
        return np.bincount(self.objects, minlength=self.object_count)

    def answers_per_worker(self) -> Ints:
        """Number of answers of each worker, (W,), 0 where a worker gave none."""
        return np.bincount(self.workers, minlength=self.worker_count)


@dataclass(frozen=True, slots=True, eq=False)
class Consolidated:
    """One label an object, and how far to trust it.

    labels (n,): class of the largest posterior; among classes within TIE of it the lowest index,
    so a requester's order of categories decides and nothing else does.
    confidences (n,): 0..1 in two decimals, as output manifests hold them; 0.0 where an object has
    one answer only (spec 2.6: one person's word has nothing to be compared with).
    posteriors (n, k): belief in each class, rows sum to 1; full precision, neither capped nor rounded.
    worker_accuracy (W,): share of a worker's answers that the function holds to be right; each says
    how it counts them. The worker's own answers helped to find the labels, so it flatters workers
    on objects with few answers. nan where a worker gave no answer.
    """

    labels: Ints
    confidences: Floats
    posteriors: Floats
    worker_accuracy: Floats


class ClassFunction(Protocol):
    """A consolidation function for classes: pure, deterministic, and blind to the order of its input.

    Settings are keyword arguments with defaults, so that every function can be called with
    answers alone. Exchanging objects or workers exchanges the results in the same way.
    """

    def __call__(self, answers: Answers, /) -> Consolidated:
        """Labels of all objects at once."""


@dataclass(frozen=True, slots=True)
class Given(Generic[Content]):
    """One worker's answer to one object; `worker` is a dense index in 0..W-1."""

    worker: int
    content: Content


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a job's earlier objects told of its workers.

    quality (W,): mean quality 0..1 of a worker's answers, as the same function measured it; nan where `answers` is 0.
    answers (W,): how many answers it rests on.
    """

    quality: Floats
    answers: Ints

    @classmethod
    def nothing(cls, worker_count: int) -> "Known":
        """Of workers nobody has seen."""
        return cls(np.full(worker_count, np.nan), np.zeros(worker_count, np.int64))


@dataclass(frozen=True, slots=True)
class Agreed(Generic[Content]):
    """What the answers to one object come to, and how far to trust it, 0..1 (0: nothing was compared).

    `parts` trusts each part of the content (a shape, a span) by itself, in its order; empty where it has none.
    `quality` has one value 0..1 an answer, in their order: how near it came to the content; nan: nothing to compare.
    """

    content: Content
    confidence: float
    parts: tuple[float, ...] = ()
    quality: tuple[float, ...] = ()


class ContentFunction(Protocol[Content]):
    """A consolidation function for what is drawn, marked or written. Pure and deterministic."""

    def __call__(self, objects: Sequence[Sequence[Given[Content]]], known: Known, /) -> list[Agreed[Content]]:
        """The content that stands for each object; each has at least one answer, at most one a worker.

        Objects help to know the workers of the others; `known` says what earlier objects told of them.
        """


def conclude(answers: Answers, posteriors: Floats, *, ceiling: float = 1.0) -> Consolidated:
    """The last step of every function: from posteriors (n, k) to labels, confidences and accuracies.

    `ceiling` caps the confidence before it is rounded. A worker's accuracy is the mean posterior of
    the classes this worker chose.
    """
    top = row_max(posteriors)
    labels = (posteriors >= (top - TIE)[:, None]).argmax(axis=1)
    confidences = np.asarray(np.minimum(top, ceiling), np.float64).round(2)
    confidences[answers.answers_per_object() == 1] = 0.0
    return Consolidated(labels, confidences, posteriors, expected_accuracy(answers, posteriors))


def expected_accuracy(answers: Answers, posteriors: Floats) -> Floats:
    """Mean posterior of the classes each worker chose, (W,); nan for workers without answers."""
    return worker_means(answers, posteriors[answers.objects, answers.classes])


def worker_means(answers: Answers, values: Floats) -> Floats:
    """Mean of one value an answer (M,) over the answers of each worker, (W,); nan without answers."""
    total = np.bincount(answers.workers, weights=values, minlength=answers.worker_count)
    count = answers.answers_per_worker()
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def row_max(values: Floats) -> Floats:
    """Largest value of each row of (n, k), (n,).

    Column by column: for a handful of classes 4 times faster than `values.max(axis=1)`.
    """
    return reduce(np.maximum, values.T)


def _indices(name: str, values: ArrayLike, count: int) -> Ints:
    array = np.asarray(values)
    if array.ndim != 1:
        raise AnswersRefused(f"{name} must have one dimension, not {array.ndim}")
    if array.size == 0:
        return np.empty(0, np.int64)
    if array.dtype.kind not in "iu":
        raise AnswersRefused(f"{name} must hold integers, not {array.dtype}")
    outside = (array < 0) | (array >= count)
    if outside.any():
        entry = int(outside.argmax())
        raise AnswersRefused(f"{name}[{entry}] is {array[entry]}, but must lie in 0..{count - 1}")
    return array.astype(np.int64)


def _refuse_unanswered(objects: Ints, object_count: int) -> None:
    unanswered = np.flatnonzero(np.bincount(objects, minlength=object_count) == 0)
    if unanswered.size:
        raise AnswersRefused(
            f"{unanswered.size} of {object_count} objects have no answer, the first is object "
            f"{unanswered[0]}; leave objects without answers out"
        )


def _refuse_repeats(turn: Ints, objects: Ints, workers: Ints) -> None:
    repeated = turn[1:] == turn[:-1]
    if repeated.any():
        entry = int(repeated.argmax())
        raise AnswersRefused(
            f"worker {workers[entry]} answered object {objects[entry]} more than once; "
            f"pass one answer for each worker and object"
        )
