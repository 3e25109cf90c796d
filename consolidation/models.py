"""What a job has learned of its workers while its objects were consolidated."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from jobs.models import DataObject, LabelingJob
from tenants.tenant_model import TenantModel
from workforce.models import Worker


class WorkerStanding(TenantModel):
    """How good one worker's answers to the labeled objects of one job were, kept running.

    `given` counts them, one of an object: the last, where people were asked again. `answers` of them could be compared
    with the labels: their quality (0..1 each) adds up to `quality`, its square to `squares`.
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


class GoldStanding(TenantModel):
    """How the labels of a job stand beside its gold answers (`gold.py`).

    `quality` adds up how near `objects_compared` labels came, 0..1 each, `squares` their squares. `claims` has for each
    of five parts of the objects [hundredth of confidence, times, right]; `meaning` what each hundredth came to mean, 101
    numbers, empty as long as there are too few; `recalibrated` the claims as each part would have been changed by what
    the others teach. `settled`: all labels have the confidences that follow from it.
    """

    job = models.OneToOneField(LabelingJob, on_delete=models.CASCADE, primary_key=True, related_name="gold_standing")
    objects_compared = models.PositiveIntegerField(default=0)
    quality = models.FloatField(default=0)
    squares = models.FloatField(default=0)
    claims: models.JSONField[Any] = models.JSONField(default=list)
    meaning: models.JSONField[Any] = models.JSONField(default=list)
    recalibrated: models.JSONField[Any] = models.JSONField(default=list)
    settled = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"gold of job {self.job_id}"


class Claim(TenantModel):
    """The confidence of a label as its answers alone say, or that of each of its classes, in jobs with gold answers; it
    is about the label that was made at `made_at`, not about one that came in its place."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="+", db_constraint=False,
                               db_index=False)  # fmt: skip
    data_object = models.OneToOneField(DataObject, on_delete=models.CASCADE, primary_key=True, related_name="+")
    job = models.ForeignKey(
        LabelingJob, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    line_no = models.PositiveIntegerField()
    said: models.JSONField[Any] = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["job", "line_no"], name="claim_by_line")]

    def __str__(self) -> str:
        return f"claim about object {self.data_object_id}"
