"""Multinomial logistic regression, the default head on a frozen embedding."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from threadpoolctl import ThreadpoolController

from autolabel.arrays import Floats, Ints
from autolabel.learners.contract import Sample, Singles, rows_of, softmax, spread
from autolabel.saving import Saved

# Scores are worked out in parts of 64 MiB, however many classes and rows there are.
CELLS = 2**23
# L-BFGS remembers this many numbers, 512 MiB, at most; and works this many multiplications at most, a minute or so.
MEMORY = 2**26
WORK = 2e12
MOST_ITERATIONS = 300
# With fewer multiplications an iteration, a second thread costs more than it does; where others use the cores, ten times.
ALONE = 10**8
_threads = ThreadpoolController()


@dataclass(frozen=True, slots=True)
class Linear:
    """Logistic regression for all classes at once, by L-BFGS.

    Rows are centred and divided by one number, so that their mean squared length is 1 and `strength` means the same for
    every backbone: the weight of the sample against that of small coefficients (scikit-learn's C on such rows).
    O(n d c) time an iteration for c classes in the sample, O(n d + d c) memory.
    """

    strength: float = 30.0

    def fit(self, features: ArrayLike, labels: ArrayLike, class_count: int, *, seed: int = 0) -> "LinearModel":
        """As `Learner.fit`; there is nothing random about it."""
        sample = Sample(np.asarray(features), np.asarray(labels), class_count)
        centre = sample.features.mean(axis=0, dtype=np.float64)
        rows = sample.features - centre
        scale = 1 / np.sqrt(max(float((rows**2).sum(axis=1).mean()), 1e-12))
        classes, targets = np.unique(sample.labels, return_inverse=True)
        weight, bias = _fitted(rows * scale, targets, len(classes), self.strength)
        weight *= scale
        return LinearModel(
            weight.astype(np.float32), (bias - centre @ weight).astype(np.float32), classes, class_count, 1.0
        )


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """Scores are features @ weight (d, c) + bias (c,), for the classes (c,) that the sample had."""

    weight: Singles
    bias: Singles
    classes: Ints
    class_count: int
    sharpness: float

    def probabilities(self, features: ArrayLike, /) -> Floats:
        """As `Model.probabilities`."""
        rows = rows_of(features, len(self.weight))
        whole = np.empty((len(rows), self.class_count))
        for part in _parts(len(rows), len(self.classes)):
            scores = (rows[part] @ self.weight + self.bias).astype(np.float64)
            whole[part] = spread(softmax(scores * self.sharpness), self.classes, self.class_count)
        return whole

    def sharpened(self, power: float, /) -> "LinearModel":
        """As `Model.sharpened`."""
        return replace(self, sharpness=self.sharpness * power)

    def saved(self) -> Saved:
        """As `Model.saved`."""
        settings = {"class_count": self.class_count, "sharpness": self.sharpness}
        return Saved("linear", settings, {"weight": self.weight, "bias": self.bias, "classes": self.classes})

    @classmethod
    def of(cls, saved: Saved) -> "LinearModel":
        arrays, settings = saved.arrays, saved.settings
        return cls(arrays["weight"], arrays["bias"], arrays["classes"], settings["class_count"], settings["sharpness"])


def _fitted(rows: Floats, targets: Ints, c: int, strength: float) -> tuple[Floats, Floats]:
    """Coefficients (d, c) and (c,) on centred rows (n, d); zeros for a single class."""
    n, d = rows.shape
    start = np.zeros((d + 1) * c)
    if c == 1:
        return start[:d].reshape(d, 1), start[d:]

    def loss(flat: Floats) -> tuple[float, Floats]:
        coefficients = flat.reshape(d + 1, c)
        gradient = np.zeros((d + 1, c))
        total = 0.0
        for part in _parts(n, c):
            total += _add_part(rows[part], targets[part], coefficients, gradient)
        # The bias is free: only how far it moves all classes is not determined, and starts at nothing.
        gradient[:d] += coefficients[:d] / strength
        total += float((coefficients[:d] ** 2).sum()) / (2 * strength)
        return total / n, gradient.ravel() / n

    remembered = int(np.clip(MEMORY // (2 * len(start)), 2, 10))
    iterations = int(np.clip(WORK / (4.0 * n * d * c), 10, MOST_ITERATIONS))
    options = {"maxiter": iterations, "maxcor": remembered, "gtol": 1e-5, "ftol": 1e-9}
    with _threads.limit(limits=1 if n * d * c < ALONE else None):
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x.reshape(d + 1, c)
    return found[:d].copy(), found[d]


def _add_part(rows: Floats, targets: Ints, coefficients: Floats, gradient: Floats) -> float:
    """Add these rows' gradient to `gradient`; minus the log-likelihood of their classes."""
    shares = softmax(rows @ coefficients[:-1] + coefficients[-1])
    own = np.arange(len(rows)), targets
    lost = -np.log(np.maximum(shares[own], 1e-300)).sum()
    shares[own] -= 1
    gradient[:-1] += rows.T @ shares
    gradient[-1] += shares.sum(axis=0)
    return float(lost)


def _parts(n: int, c: int) -> Iterator[slice]:
    step = max(CELLS // c, 1)
    return (slice(start, start + step) for start in range(0, n, step))
