"""Celery functions of consolidation: serve jobs that are in progress or stopping."""

from __future__ import annotations

from celery import shared_task

from consolidation.serving import note_trouble, serve
from jobs import lifecycle
from jobs.models import LabelingJob
from tenants.background import in_tenant
from tenants.errors import StorageError


@shared_task(name="consolidation.consolidate")
@in_tenant
def consolidate(job_id: int) -> None:
    """Label what is answered, keep the manifest fresh, end the job when it is done."""
    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=job_id).first()
    if job is None or job.stage not in (LabelingJob.Stage.IN_PROGRESS, LabelingJob.Stage.STOPPING):
        return
    try:
        serve(job)
        lifecycle.let_machine_decide(job)
    except StorageError as error:  # the sweeper asks again; meanwhile the job says why nothing moves
        note_trouble(job, str(error))
    except Exception as error:
        note_trouble(job, f"The server failed ({type(error).__name__}); its log tells its operator more.")
        raise
