"""What a job has learned of its workers while its objects were consolidated."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jobs.models import LabelingJob
from tenants.tenant_model import TenantModel
from workforce.models import Worker


class WorkerStanding(TenantModel):
    """How good one worker's answers to the labeled objects of one job were, kept running.

    `given` counts them. `answers` of them could be compared with the labels: their quality (0..1 each) adds up to
    `quality`, its square to `squares`.
    """

    job = models.ForeignKey(LabelingJob, on_delete=models.CASCADE, related_name="standings", db_index=False)
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="standings", db_index=False)
    given = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    quality = models.FloatField(default=0)
    squares = models.FloatField(default=0)
    learned: models.JSONField[Any] = models.JSONField(default=dict, help_text="functions/standing.py, by question.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "worker"], name="standing_once")]

    def __str__(self) -> str:
        return f"standing of worker {self.worker_id} in job {self.job_id}"


class CrowdStanding(TenantModel):
    """What a job's answers told of all its workers together, by question (`functions/standing.py`), and which of its
    labeled objects they found hardest (`hardest.py`)."""

    job = models.OneToOneField(LabelingJob, on_delete=models.CASCADE, primary_key=True, related_name="crowd_standing")
    learned: models.JSONField[Any] = models.JSONField(default=dict)
    hardest: models.JSONField[Any] = models.JSONField(
        default=list, help_text="[confidence, line_no], the lowest first."
    )

    def __str__(self) -> str:
        return f"standing of the workers of job {self.job_id}"
