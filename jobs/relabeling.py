"""Labels that are set anew, or taken back so that people are asked again, also when their job has ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jobs import lifecycle, rows, window
from jobs.models import Label, LabelingJob
from jobs.sweeping import is_too_old
from tenants.errors import Conflict

Stage = LabelingJob.Stage
# Where an ended job goes to have its manifest written once more, and to end again as it had.
_SERVED_AGAIN = {Stage.COMPLETED: Stage.IN_PROGRESS, Stage.STOPPED: Stage.STOPPING}


def hold_for_changes(job: LabelingJob) -> None:
    """Inside a transaction: nobody else changes this job's labels, moves it or hands out its objects before the end.

    Raises `Conflict` where labels cannot be changed: while a machine is deciding by them, and where the manifest can no
    longer be written.
    """
    lifecycle.hold_alone(job.pk)
    rows.one("SELECT id FROM jobs_labelingjob WHERE id = %(job)s FOR NO KEY UPDATE", {"job": job.pk})
    job.refresh_from_db()
    if job.machine_deciding and job.stage == Stage.IN_PROGRESS:
        raise Conflict(f"The machine of {job.name} is still measured by people's labels. Wait until it has decided.")
    if job.stage not in (Stage.IN_PROGRESS, *_SERVED_AGAIN):
        raise Conflict(
            f"The job {job.name} is {job.stage}; labels can be changed while it runs, is completed or stopped."
        )
    if is_too_old(job):
        raise Conflict(f"The job {job.name} is over 30 days old. Chain a new job to its output manifest instead.")


def set_label(
    object_id: int, *, class_index: int | None, confidence: float, fragment: str, created_at: datetime
) -> None:
    """Give an object that is labeled another label of people. Its job is held."""
    Label.objects.filter(pk=object_id).update(
        class_index=class_index, confidence=confidence, fragment=fragment, created_at=created_at
    )


def ask_again(job: LabelingJob, object_ids: Sequence[int]) -> int:
    """Labels of people are taken back, and their objects opened again; how many. Answers are kept and set aside. The job
    is held. A stopped job asks nobody any more: `Conflict`."""
    if job.stage == Stage.STOPPED:
        raise Conflict(f"The job {job.name} was stopped, so nobody can be asked again. Correct the labels instead.")
    given = {"job": job.pk, "ids": list(object_ids)}
    rows.run(  # before their objects, as everywhere
        """UPDATE jobs_assignment a SET state = 6 FROM jobs_dataobject o
        WHERE o.id = ANY(%(ids)s) AND o.state = 3 AND a.data_object_id = o.id AND a.state = 2""",
        given,
    )
    rows.run(
        """DELETE FROM jobs_label l USING jobs_dataobject o
        WHERE l.data_object_id = ANY(%(ids)s) AND l.human AND o.id = l.data_object_id AND o.state = 3""",
        given,
    )
    reopened = rows.many(
        """UPDATE jobs_dataobject o SET state = 0, needed = %(answers)s, answers = 0, free = 0, declines = 0,
            closed = false, retries = retries + 1, opened_at = NULL
        WHERE o.id = ANY(%(ids)s) AND o.job_id = %(job)s AND o.state = 3
            AND NOT EXISTS (SELECT 1 FROM jobs_label l WHERE l.data_object_id = o.id) RETURNING line_no""",
        given | {"answers": job.workers_per_object},
    )
    if reopened:
        rows.run(
            """UPDATE jobs_labelingjob SET labeled = labeled - %(n)s, relabeled = relabeled + %(n)s,
                open_until = GREATEST(open_until, %(until)s)
            WHERE id = %(job)s""",
            given | {"n": len(reopened), "until": 1 + max(row.line_no for row in reopened)},
        )
    return len(reopened)


def count_changes(job: LabelingJob, changed: int) -> None:
    """So many labels are others than before: the manifest is written anew, also of a job that has ended, and objects
    that are open again are handed out. The last thing in the transaction; the caller then calls `lifecycle.send(job)`."""
    if not changed:
        return
    rows.run(
        "UPDATE jobs_labelingjob SET relabeled = relabeled + %(n)s, changed_at = now() WHERE id = %(job)s",
        {"n": changed, "job": job.pk},
    )
    if job.stage in _SERVED_AGAIN:
        lifecycle.move(job, job.stage, _SERVED_AGAIN[Stage(job.stage)])
    job.refresh_from_db()
    window.top_up(job.pk)
