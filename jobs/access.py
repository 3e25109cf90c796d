"""What a worker may work on: membership first, then the job's tenant scope (house rule for people of other tenants)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jobs import rows
from jobs.errors import JobNotFound
from jobs.models import LabelingJob
from jobs.outlook import answered_by
from tenants import crossing, scope
from workforce.access import teams_of, tenants_of, worker_in_scope

_SHOWN = (LabelingJob.Stage.INITIALIZING, LabelingJob.Stage.IN_PROGRESS)


@dataclass(frozen=True)
class Access:
    """A worker may work on a job."""

    tenant_id: int
    worker_id: int
    job_id: int


@dataclass(frozen=True)
class JobCard:
    """A job as a worker sees it in the list; the reference code stands for the job's name outside its tenant."""

    public_id: UUID
    tenant: str
    title: str
    description: str
    reference: str
    created_at: datetime
    stage: str
    time_limit: int
    workers_per_object: int
    total: int
    labeled: int
    failed: int
    open: int
    answered: int


def worker_of(user_id: int, public_id: UUID | str) -> Access:
    """The right of a person to work on a job, or `JobNotFound`; nothing is told about jobs of others."""
    tenant_id = crossing.tenant_of_job(str(public_id))
    if tenant_id is None:
        raise JobNotFound
    with scope.tenant(tenant_id):
        found = rows.one(_ACCESS, {"public_id": str(public_id), "user": user_id})
    if found is None:
        raise JobNotFound
    return Access(tenant_id, found.worker_id, found.job_id)


# Every open page asks this every few seconds.
_ACCESS = """
    SELECT w.id AS worker_id, j.id AS job_id FROM jobs_labelingjob j JOIN workforce_workteam t ON t.id = j.workteam_id
        JOIN workforce_worker w ON w.user_id = %(user)s AND w.active JOIN tenants_user u ON u.id = w.user_id
    WHERE j.public_id = %(public_id)s AND u.is_active
        AND t.groups && ARRAY(SELECT m."group" FROM workforce_membership m WHERE m.worker_id = w.id)
"""


def jobs_for(user_id: int) -> list[JobCard]:
    """The jobs a person may work on now, of all tenants they label for, oldest first."""
    return [card for tenant_id in tenants_of(user_id) for card in _cards(tenant_id, user_id)]


def _cards(tenant_id: int, user_id: int) -> list[JobCard]:
    with scope.tenant(tenant_id):
        worker = worker_in_scope(user_id)
        if worker is None:
            return []
        found = LabelingJob.objects.filter(workteam__in=teams_of(worker), stage__in=_SHOWN)
        return [_card(job, worker.pk) for job in found.select_related("tenant").order_by("pk")]


def _card(job: LabelingJob, worker_id: int) -> JobCard:
    return JobCard(
        public_id=job.public_id, tenant=job.tenant.name, title=job.title, description=job.description,
        reference=job.reference_code, created_at=job.created_at, stage=job.stage, time_limit=job.time_limit,
        workers_per_object=job.workers_per_object, total=job.total, labeled=job.labeled, failed=job.failed,
        open=job.unlabeled, answered=answered_by(job.pk, worker_id),
    )  # fmt: skip
