"""Short words for the plays in this folder."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from jobs import dispatch, rows
from jobs.models import Assignment, DataObject, LabelingJob

HAM = {"crowd-classifier": {"label": "ham"}}
SPAM = {"crowd-classifier": {"label": "spam"}}


def take(job: LabelingJob, worker_id: int, **kw: bool) -> dispatch.Turn:
    """Lease, and there must be something."""
    turn = dispatch.lease(job.pk, worker_id, **kw)
    assert turn is not None, "nothing to do"
    return turn


def answer(job: LabelingJob, worker_id: int, content: dict[str, object] | None = None) -> dispatch.Turn:
    """Lease and submit one object."""
    turn = take(job, worker_id)
    dispatch.submit(turn.assignment_id, worker_id, content or HAM)
    return turn


def run_out(turn: dispatch.Turn) -> None:
    """Let the time of a turn be over."""
    Assignment.objects.filter(pk=turn.assignment_id).update(deadline=timezone.now() - timedelta(days=1))


def states(job: LabelingJob) -> list[str]:
    """The state of each object, in manifest order."""
    return [row.get_state_display().lower() for row in DataObject.objects.filter(job=job).order_by("line_no")]


def adds_up(job: LabelingJob) -> bool:
    """Counters agree with the objects: total = labeled + failed + open."""
    counted = rows.one(
        """SELECT count(*) AS total, count(*) FILTER (WHERE state = 3) AS labeled,
            count(*) FILTER (WHERE state = 4) AS failed FROM jobs_dataobject WHERE job_id = %(job)s""",
        {"job": job.pk},
    )
    job.refresh_from_db()
    return (counted.total, counted.labeled, counted.failed) == (job.total, job.labeled, job.failed)
