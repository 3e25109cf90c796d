"""Celery functions of consolidation: serve jobs that are in progress or stopping."""

from __future__ import annotations

from celery import shared_task

from consolidation.consolidating import consolidate_next
from consolidation.finishing import export_if_due, finish_if_done
from jobs.models import LabelingJob
from tenants.background import in_tenant


@shared_task(name="consolidation.consolidate")
@in_tenant
def consolidate(job_id: int) -> None:
    """Label what is answered, keep the manifest fresh, end the job when it is done."""
    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=job_id).first()
    if job is None or job.stage not in (LabelingJob.Stage.IN_PROGRESS, LabelingJob.Stage.STOPPING):
        return
    while consolidate_next(job):
        pass
    if not finish_if_done(job):
        export_if_due(job)
