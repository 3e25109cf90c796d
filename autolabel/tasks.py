"""Celery functions of automated labeling, on the queue `gpu`."""

from __future__ import annotations

from celery import shared_task

from jobs import lifecycle
from jobs.models import LabelingJob
from tenants.background import in_tenant


@shared_task(name=lifecycle.DECIDE)
@in_tenant
def decide(job_id: int) -> None:
    """Take one step; ask for the next one, or for the job to be served on."""
    # Here, or every Celery process would load torch and its kin (300 MB) only by knowing of this function.
    from autolabel.deciding import step_safely  # noqa: PLC0415  # it loads torch (see above)

    asked = lifecycle.machine_is_asked(job_id)
    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=job_id).first()
    if job is None or not asked or not job.machine_deciding:
        return
    if step_safely(job):
        lifecycle.ask_machine(job)
    elif not job.machine_deciding:
        lifecycle.send(job)


@shared_task(name=lifecycle.CHECK)
@in_tenant
def check_labels(job_id: int) -> None:
    """Take one step of the look for wrong labels, and ask for the next one."""
    from autolabel.checking import step_safely  # noqa: PLC0415 - as above

    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=job_id).first()
    if job is not None and step_safely(job):
        lifecycle.enqueue(lifecycle.CHECK, job.tenant_id, job.pk)
