"""What an earlier job's model says of a job that has too few objects for a machine of its own
(`InitialActiveLearningModelArn`): people label all of them, and begin from it. Nothing is certified, and nobody waits for
it longer than `intake.PRE_LABELS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autolabel import knowledge, proposing, several_boxes, waves
from autolabel.arrays import NO_LABEL, Detail, Floats, Ints
from autolabel.box_machine import LEAST_SCORE
from autolabel.embedding import embed_next
from autolabel.features import Features, features_of
from autolabel.learners.boxes import Boxes
from autolabel.learners.detection import DetectionModel
from autolabel.learners.segmentation import SegmentationModel
from autolabel.mask_machine import SURE
from autolabel.models import Run
from autolabel.painted_mask import Grid
from autolabel.set_machine import numbers_of
from jobs import events, intake, lifecycle
from jobs.facts import facts_of
from jobs.models import LabelingJob
from jobs.proposals import Proposed

_NOTHING: Detail = np.empty((0, 0))


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """By object (n,): the label as a number, NO_LABEL for none, how sure the model is of it, and what it is made of."""

    labels: Ints
    confidences: Floats
    details: Sequence[Detail]


def step(job: LabelingJob, run: Run) -> bool:
    """Turn a shard into numbers, or propose and open the job to people; True when the next step can be taken at once.
    Belongs into a transaction. Raises ShardLost."""
    if embed_next(job, facts_of(job.pk), run):
        return True
    offered = _offered(job, run)
    if not lifecycle.hold_for_machine(job.pk):  # stopped, or the minute was over
        return False
    count = proposing.propose(job, offered, np.array(list(offered), np.int64))
    run.status = f"People label all objects. Of {count:,} they begin from what the model {job.initial_model} says."
    run.save(update_fields=["status"])
    events.note(job, "PRE_LABELED", run.status)
    intake.open_to_people(job)
    return False


def _offered(job: LabelingJob, run: Run) -> dict[int, Proposed]:
    features, tell = features_of(job, run), _TELL.get(job.kind.machine)
    told = tell(job, features) if tell else None
    if told is None:
        return {}
    lines = np.array([line for line in waves.held(job, 0, run.size) if features.usable[line]], np.int64)
    lines = lines[told.labels[lines] != NO_LABEL]
    tables = [told.details[line] for line in lines.tolist()]
    return proposing.made(job, lines, told.labels[lines], told.confidences[lines], tables)


def _class(job: LabelingJob, features: Features) -> _Told | None:
    chances = knowledge.chances_by_earlier_model(job, features.candidates)
    if chances is None:
        return None
    labels = np.where(chances.any(axis=1), chances.argmax(axis=1), NO_LABEL)  # it may know none of this job's classes
    return _Told(labels, chances.max(axis=1), [_NOTHING] * len(chances))


def _classes(job: LabelingJob, features: Features) -> _Told | None:
    chances = knowledge.chances_by_earlier_model(job, features.candidates)
    if chances is None:
        return None
    known, marks = chances.any(axis=0), chances >= 0.5  # one that the model knows is never quite impossible
    sure = np.maximum(chances, 1 - chances)[:, known].prod(axis=1)
    # Nothing of what it knows may well be one of those that it does not.
    sets = np.where(known.all() | marks.any(axis=1), numbers_of(marks), NO_LABEL)
    return _Told(sets, sure, [each[:, None] for each in chances])


def _boxes(_job: LabelingJob, features: Features) -> _Told | None:
    reader = features.read_maps()
    if reader.earlier is None:
        return None
    model, count = DetectionModel.of(reader.earlier.saved), len(features.usable)
    own = _own_classes(reader.earlier.same, model.class_count, none=-1)
    trust, tables = np.zeros(count), [_NOTHING] * count
    for objects, maps in reader.parts():
        for number, found in zip(objects.tolist(), model.boxes(maps), strict=True):
            kept = (found.scores >= LEAST_SCORE) & (own[found.classes] >= 0)
            boxes = Boxes(found.corners[kept], own[found.classes[kept]], found.scores[kept])
            trust[number] = boxes.scores.mean() if len(boxes) else 0.0
            tables[number] = several_boxes.table_of(boxes, *reader.sizes[number].tolist())
    return _Told(np.zeros(count, np.int64), trust, tables)


def _mask(_job: LabelingJob, features: Features) -> _Told | None:
    reader = features.read_maps()
    if reader.earlier is None:
        return None
    model, count = SegmentationModel.of(reader.earlier.saved), len(features.usable)
    own = _own_classes(reader.earlier.same, model.class_count, none=0).astype(np.uint8)
    trust, grids = np.zeros(count), [_NOTHING] * count
    for objects, maps in reader.parts():
        classes, likely, trust[objects] = model.grids(maps)
        for number, told, chance in zip(objects.tolist(), classes, likely, strict=True):
            width, height = reader.sizes[number].tolist()
            grids[number] = Grid(width, height, own[told], chance >= SURE).packed()
    return _Told(np.zeros(count, np.int64), trust, grids)


def _own_classes(same: Mapping[int, int], class_count: int, *, none: int) -> Ints:
    """By class of the earlier job (c,), the class of this one; `none` where it has no such."""
    own = np.full(class_count, none)
    own[list(same.values())] = list(same)
    return own


_TELL: dict[str, Callable[[LabelingJob, Features], _Told | None]] = {
    "class": _class, "classes": _classes, "boxes": _boxes, "mask": _mask,
}  # fmt: skip
