"""Several classes a row: one yes or no for each, all learned at once (binary relevance)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import expit

from autolabel.arrays import Flags, Floats
from autolabel.learners.contract import SampleRefused, Singles, rows_of
from autolabel.saving import Saved

ITERATIONS = 300


@dataclass(frozen=True, slots=True)
class MultiLabel:
    """A logistic regression for each class, on rows that are centred and of mean squared length 1 as in `Linear`."""

    strength: float = 30.0

    def fit(self, features: ArrayLike, marks: ArrayLike, *, seed: int = 0) -> "MultiLabelModel":
        """From rows (n, d) and which classes each has, (n, k) true or false; nothing about it is random.

        A class that all rows have, or none, is no matter of the row: its probability is (count + 1) / (n + 2).
        Raises SampleRefused for other shapes, no row, and numbers that are not finite.
        """
        rows, given = rows_of(features), np.asarray(marks)
        if given.ndim != 2 or given.dtype != np.bool_ or len(given) != len(rows) or not len(rows):
            raise SampleRefused(f"marks must be true or false, (n, k) for {len(rows)} rows, and one row at least")
        centre = rows.mean(axis=0, dtype=np.float64)
        centred = rows - centre
        scale = 1 / np.sqrt(max(float((centred**2).sum(axis=1).mean()), 1e-12))
        weight = np.zeros((rows.shape[1], given.shape[1]))
        share = (given.sum(axis=0) + 1) / (len(given) + 2)
        bias = np.log(share / (1 - share))
        told = given.any(axis=0) & ~given.all(axis=0)
        if told.any():
            weight[:, told], bias[told] = _fitted(centred * scale, given[:, told], self.strength)
        weight *= scale
        return MultiLabelModel(weight.astype(np.float32), (bias - centre @ weight).astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class MultiLabelModel:
    """Scores are features @ weight (d, k) + bias (k,)."""

    weight: Singles
    bias: Singles

    @property
    def class_count(self) -> int:
        return len(self.bias)

    def probabilities(self, features: ArrayLike, /) -> Floats:
        """How likely each row has each class, (m, k), each for itself. Raises SampleRefused as `Model` does."""
        scores = rows_of(features, len(self.weight)) @ self.weight + self.bias
        return np.asarray(expit(scores.astype(np.float64)))

    def sharpened(self, power: float) -> "MultiLabelModel":
        """The same model, each yes or no surer by a power above 1, less so by one below."""
        return MultiLabelModel(self.weight * np.float32(power), self.bias * np.float32(power))

    def saved(self) -> Saved:
        """As `Model.saved`."""
        return Saved("multi-label", {}, {"weight": self.weight, "bias": self.bias})

    @classmethod
    def of(cls, saved: Saved) -> "MultiLabelModel":
        return cls(saved.arrays["weight"], saved.arrays["bias"])


def _fitted(rows: Floats, marks: Flags, strength: float) -> tuple[Floats, Floats]:
    """Coefficients (d, c) and (c,) on centred rows (n, d)."""
    (n, d), c = rows.shape, marks.shape[1]

    def loss(flat: Floats) -> tuple[float, Floats]:
        coefficients = flat.reshape(d + 1, c)
        scores = rows @ coefficients[:-1] + coefficients[-1]
        missed = expit(scores) - marks
        gradient = np.vstack([rows.T @ missed + coefficients[:-1] / strength, missed.sum(axis=0)])
        lost = np.logaddexp(0, np.where(marks, -scores, scores)).sum()
        return float(lost + (coefficients[:-1] ** 2).sum() / (2 * strength)) / n, gradient.ravel() / n

    options = {"maxiter": ITERATIONS, "gtol": 1e-6, "ftol": 1e-10}
    start = np.zeros((d + 1) * c)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x.reshape(d + 1, c)
    return found[:-1], found[-1]
