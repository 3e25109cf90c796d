"""Celery functions of automated labeling, on the queue `gpu`."""

from __future__ import annotations

from celery import shared_task

from jobs import events, lifecycle
from jobs.models import LabelingJob
from tenants import hints
from tenants.background import in_tenant


@shared_task(name=lifecycle.DECIDE)
@in_tenant
def decide(job_id: int) -> None:
    """Take one step; ask for the next one, or for the job to be served on."""
    # Here, or every Celery process would load torch and its kin (300 MB) only by knowing of this function.
    from autolabel.deciding import step  # noqa: PLC0415
    from autolabel.troubles import TROUBLES  # noqa: PLC0415

    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=job_id).first()
    if job is None or not job.machine_deciding:
        return
    try:
        more = step(job)
    except TROUBLES as error:  # the sweeper asks again; meanwhile the job says why nothing moves
        if hints.add(f"trouble:{job.pk}", 60):
            events.note(job, "AUTO_LABELING_WAITS", f"{error} It is tried again by itself.")
        return
    if more:
        lifecycle.enqueue(lifecycle.DECIDE, job.tenant_id, job.pk)
    elif not job.machine_deciding:
        lifecycle.send(job)
