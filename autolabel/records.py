"""What pages and the loop alike read of a run. Light: a web process imports this, and never what learns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from autolabel.arrays import Ints
from autolabel.catalogue import kind_of
from autolabel.guarantee.contract import Certificate, Measure, Mode, Point
from jobs.models import LabelingJob
from workforce.access import team_size


def target_of(job: LabelingJob) -> float:
    """How good machine labels are promised to be."""
    return job.wishes.target or kind_of(job).target


def validation_answers(job: LabelingJob) -> int:
    """Answers to an object that the machine is measured by: more than to others, but no more than the team can give."""
    return max(job.workers_per_object, min(job.wishes.validation_workers, team_size(job.workteam)))


def numbers(kept: bytes | memoryview) -> Ints:
    """Line numbers as they are kept."""
    return np.frombuffer(bytes(kept), "<i4").astype(np.int64)


def certificate_of(kept: dict[str, Any]) -> Certificate:
    """A certificate as it was kept in a round."""
    points = tuple(Point(**point) for point in kept["curve"])
    made = Certificate(**{**kept, "curve": points})
    return replace(made, mode=Mode(made.mode), measure=Measure(made.measure))
