"""What never changes about a job, kept in the process so that the hot path does not ask again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jobs.errors import JobNotFound
from jobs.models import LabelingJob
from jobs.task_types import TaskType
from jobs.wishes import Wishes
from tenants import scope


@dataclass(frozen=True)
class JobFacts:
    """The unchanging side of a LabelingJob; `class_of` maps a label to its class number."""

    job_id: int
    tenant_id: int
    name: str
    kind: TaskType
    label_attribute: str
    labels: tuple[str, ...]
    class_of: dict[str, int]
    label_details: Mapping[str, Any]
    workers_per_object: int
    time_limit: int
    template_id: int
    consolidation: str  # a row of consolidation/catalogue.py
    wishes: Wishes = field(default_factory=Wishes)


def facts_of(job_id: int) -> JobFacts:
    """The facts of a job of the open tenant; raises `JobNotFound`."""
    return _facts(scope.current(), job_id)


@lru_cache(maxsize=512)
def _facts(tenant_id: int, job_id: int) -> JobFacts:
    job = LabelingJob.objects.filter(pk=job_id).first()
    if job is None:
        raise JobNotFound
    return JobFacts(
        job_id, tenant_id, job.name, job.kind, job.label_attribute, tuple(job.labels),
        {label: i for i, label in enumerate(job.labels)}, job.label_details, job.workers_per_object, job.time_limit,
        job.template_id, job.wishes.consolidation or job.kind.consolidation, job.wishes,
    )  # fmt: skip
