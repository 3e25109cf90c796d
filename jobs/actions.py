"""Verbs on labeling jobs. Each writes row, audit, event, in this order, and returns; the caller sends what must follow."""

from __future__ import annotations

import secrets
import string
from typing import Any

from django.db import IntegrityError, transaction

from jobs import budget, events, lifecycle, rows, topics, validation
from jobs.errors import JobNotFound
from jobs.human_task_uis import keep_template
from jobs.models import LabelingJob
from jobs.sweeping import is_too_old
from tenants import audit
from tenants.actor import Actor
from tenants.errors import Conflict, NameTaken, RequestInvalid
from tenants.models import Tenant

Stage = LabelingJob.Stage
_CODE = string.ascii_letters + string.digits


def create_job(request: dict[str, Any], *, actor: Actor) -> LabelingJob:
    """Make a job from a CreateLabelingJob request. All faults at once, or a job in stage Initializing.

    Raises `RequestInvalid`, `NameTaken`, `AccessDenied`. The caller then calls `lifecycle.send(job)`.
    """
    actor.demand("manager")
    checked = validation.check(request)
    name = checked.get("LabelingJobName")
    if name and validation.name_taken(name):
        raise NameTaken(f"A labeling job named {name} exists already in this account; choose another name.")
    if checked.faults:
        raise RequestInvalid(checked.faults)
    with transaction.atomic():
        if checked.topic:
            topics.keep(checked.topic)
        job = _row(checked)
        _save_unless_taken(job)
        audit.record(actor, "jobs.job.created", job.arn, workteam=checked.request["HumanTaskConfig"]["WorkteamArn"])
        events.note(job, "JOB_CREATED", f"Created by {actor.label}.")
    return job


def get_job(name: str) -> LabelingJob:
    """The job of that name (compared without case), or `JobNotFound`."""
    job = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(name__iexact=name).first()
    if job is None:
        raise JobNotFound
    return job


@transaction.atomic
def stop_job(job: LabelingJob, *, actor: Actor) -> bool:
    """Stop handing out work; what is answered is still labeled and kept. Safe to repeat; False when it had ended.

    The caller then calls `lifecycle.send(job)`.
    """
    actor.demand("manager")
    moved = any(lifecycle.move(job, stage, Stage.STOPPING) for stage in (Stage.IN_PROGRESS, Stage.INITIALIZING))
    if moved:
        audit.record(actor, "jobs.job.stopped", job.arn)
    return moved


@transaction.atomic
def retry_failed(job: LabelingJob, *, actor: Actor) -> int:
    """Open the failed objects again, for everybody, also in a job that is completed; returns how many.

    Answers that could not be used are kept and set aside: those who gave them may be asked again. While a machine is
    deciding, they are held until it asks again.
    The caller then calls `lifecycle.send(job)`.
    """
    actor.demand("manager")
    lifecycle.hold_alone(job.pk)
    # Its machine may just be leaving the rest to people: held objects must not come in behind it.
    rows.one("SELECT id FROM jobs_labelingjob WHERE id = %(job)s FOR NO KEY UPDATE", {"job": job.pk})
    job.refresh_from_db()
    if job.stage not in (Stage.IN_PROGRESS, Stage.COMPLETED):
        raise Conflict(
            f"The job {job.name} is {job.stage}; failed objects can be retried while it runs or is completed."
        )
    if is_too_old(job):
        raise Conflict(f"The job {job.name} is over 30 days old. Chain a new job to its output manifest instead.")
    budget.demand(job, _to_be_asked(job), measured=job.machine_deciding)
    rows.run(  # before their objects, as everywhere
        """UPDATE jobs_assignment a SET state = 6 FROM jobs_dataobject o
        WHERE o.job_id = %(job)s AND o.state = 4 AND a.data_object_id = o.id AND a.state = 2""",
        {"job": job.pk},
    )
    count = rows.run(
        """UPDATE jobs_dataobject o SET state = CASE WHEN j.machine_deciding THEN 5 ELSE 0 END,
            needed = j.workers_per_object, answers = 0, free = 0, declines = 0, closed = false,
            retries = retries + 1, failure_reason = '', opened_at = NULL
        FROM jobs_labelingjob j WHERE j.id = o.job_id AND o.job_id = %(job)s AND o.state = 4""",
        {"job": job.pk},
    )
    if count:
        rows.run(
            # Relabeled by one more than failed loses: the sum never comes back to what a manifest that is being written had.
            """UPDATE jobs_labelingjob SET failed = failed - %(n)s, relabeled = relabeled + %(n)s + 1,
                open_until = GREATEST(open_until, 1 + (SELECT max(line_no) FROM jobs_dataobject
                    WHERE job_id = %(job)s AND state = 0 AND retries > 0)) WHERE id = %(job)s""",
            {"n": count, "job": job.pk},
        )
        audit.record(actor, "jobs.job.failed_retried", job.arn, objects=count)
        if job.stage == Stage.COMPLETED:
            lifecycle.move(job, Stage.COMPLETED, Stage.IN_PROGRESS)
        events.note(job, "FAILED_OBJECTS_RETRIED", f"{count} objects are open again.")
    return count


def _to_be_asked(job: LabelingJob) -> int:
    """Failed objects that people are asked about when they are retried: all, but where a machine decides about a whole job,
    those without an answer go back to it, and it keeps to the budget."""
    if not job.machine_deciding or job.streams:
        return job.failed
    found = rows.one(
        "SELECT count(*) FROM jobs_dataobject WHERE job_id = %(job)s AND state = 4 AND answers > 0", {"job": job.pk}
    )
    return int(found.count)


def _row(checked: validation.Checked) -> LabelingJob:
    """The job's row from a request without faults."""
    request = validation.with_defaults(checked.request)
    human = request["HumanTaskConfig"]
    assert checked.kind is not None and checked.workteam is not None
    return LabelingJob(
        name=request["LabelingJobName"], request=request, task_type=checked.kind.key, workteam=checked.workteam,
        topic=checked.topic,
        template=keep_template(checked.template), labels=checked.labels.names, label_details=checked.labels.details,
        reference_code=_reference_code(checked.workteam.tenant),
        workers_per_object=human["NumberOfHumanWorkersPerDataObject"], most_open=human["MaxConcurrentTaskCount"],
        time_limit=human["TaskTimeLimitInSeconds"], lifetime=human["TaskAvailabilityLifetimeInSeconds"],
    )  # fmt: skip


def _reference_code(tenant: Tenant) -> str:
    """Account id and 16 characters: the code that workers and vendors see instead of the name (spec 1.5)."""
    return tenant.account_id + "".join(secrets.choice(_CODE) for _ in range(16))


def _save_unless_taken(job: LabelingJob) -> None:
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError as error:
        if "job_name_in_tenant" not in str(error):
            raise
        raise NameTaken(f"A labeling job named {job.name} exists already in this account.") from error
