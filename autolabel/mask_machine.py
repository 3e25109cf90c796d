"""The machine for masks: it tells the class of each point of a grid over a picture, and is as right as people's masks
say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from django.conf import settings

from autolabel import devices, painted_mask
from autolabel.arrays import NO_LABEL, Detail, Ints
from autolabel.features import Features
from autolabel.knowledge import HEADS
from autolabel.learners.segmentation import Segmentation, SegmentationModel, shrunk
from autolabel.maps import MapReader
from autolabel.painted_mask import Grid, MaskUnreadable
from autolabel.pool import Pool
from autolabel.reading import Reading, in_part
from autolabel.said import contents
from autolabel.strategies.cold_start import central
from jobs.facts import facts_of
from jobs.mask_files import Indices
from jobs.models import LabelingJob
from tenants import storage

LEARNER = Segmentation()
# From this chance on a pixel's class is offered to people.
SURE = 0.9
_LARGEST = 100_000_000  # bytes of a mask
_AT_ONCE = 32  # masks that are fetched side by side
_NOTHING = np.empty(0, np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class MaskMachine:
    """As `rounds.Machine`, for masks; `said` has for each object that people labeled the address of its mask and the class
    of each colour. What they said of the objects `measured` is compared with what the machine says."""

    maps: MapReader
    said: Mapping[int, tuple[str, Mapping[str, int]]]
    measured: Ints
    class_count: int
    learner: Segmentation

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        """A reading after learning from these objects (t,)."""
        _, model = self.learn(learned_from, seed=seed)
        count = len(self.maps.usable)
        trust, qualities = np.zeros(count), np.full(count, np.nan)
        grids: list[Detail] = [_NOTHING] * count
        for objects, maps in self.maps.parts():
            classes, likely, trust[objects] = model.grids(maps)
            for number, told, chance in zip(objects.tolist(), classes, likely, strict=True):
                width, height = self.maps.sizes[number].tolist()
                grids[number] = Grid(width, height, told, chance >= SURE).packed()
        for number, theirs in self._painted(self.measured):
            qualities[number] = painted_mask.likeness(Grid.of(grids[number]).pixels(), theirs)
        # People's masks that are gone count as missed.
        qualities[self.measured] = np.nan_to_num(qualities[self.measured])
        return in_part(trust, qualities, grids, self.maps.rows)

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        """Objects that lie in the middle of what the pool holds."""
        return central(self.maps.rows, objects, count, seed=seed)

    def learn(self, learned_from: Ints, *, seed: int, own: bool = False) -> tuple[str, SegmentationModel]:
        """What is learned from these objects, or from some of them where they are many."""
        some, maps = self.maps.sample(learned_from, seed=seed)
        height, width = (2 * side for side in maps.levels[0].shape[-2:])
        masks = {number: shrunk(theirs, height, width) for number, theirs in self._painted(some)}
        kept = [place for place, number in enumerate(some.tolist()) if number in masks]
        grids = np.stack([masks[number] for number in some[kept].tolist()])
        earlier = self.maps.earlier
        return HEADS["mask"], self.learner.fit(maps.part(kept), grids, self.class_count, seed=seed, earlier=earlier)

    def _painted(self, objects: Ints) -> Iterator[tuple[int, Indices]]:
        """People's masks of these objects; those that cannot be read are left out."""
        for start in range(0, len(objects), _AT_ONCE):
            numbers = objects[start : start + _AT_ONCE].tolist()
            files = storage.read_many([self.said[number][0] for number in numbers], _LARGEST)
            for number, content in zip(numbers, files, strict=True):
                if isinstance(content, bytes) and (found := _read(content, self.said[number][1])) is not None:
                    yield number, found


def machine_of(job: LabelingJob, features: Features, pool: Pool) -> MaskMachine:
    """The machine of a job at this state of its loop."""
    facts, maps = facts_of(job.pk), features.read_maps()
    said = {}
    for line, content in contents(job, np.flatnonzero(pool.labels != NO_LABEL), features.since):
        if (colours := painted_mask.colours_in(content, facts)) is not None:
            said[line] = content[facts.label_attribute], colours
    there = np.isin(np.arange(len(pool.labels)), list(said))
    measured = np.flatnonzero(pool.validation & pool.here & maps.usable & there)
    learner = replace(LEARNER, device=devices.setting(settings.AUTOLABEL_DEVICE))
    return MaskMachine(maps, said, measured, len(job.labels) + 1, learner)


def _read(content: bytes, colours: Mapping[str, int]) -> Indices | None:
    try:
        return painted_mask.read(content, colours)
    except MaskUnreadable:
        return None
