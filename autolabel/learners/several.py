"""Which rows suit a job with several classes an object, and how far what is learned from them may be believed."""

from collections.abc import Mapping

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, logit

from autolabel.arrays import Flags, Floats, Ints
from autolabel.learners.choose import DOUBT, WORTH, folds_of
from autolabel.learners.contract import Sample, Singles
from autolabel.learners.multi_label import MultiLabel


def chosen(rows: Mapping[str, Singles], marks: Flags, *, seed: int, folds: int = 4) -> tuple[str, float]:
    """The name of the rows (n, d) that say best which classes objects have (n, k) that were not learned from, and the
    sharpness that makes probabilities mean what they say.

    Name cheap rows first: later ones must earn their place. Deterministic for a seed and blind to the order of the
    objects. Raises SampleRefused as `Sample` does, and ValueError without rows.
    """
    best: tuple[float, str, float] | None = None
    for name, one in rows.items():
        chances, order = _out_of_fold(one, marks, seed=seed, folds=folds)
        said = marks[order]
        found = minimize_scalar(
            lambda log, chances=chances, said=said: _loss(expit(np.exp(log) * logit(chances)), said),
            bounds=(-np.log(4), np.log(4)),
            method="bounded",
            options={"xatol": 0.01},
        )
        if best is None or found.fun < best[0] - WORTH:
            best = float(found.fun), name, float(np.exp(found.x))
    if best is None:
        raise ValueError("there are no rows to choose from")
    return best[1], best[2]


def unseen(rows: Singles, marks: Flags, sharpness: float, *, seed: int, folds: int = 5) -> Floats:
    """Which classes the objects of these rows (n, d) have by models that had not seen them: chances (n, k), in the order
    of the rows. Rows that hold the same go into one fold."""
    chances, order = _out_of_fold(rows, marks, seed=seed, folds=folds)
    back = np.empty_like(chances)
    back[order] = expit(sharpness * logit(chances))
    return back


def _out_of_fold(rows: Singles, marks: Flags, *, seed: int, folds: int) -> tuple[Floats, Ints]:
    """Chances (n, k), each from a model that had not seen the object, in an order that does not hang on that of the rows;
    and the place of each among the rows."""
    _, sets = np.unique(marks, axis=0, return_inverse=True)
    sample = Sample(rows, sets.ravel(), len(marks))
    said = marks[sample.order]
    fold = folds_of(sample, folds, np.random.default_rng(seed))
    chances = np.full(said.shape, 0.5)
    for number in range(int(fold.max()) + 1 if fold.max() else 0):
        held = fold == number
        chances[held] = MultiLabel().fit(sample.features[~held], said[~held]).probabilities(sample.features[held])
    return np.clip(chances, 1e-9, 1 - 1e-9), sample.order


def _loss(chances: Floats, marks: Flags) -> float:
    """Nats lost an object."""
    own = (1 - DOUBT) * np.where(marks, chances, 1 - chances) + DOUBT / 2
    return float(-np.log(own).sum() / len(marks))
