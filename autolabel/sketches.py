"""Small sketches of objects' rows, by which those like a given one are found among a million in a web process.

A sketch is the row's leading directions over the pool (as `backbones/reduction.py` finds them), 128 numbers of a byte each.
Nothing of torch is loaded, and memory does not grow with the job.
"""

import heapq
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from autolabel.arrays import Floats, Ints

Sketch = NDArray[np.int8]
SIZE = 128
PART = 65_536  # objects a file, 8 MiB
_AT_ONCE = 8_192


def sketched(rows: ArrayLike) -> Sketch:
    """Rows (n, d) of any length as bytes (n, SIZE): only their directions count. A row of nan gives zeros, like nothing."""
    given = np.nan_to_num(np.asarray(rows, np.float32))
    top = np.abs(given).max(axis=1, keepdims=True, initial=0.0)
    found = np.zeros((len(given), SIZE), np.int8)
    found[:, : given.shape[1]] = np.rint(given / np.where(top > 0, top, 1) * 127)
    return found


def likeness(sketches: Sketch, one: Sketch) -> Floats:
    """The cosines (n,) of sketches (n, SIZE) with one (SIZE,); -1 for those of nothing."""
    found = np.full(len(sketches), -1.0)
    wanted = one.astype(np.float32)
    length = float(np.linalg.norm(wanted))
    for start in range(0, len(sketches) if length else 0, _AT_ONCE):
        part = sketches[start : start + _AT_ONCE].astype(np.float32)
        lengths = np.linalg.norm(part, axis=1)
        cosines = part @ wanted / (np.where(lengths > 0, lengths, 1) * length)
        found[start : start + _AT_ONCE] = np.where(lengths > 0, cosines, -1.0)
    return found


def nearest(parts: Iterable[Sketch], one: Sketch, count: int, *, but: int) -> tuple[Ints, Floats]:
    """The places of the `count` sketches most like one, over all parts in order, and their cosines; the most alike first,
    the earlier one where two are equal. `but` is left out: the place of the one itself."""
    best: list[tuple[float, int]] = []
    first = 0
    for part in parts:
        cosines = likeness(part, one)
        if first <= but < first + len(part):
            cosines[but - first] = -1.0
        some = np.argsort(-cosines, kind="stable")[:count]
        fit = [(float(cosines[at]), -(first + int(at))) for at in some if cosines[at] > -1.0]
        best = heapq.nlargest(count, [*best, *fit])
        first += len(part)
    return np.array([-place for _, place in best], np.int64), np.array([cosine for cosine, _ in best])
