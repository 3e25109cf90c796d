"""The maps of a job's pictures, as a machine reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from autolabel import map_shards
from autolabel.arrays import Flags, Ints
from autolabel.backbones.contract import Singles
from autolabel.backbones.pyramid import Maps, Pyramid
from autolabel.learners.heads import Earlier
from jobs.models import LabelingJob

_MOST = 500_000_000  # bytes of maps that are learned from


@dataclass(frozen=True, slots=True, eq=False)
class MapReader:
    """rows (n, d): the means of each picture's maps; usable (n,) says which have any; sizes (n, 2) are width and height
    in pixels, as stored. `earlier` is the head that the job begins from. The first picture is the line `since`."""

    job: LabelingJob
    made: Pyramid
    rows: Singles
    usable: Flags
    sizes: Ints
    earlier: Earlier | None = None
    since: int = 0

    def parts(self) -> Iterator[tuple[Ints, Maps]]:
        """The maps of all usable pictures, some at a time, with their numbers."""
        for lines, maps in map_shards.parts(self.job, self.made, np.flatnonzero(self.usable) + self.since):
            yield lines - self.since, maps

    def sample(self, objects: Ints, *, seed: int) -> tuple[Ints, Maps]:
        """The maps of these pictures, with their numbers; of some by lot where all would not fit into the memory. Those
        that cannot be read any more are left out."""
        most = _MOST // map_shards.bytes_of(self.made)
        readable = np.sort(objects[self.usable[objects]])
        some = np.sort(np.random.default_rng(seed).permutation(readable)[:most])
        return some, map_shards.gathered(self.job, self.made, some + self.since)
