"""Celery functions of automated labeling, on the queue `gpu`."""

from __future__ import annotations

from functools import partial
from typing import Any

from celery import shared_task

from autolabel.places import place
from jobs import lifecycle
from jobs.models import LabelingJob
from tenants.background import in_tenant


@shared_task(name=lifecycle.DECIDE)
@in_tenant
def decide(job_id: int) -> None:
    """Take one step; ask for the next one, or for the job to be served on."""
    # Here, or every Celery process would load torch and its kin (300 MB) only by knowing of this function.
    from autolabel.deciding import step_safely  # noqa: PLC0415 - loads torch

    asked = lifecycle.machine_is_asked(job_id)
    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=job_id).first()
    if job is None or not asked or not job.machine_deciding:
        return
    with place.of((lifecycle.DECIDE, job_id), lambda: lifecycle.ask_machine(job)) as mine:
        more = mine and step_safely(job)
    if more:
        lifecycle.ask_machine(job)
    elif not job.machine_deciding:
        lifecycle.send(job)


@shared_task(name=lifecycle.CHECK)
@in_tenant
def check_labels(job_id: int) -> None:
    """Take one step of the look for wrong labels, and ask for the next one."""
    from autolabel.checking import step_safely  # noqa: PLC0415 - loads torch, as in `decide`

    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=job_id).first()
    if job is None:
        return
    ask_again = partial(lifecycle.enqueue, lifecycle.CHECK, job.tenant_id, job.pk)
    with place.of((lifecycle.CHECK, job_id), ask_again) as mine:
        more = mine and step_safely(job)
    if more:
        ask_again()
    elif not mine:
        lifecycle.look_later(job)


@shared_task(name="autolabel.segment")
@in_tenant
def segment(assignment_id: int, question: dict[str, Any]) -> None:
    """Tell a page what its clicks mean in a picture."""
    from autolabel.segmenting import answer  # noqa: PLC0415 - loads the model and what reads pictures, as in `decide`

    answer(assignment_id, question)
