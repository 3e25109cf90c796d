"""Celery functions of the jobs room: they translate ids into verbs, nothing more."""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections

from jobs import lifecycle, previews, sweeping
from jobs.intake import take_in
from jobs.models import LabelingJob
from tenants import crossing, scope
from tenants.background import in_tenant


@shared_task(name="jobs.ingest")
@in_tenant
def ingest(job_id: int) -> None:
    """Serve a job in stage Initializing."""
    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=job_id).first()
    if job and take_in(job):
        lifecycle.send(job)


@shared_task(name="jobs.sweep_leases")
def sweep_leases() -> None:
    """Every two seconds: expired turns go back."""
    close_old_connections()
    for tenant_id in crossing.tenants_with_overdue_leases():
        with scope.tenant(tenant_id):
            while sweeping.expire_leases():
                pass


@shared_task(name="jobs.sweep_jobs")
def sweep_jobs() -> None:
    """Every few seconds: what time does to jobs, and stages whose message was lost."""
    close_old_connections()
    for tenant_id in crossing.tenants_with_active_jobs():
        with scope.tenant(tenant_id):
            for job in sweeping.active_jobs():
                if sweeping.tend_safely(job):
                    lifecycle.send(job)


@shared_task(name="jobs.sweep_previews")
def sweep_previews() -> None:
    """Every minute: previews whose time is over go, also where nobody makes another."""
    close_old_connections()
    for tenant_id in crossing.tenants_with_old_previews():
        with scope.tenant(tenant_id):
            previews.forget_old()
