"""How near labels of shapes come to what is known to be right."""

import numpy as np
from numpy.typing import NDArray

from consolidation.functions.contract import Floats
from consolidation.functions.matching import Figures, Geometry, assigned

# A shape that is at least so like the true one of its label counts as right.
RIGHT = 0.75


def shapes_against(found: Figures, truth: Figures, geometry: Geometry) -> tuple[float, NDArray[np.bool_]]:
    """Mean likeness 0..1 of shapes to the true ones of the same label, 0 for each that is missing or too much, 1 where
    there is nothing and nothing is right; and of each shape (k,) whether it is right."""
    alike = likeness_of(found, truth, geometry)
    chosen = assigned(alike, alike > 0)
    pairs = np.flatnonzero(chosen >= 0)
    matched = np.zeros(len(found))
    matched[chosen[pairs]] = alike[chosen[pairs], pairs]
    total = len(found) + len(truth) - len(pairs)
    return (float(matched.sum() / total) if total else 1.0), matched >= RIGHT


def likeness_of(found: Figures, truth: Figures, geometry: Geometry) -> Floats:
    """Likeness of each shape to each true one, (k, t); 0 where labels differ."""
    if not len(found) or not len(truth):
        return np.zeros((len(found), len(truth)))
    table = geometry.likeness(found.places[:, None], truth.places[None])
    return np.asarray(table * (found.labels[:, None] == truth.labels[None]))
