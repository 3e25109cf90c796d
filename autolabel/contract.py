"""What a kind of label needs so that a machine can learn it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from autolabel.arrays import Floats, Ints
from autolabel.features import Features
from autolabel.pool import Pool
from autolabel.reading import Machine
from autolabel.saving import Learned
from jobs.facts import JobFacts
from jobs.models import LabelingJob


class LearningMachine(Machine, Protocol):
    """A machine whose knowledge can be kept."""

    def learn(self, learned_from: Ints, *, seed: int, own: bool = False) -> tuple[str, Learned]:
        """The name of what suits these objects (t,) best, and what it learns from them; with `own`, nothing that leans
        on an earlier model."""


@dataclass(frozen=True)
class Written:
    """A label as output lines have it: its value, and what its metadata says beside the members that all have."""

    value: Any
    metadata: dict[str, Any]
    class_index: int | None = None


@dataclass(frozen=True)
class Kind:
    """How a machine learns a kind of label.

    label_in: what the content of an output line says, as `Pool.labels` has it. machine: the job's machine at this state of
    its loop. written: a machine's label with its confidence and its details (none where it has none), for a line with
    metadata in this `order`. alike: how much two people's answers say the same, 0..1.
    `target` is what is promised where the requester wishes nothing.
    """

    label_in: Callable[[Mapping[str, Any], JobFacts], int]
    machine: Callable[[LabelingJob, Features, Pool], LearningMachine]
    written: Callable[[JobFacts, int, float, Floats], Written]
    order: tuple[str, ...]
    alike: Callable[[Any, Any], float]
    target: float = 0.95
