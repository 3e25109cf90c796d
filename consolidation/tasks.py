"""Celery functions of consolidation: serve jobs that are in progress or stopping."""

from __future__ import annotations

from celery import shared_task

from jobs.models import LabelingJob
from tenants.background import in_tenant


@shared_task(name="consolidation.consolidate")
@in_tenant
def consolidate(job_id: int) -> None:
    """Label what is answered, keep the manifest fresh, end the job when it is done."""
    # Here, or every Celery process would load all functions and scipy (33 MB) only by knowing of this one.
    from consolidation.serving import serve_safely  # noqa: PLC0415  # it loads scipy, which a light process does not need

    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=job_id).first()
    if job and job.stage in (LabelingJob.Stage.IN_PROGRESS, LabelingJob.Stage.STOPPING):
        serve_safely(job)
