"""A job's stages. **The stage is the message**: it names the Celery function that serves the job.

`move` is one conditional UPDATE, so two processes cannot both move a job. Whoever moved it calls `send` after commit;
a sweeper re-sends what has not moved, so a lost message costs seconds, never a job.
"""

from __future__ import annotations

from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from jobs import events, rows
from jobs.models import LabelingJob
from tenants import hints

Stage = LabelingJob.Stage
DECIDE = "autolabel.decide"  # the Celery function that serves a job whose machine is deciding, beside its stage's own
CHECK = "autolabel.check_labels"  # and the one that looks for wrong labels of a job that has ended
_LATER = 30  # seconds until a look that found no place is asked for again
_QUEUED = 60  # seconds after which a message to the machine that nobody has taken counts as lost; two do no harm
log = structlog.get_logger("jobs.lifecycle")

SERVED_BY: dict[str, str] = {
    Stage.INITIALIZING: "jobs.ingest",
    Stage.IN_PROGRESS: "consolidation.consolidate",
    Stage.STOPPING: "consolidation.consolidate",
}


def move(job: LabelingJob, from_: str, to: str, *, reason: str = "") -> bool:
    """Move the job from one stage to the next; False when it was not in `from_` (somebody else moved it)."""
    now = timezone.now()
    changed: dict[str, Any] = {"stage": to, "changed_at": now}
    if to in LabelingJob.ENDED:
        changed["ended_at"] = now
    if reason:
        changed["failure_reason"] = reason[:1024]
    if LabelingJob.objects.filter(pk=job.pk, stage=from_).update(**changed) != 1:
        return False
    for name, value in changed.items():
        setattr(job, name, value)
    events.note(job, "STAGE_CHANGED", f"{from_} -> {to}. {reason}".strip())
    if to in LabelingJob.ENDED:
        events.tell(job.pk, "job.ended", status=to)
    elif to == Stage.IN_PROGRESS:
        events.work_arrived(job.pk)
    return True


def send(job: LabelingJob) -> None:
    """Ask the Celery function of the job's stage to serve it, after commit."""
    function = SERVED_BY.get(job.stage)
    if function:
        tenant_id, job_id = job.tenant_id, job.pk
        transaction.on_commit(lambda: enqueue(function, tenant_id, job_id))


def nudge(tenant_id: int, job_id: int) -> None:
    """Answers are in: have them consolidated, at most one message a second a job."""
    if hints.add(f"nudge:{job_id}", 1):
        enqueue(SERVED_BY[Stage.IN_PROGRESS], tenant_id, job_id, countdown=0.5)


def let_machine_decide(job: LabelingJob) -> None:
    """What people were asked for is labeled: the machine goes on. In a job that has ended it looks for labels of people
    that it disagrees with, and makes its objects findable by each other, once."""
    if job.machine_deciding and job.stage == Stage.IN_PROGRESS and not _people_are_busy(job):
        ask_machine(job)
    elif job.auto_labels and job.stage in (Stage.COMPLETED, Stage.STOPPED):
        enqueue(CHECK, job.tenant_id, job.pk)


def ask_machine(job: LabelingJob) -> None:
    """Have the machine take its next step. One message a job waits at most: a step takes minutes, and the sweeper asks
    again every few seconds."""
    asked = f"decide:{job.pk}"
    if hints.add(asked, _QUEUED) and not enqueue(DECIDE, job.tenant_id, job.pk):
        hints.take(asked)


def machine_is_asked(job_id: int) -> bool:
    """The machine takes up the message that waited; False for one that came twice."""
    return hints.take(f"decide:{job_id}")


def look_later(job: LabelingJob) -> None:
    """A look for wrong labels found no place for it: a message that outlives this process asks for it again, as nobody
    sweeps jobs that have ended. Two a job wait at most."""
    asked = f"look-later:{job.pk}"
    if hints.add(asked, _LATER // 2) and not enqueue(CHECK, job.tenant_id, job.pk, countdown=_LATER):
        hints.take(asked)


def _people_are_busy(job: LabelingJob) -> bool:
    row = rows.one(
        "SELECT EXISTS (SELECT 1 FROM jobs_dataobject WHERE job_id = %(job)s AND state IN (0, 1, 2)) AS busy",
        {"job": job.pk},
    )
    return bool(row.busy)


def enqueue(function: str, tenant_id: int, job_id: int, countdown: float = 0) -> bool:
    """Send a Celery function its ids; was it sent? A broker that is down costs seconds, not the caller's answer: the
    sweeper re-sends."""
    try:
        current_app.send_task(function, args=[tenant_id, job_id], countdown=countdown, retry=False)
    except (OperationalError, RedisError) as error:
        log.warning("message_not_sent", function=function, job=job_id, error=str(error))
        return False
    return True


def hold_open(job_id: int) -> None:
    """Inside a transaction: the job cannot end before this transaction does. Costs no row and blocks nobody else."""
    rows.one("SELECT pg_advisory_xact_lock_shared(1, %(job)s)", {"job": _key(job_id)})


def hold_open_for(job_id: int, worker_id: int) -> None:
    """`hold_open`, and two windows of one worker take turns: each must see what the other has just leased."""
    locks = "SELECT pg_advisory_xact_lock_shared(1, %(job)s), pg_advisory_xact_lock(4, %(worker)s)"
    rows.one(locks, {"job": _key(job_id), "worker": _key(job_id * 7919 + worker_id)})


def hold_alone(job_id: int) -> None:
    """Inside a transaction: wait until no turn is being written, and let none begin; to end a job or count it whole."""
    rows.one("SELECT pg_advisory_xact_lock(1, %(job)s)", {"job": _key(job_id)})


def serve_alone(job_id: int) -> bool:
    """Inside a transaction: is nobody else serving this job? Held until the transaction ends."""
    return _try_alone(2, job_id)


def write_alone(job_id: int) -> bool:
    """Inside a transaction: is nobody else writing this job's output manifest? Held until the transaction ends.

    Reads the job's stage again behind the lock: an ended job's manifest is the last one.
    """
    return _try_alone(5, job_id) and LabelingJob.objects.filter(pk=job_id).exclude(stage__in=LabelingJob.ENDED).exists()


def decide_alone(job_id: int) -> bool:
    """Inside a transaction: does no other machine decide about this job? Held until the transaction ends."""
    return _try_alone(6, job_id)


def hold_for_machine(job_id: int) -> bool:
    """Inside a transaction: may the machine still change the job? If so, nobody moves it before the transaction ends."""
    held = """SELECT 1 AS yes FROM jobs_labelingjob WHERE id = %(job)s AND stage = 'InProgress' AND machine_deciding
        FOR NO KEY UPDATE"""
    return rows.one(held, {"job": job_id}) is not None


def _try_alone(what: int, job_id: int) -> bool:
    given = {"what": what, "job": _key(job_id)}
    return bool(rows.one("SELECT pg_try_advisory_xact_lock(%(what)s, %(job)s) AS mine", given).mine)


def _key(job_id: int) -> int:
    # The two-key form of PostgreSQL's advisory locks takes 32-bit integers; two jobs that share one only wait longer.
    return job_id % 2_147_483_647
