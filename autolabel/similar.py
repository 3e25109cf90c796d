"""Objects like a given one. Light: web processes read the sketches and load nothing that learns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load

from autolabel.models import Run
from autolabel.sketches import PART, SIZE, Sketch, nearest
from jobs.models import DataObject, LabelingJob
from tenants import storage
from tenants.errors import Conflict, ObjectMissing, ObjectTooLarge

SHOWN = 24
_LARGEST = PART * SIZE + 4_096  # bytes of a file


@dataclass(frozen=True)
class Similar:
    """An object with its label, and how like the other one it is: the cosine of what a network saw in both."""

    one: DataObject
    likeness: float

    @property
    def percent(self) -> str:
        return f"{max(self.likeness, 0):.0%}"


def can_find(job: LabelingJob) -> bool:
    """Are there sketches of this job's objects?"""
    return Run.objects.filter(job=job).exclude(sketches="").exists()


def similar_to(job: LabelingJob, one: DataObject) -> list[Similar]:
    """The objects most like this one, the most alike first; none where it cannot be read.

    Raises `Conflict` where the job's objects have not been turned into numbers.
    """
    run = Run.objects.filter(job=job).exclude(sketches="").first()
    if run is None:
        raise Conflict(
            f"The objects of {job.name} have not been turned into numbers yet. Automated labeling does it, and the look "
            "for wrong labels in a job of classes that has ended."
        )
    own = _part(job, run, one.line_no // PART)[one.line_no % PART]
    lines, cosines = nearest(_parts(job, run), own, SHOWN, but=one.line_no)
    objects = DataObject.objects.filter(job=job, line_no__in=lines.tolist()).select_related("label")
    found = {each.line_no: each for each in objects}
    return [
        Similar(found[line], cosine)
        for line, cosine in zip(lines.tolist(), cosines.tolist(), strict=True)
        if line in found
    ]


def _parts(job: LabelingJob, run: Run) -> Iterator[Sketch]:
    return (_part(job, run, number) for number in range(-(-job.total // PART)))


def _part(job: LabelingJob, run: Run, number: int) -> Sketch:
    """A file as it was written; the bucket is its customer's, who may have altered it."""
    address = f"{run.sketches}/{number}.safetensors"
    try:
        found: Sketch = load(storage.read(address, _LARGEST))["sketches"]
    except (ObjectMissing, ObjectTooLarge, SafetensorError, KeyError) as error:
        raise _gone(address) from error
    if found.dtype != np.int8 or found.shape != (min(PART, job.total - number * PART), SIZE):
        raise _gone(address)
    return found


def _gone(address: str) -> Conflict:
    return Conflict(f"The file {address} is no longer as it was written; similar objects cannot be found without it.")
