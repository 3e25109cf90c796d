"""The sweeper: what time does to jobs. Every function looks at one tenant, inside its scope, and is safe to repeat."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import DatabaseError, transaction
from django.utils import timezone

from jobs import arrivals, closing, events, intake, lifecycle, rows, window
from jobs.models import DataObject, LabelingJob
from tenants.errors import PlumblineError

log = structlog.get_logger("jobs.sweeping")
Stage = LabelingJob.Stage
_ACTIVE = (Stage.INITIALIZING, Stage.IN_PROGRESS, Stage.STOPPING)
LONGEST = timedelta(days=30)  # a job (spec 6.9); what is labeled by then is kept, and another job can be chained to it
IDLE = timedelta(days=10)  # after which a streaming job stops by itself (spec 5.1)
_MOST = 1000  # turns a sweep; the next one follows in two seconds


def expire_leases() -> int:
    """Turns whose time ran out go back to everybody; those that were only held ahead leave no trace."""
    with transaction.atomic():
        overdue = rows.many(
            """SELECT id, job_id, data_object_id, started_at IS NULL AS ahead FROM jobs_assignment
            WHERE state = 1 AND deadline < now() ORDER BY data_object_id LIMIT %(most)s FOR UPDATE SKIP LOCKED""",
            {"most": _MOST},
        )
        if not overdue:
            return 0
        ahead = [row.id for row in overdue if row.ahead]
        rows.run("DELETE FROM jobs_assignment WHERE id = ANY(%(ids)s)", {"ids": ahead})
        rows.run(
            "UPDATE jobs_assignment SET state = 5, ended_at = now() WHERE id = ANY(%(ids)s)",
            {"ids": [row.id for row in overdue if not row.ahead]},
        )
        closing.return_slots([row.data_object_id for row in overdue])
    for job_id in {row.job_id for row in overdue}:
        events.work_arrived(job_id)
    return len(overdue)


def active_jobs() -> list[LabelingJob]:
    """Jobs of this tenant that are under way."""
    return list(LabelingJob.objects.filter(stage__in=_ACTIVE).select_related("tenant", "workteam__tenant"))


def tend_safely(job: LabelingJob) -> bool:
    """As `tend`; what breaks at one job is logged and does not keep the sweeper from the next."""
    try:
        return tend(job)
    except (DatabaseError, PlumblineError) as error:
        log.warning("job_not_tended", job=job.name, error=str(error))
        return False


def tend(job: LabelingJob) -> bool:
    """Close what is out of time, fill the window; should the job's stage be served (again)?"""
    if job.stage == Stage.IN_PROGRESS:
        if is_too_old(job):
            return _expire(job)
        if is_idle(job):
            return _stop_idle(job)
        closing.close_overdue(job)
        if job.machine_deciding:
            _end_waiting_for_machine(job)
        window.top_up(job.pk)
        return _has_work(job)
    # Ingest and stopping are served by the message of whoever moved the job; this is for a message that was lost.
    return job.changed_at < timezone.now() - timedelta(seconds=10)


def _end_waiting_for_machine(job: LabelingJob) -> None:
    """People wait neither for answers nor for proposals that do not come."""
    closing.close_measured(job)
    if job.pre_labels_until and job.pre_labels_until < timezone.now():
        with transaction.atomic():
            intake.open_to_people(job)


def is_too_old(job: LabelingJob) -> bool:
    """Streaming jobs go on until they are stopped, or idle."""
    return not job.streams and job.created_at < timezone.now() - LONGEST


def is_idle(job: LabelingJob) -> bool:
    """A streaming job to which nothing was sent for long, and in which nothing is left to do (spec 5.1)."""
    return job.streams and job.created_at < timezone.now() - IDLE and lies_idle(job)


def lies_idle(job: LabelingJob) -> bool:
    """As `is_idle`, of a streaming job that is old enough. What is held waits for its machine, but not where nothing became
    of it for as long: then the money for people is spent."""
    row = rows.one(
        """SELECT EXISTS (SELECT 1 FROM jobs_dataobject WHERE job_id = %(job)s AND state IN (0, 1, 2)) AS asked,
            EXISTS (SELECT 1 FROM jobs_dataobject WHERE job_id = %(job)s AND state = 5) AS held,
            (SELECT arrived_at FROM jobs_dataobject WHERE job_id = %(job)s ORDER BY line_no DESC LIMIT 1) AS last""",
        {"job": job.pk},
    )
    long_ago = timezone.now() - IDLE
    if row.asked or (row.last and row.last >= long_ago):
        return False
    unchanged = job.changes == job.exported_done and (job.exported_at is None or job.exported_at < long_ago)
    return unchanged or not row.held


def _stop_idle(job: LabelingJob) -> bool:
    with transaction.atomic():
        if not arrivals.hold([job.pk]) or not lies_idle(job):  # something was sent since it was looked at
            return False
        held = DataObject.objects.filter(job=job, state=DataObject.State.HELD).count()
        left = f"nothing became of the {held:,} that wait for its machine" if held else "nothing is left to do"
        idle = f"No object was sent to the job for {IDLE.days} days, and {left}. Create another one to go on."
        events.note(job, "JOB_IDLE", idle)
        return lifecycle.move(job, Stage.IN_PROGRESS, Stage.STOPPING)


def _expire(job: LabelingJob) -> bool:
    """A job of thirty days ends as if it were stopped."""
    with transaction.atomic():
        events.note(job, "JOB_EXPIRED", "The job is 30 days old. Chain another job to its output manifest to go on.")
        return lifecycle.move(job, Stage.IN_PROGRESS, Stage.STOPPING)


def _has_work(job: LabelingJob) -> bool:
    """Answered objects to consolidate, or nothing left to wait for."""
    row = rows.one(
        """SELECT EXISTS (SELECT 1 FROM jobs_dataobject WHERE job_id = %(job)s AND state = 2) AS answered,
            EXISTS (SELECT 1 FROM jobs_dataobject WHERE job_id = %(job)s AND state = 1) AS open""",
        {"job": job.pk},
    )
    if job.streams:  # it waits for more; served are its manifest, which is to be fresh, and its machine
        return bool(row.answered or job.changes != job.exported_done or (job.machine_deciding and not row.open))
    return bool(row.answered or not row.open)
