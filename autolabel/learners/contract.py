"""What every learner takes and gives back."""

import hashlib
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autolabel.arrays import Floats, Ints
from autolabel.saving import Saved

Singles = NDArray[np.float32]


class SampleRefused(ValueError):
    """The arrays are no sample to learn from; the message says which and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Labeled rows: row i of features (n, d) has class labels[i] of 0..class_count-1.

    Sorted by class and then by what the rows hold on construction, so that no learner can depend on the order of its
    input; `order` (n,) says which row of the input each one was. Raises SampleRefused for no row, other shapes, labels
    out of range, and numbers that are not finite (leave objects without a row out).
    """

    features: Singles
    labels: Ints
    class_count: int
    order: Ints = field(init=False)

    def __post_init__(self) -> None:
        features, labels = rows_of(self.features), np.asarray(self.labels)
        if labels.shape != (len(features),) or not len(labels):
            raise SampleRefused(f"labels need one entry a row, and one at least, not {labels.shape}")
        if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= self.class_count:
            raise SampleRefused(f"labels must be whole numbers in 0..{self.class_count - 1}")
        content = [hashlib.blake2b(row.tobytes(), digest_size=16).digest() for row in features]
        order = np.lexsort((np.array(content), labels))
        object.__setattr__(self, "features", features[order])
        object.__setattr__(self, "labels", labels[order].astype(np.int64))
        object.__setattr__(self, "order", order)

    def __len__(self) -> int:
        return len(self.labels)


class Model(Protocol):
    """What a learner learned."""

    @property
    def class_count(self) -> int: ...

    def probabilities(self, features: ArrayLike, /) -> Floats:
        """How likely each class is for each row of (m, d): (m, k), rows sum to 1, and 0 for classes that the sample
        did not have. Takes 8 m k bytes: call it in parts where there are thousands of classes.

        Raises SampleRefused for rows of another length and numbers that are not finite.
        """

    def sharpened(self, power: float, /) -> "Model":
        """The same model with its probabilities raised to a power (and summing to 1): above 1 surer, below less so."""

    def saved(self) -> Saved:
        """All there is to the model."""


class Learner(Protocol):
    """Learns from labeled rows: deterministic on the processor for a seed, and blind to the order of the rows."""

    def fit(self, features: ArrayLike, labels: ArrayLike, class_count: int, *, seed: int) -> Model:
        """Raises SampleRefused as `Sample` does."""


def rows_of(features: ArrayLike, width: int | None = None) -> Singles:
    """Features as (n, d) of finite float32. Raises SampleRefused."""
    found = np.ascontiguousarray(features, np.float32)
    if found.ndim != 2 or (width is not None and found.shape[1] != width):
        wanted = "d" if width is None else width
        raise SampleRefused(f"features must have the shape (n, {wanted}), not {found.shape}")
    broken = ~np.isfinite(found).all(axis=1)
    if broken.any():
        raise SampleRefused(f"features[{int(broken.argmax())}] holds numbers that are not finite; leave such rows out")
    return found


def softmax(scores: Floats) -> Floats:
    """Rows (m, c) as probabilities."""
    shares: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def spread(shares: Floats, classes: Ints, class_count: int) -> Floats:
    """Probabilities (m, c) of some classes as probabilities (m, k) of all."""
    if len(classes) == class_count:
        return shares
    whole = np.zeros((len(shares), class_count))
    whole[:, classes] = shares
    return whole
