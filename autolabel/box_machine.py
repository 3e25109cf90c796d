"""The machine for boxes: it learns from the maps of pictures; a picture's boxes are as right as they overlap people's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from django.conf import settings

from autolabel import devices, several_boxes
from autolabel.arrays import NO_LABEL, Floats, Ints
from autolabel.features import Features
from autolabel.knowledge import HEADS
from autolabel.learners.boxes import Boxes, confidence, likeness
from autolabel.learners.detection import Detection, DetectionModel
from autolabel.maps import MapReader
from autolabel.pool import Pool
from autolabel.reading import Reading, in_part
from autolabel.said import contents
from autolabel.strategies.cold_start import central
from jobs.facts import facts_of
from jobs.models import LabelingJob

LEARNER = Detection()
# Boxes with this score and more are the label: on blood cells, 75 learned from, a mean overlap of 0.54 (0.51 from 0.2 on,
# 0.50 from 0.4 on, 0.41 from 0.5 on).
LEAST_SCORE = 0.3
_NOTHING: Floats = np.empty((0, 6))


@dataclass(frozen=True, slots=True, eq=False)
class BoxMachine:
    """As `rounds.Machine`, for boxes; `said` are people's by object."""

    maps: MapReader
    said: Mapping[int, Boxes]
    class_count: int
    learner: Detection

    def read(self, learned_from: Ints, *, seed: int) -> Reading:
        """A reading after learning from these objects (t,)."""
        _, model = self.learn(learned_from, seed=seed)
        count = len(self.maps.usable)
        trust, qualities = np.zeros(count), np.full(count, np.nan)
        tables: list[Floats] = [_NOTHING] * count
        empty = any(not len(self.said[number]) for number in learned_from.tolist())
        for objects, maps in self.maps.parts():
            for number, found in zip(objects.tolist(), model.boxes(maps), strict=True):
                trust[number] = confidence(found, empty=empty)
                tables[number] = several_boxes.table_of(_kept(found), *self.maps.sizes[number].tolist())
        for number, theirs in self.said.items():
            if self.maps.usable[number]:
                qualities[number] = likeness(several_boxes.boxes_of(tables[number]), theirs)
        return in_part(trust, qualities, tables, self.maps.rows)

    def first(self, objects: Ints, count: int, *, seed: int) -> Ints:
        """Objects that lie in the middle of what the pool holds."""
        return central(self.maps.rows, objects, count, seed=seed)

    def learn(self, learned_from: Ints, *, seed: int, own: bool = False) -> tuple[str, DetectionModel]:
        """What is learned from these objects, or from some of them where they are many."""
        some, maps = self.maps.sample(learned_from, seed=seed)
        boxes = [self.said[number] for number in some.tolist()]
        earlier = self.maps.earlier
        return HEADS["boxes"], self.learner.fit(maps, boxes, self.class_count, seed=seed, earlier=earlier)


def machine_of(job: LabelingJob, features: Features, pool: Pool) -> BoxMachine:
    """The machine of a job at this state of its loop."""
    facts, labeled = facts_of(job.pk), np.flatnonzero(pool.labels != NO_LABEL)
    found = ((line, several_boxes.boxes_in(content, facts)) for line, content in contents(job, labeled, features.since))
    said = {line: boxes for line, boxes in found if boxes is not None}
    learner = replace(LEARNER, device=devices.setting(settings.AUTOLABEL_DEVICE))
    return BoxMachine(features.read_maps(), said, len(job.labels), learner)


def _kept(found: Boxes) -> Boxes:
    likely = found.scores >= LEAST_SCORE
    return Boxes(found.corners[likely], found.classes[likely], found.scores[likely])
