"""The machines by the kind of label that they learn. What imports this loads torch and its kin (300 MB)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from autolabel import box_machine, machines, mask_machine, set_machine, span_machine
from autolabel.arrays import Ints
from autolabel.features import Features
from autolabel.pool import Pool
from autolabel.reading import Machine
from autolabel.saving import Learned
from jobs.models import LabelingJob


class LearningMachine(Machine, Protocol):
    """A machine whose knowledge can be kept."""

    def learn(self, learned_from: Ints, *, seed: int, own: bool = False) -> tuple[str, Learned]:
        """The name of what suits these objects (t,) best, and what it learns from them; with `own`, nothing that leans
        on an earlier model."""


MACHINES: dict[str, Callable[[LabelingJob, Features, Pool], LearningMachine]] = {
    "class": machines.machine_of,
    "classes": set_machine.machine_of,
    "boxes": box_machine.machine_of,
    "mask": mask_machine.machine_of,
    "spans": span_machine.machine_of,
}


def machine_of(job: LabelingJob, features: Features, pool: Pool) -> LearningMachine:
    """The job's machine at this state of its loop."""
    return MACHINES[job.kind.machine](job, features, pool)
