"""The end of a job, and its output manifest on the way there."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from consolidation.gold import settle
from jobs import events, lifecycle, rows
from jobs.facts import facts_of
from jobs.layout import Layout
from jobs.manifests import export
from jobs.models import LabelingJob
from tenants import hints

Stage = LabelingJob.Stage
_EVERY = 30.0  # seconds between two rewrites of output.manifest in a running job
_SHARE = 10  # and at least ten times what the last rewrite took: it costs a tenth of the process at most
_LINES = 30_000  # a second: what the first one is thought to take


def finish_if_done(job: LabelingJob) -> bool:
    """Write the last manifest and end the job, when nothing is open, pending or answered any more.

    Nobody can take a turn at such a job, so the manifest is written without holding anybody up.
    """
    job.refresh_from_db()
    if job.stage not in (Stage.IN_PROGRESS, Stage.STOPPING) or not _is_done(job):
        return False
    if not settle(job, facts_of(job.pk)):
        return False
    with transaction.atomic():
        if not lifecycle.write_alone(job.pk):
            return False
        done = _export(job)
        lifecycle.hold_alone(job.pk)
        _note_export(job, done)
        job.refresh_from_db()
        if job.exported_done != job.changes or not _is_done(job):
            return False
        return _end(job)


def export_if_due(job: LabelingJob) -> None:
    """Rewrite output.manifest of a running job when there is something new and the last time is long enough ago."""
    job.refresh_from_db()
    if job.changes == job.exported_done or job.stage != Stage.IN_PROGRESS:
        return
    took = float(hints.get(f"export:{job.pk}", job.total / _LINES))
    wait = max(_EVERY if job.exported_at else 0.0, _SHARE * took)
    if (job.exported_at or job.created_at) <= timezone.now() - timedelta(seconds=wait):
        with transaction.atomic():
            # One writer at a time, and none after the last manifest: a slow one must not put old lines over new ones.
            if lifecycle.write_alone(job.pk):
                write_manifest(job)


def write_manifest(job: LabelingJob) -> None:
    """Write output.manifest as of now."""
    _note_export(job, _export(job))


def _export(job: LabelingJob) -> int:
    """Write the file; the changes there were when it was begun."""
    done = job.changes
    began = time.monotonic()
    export(job, facts_of(job.pk))
    hints.put(f"export:{job.pk}", time.monotonic() - began, 3600)
    return done


def _note_export(job: LabelingJob, done: int) -> None:
    """The job's row is locked only now: writing the file may take minutes, and advisory locks come first."""
    job.exported_at, job.exported_done = timezone.now(), done
    LabelingJob.objects.filter(pk=job.pk).update(exported_at=job.exported_at, exported_done=done)


def _end(job: LabelingJob) -> bool:
    if job.stage == Stage.STOPPING:
        message, to = "STOPPED", Stage.STOPPED
    else:
        message, to = "COMPLETED", Stage.COMPLETED
    if job.unlabeled and to == Stage.COMPLETED:
        events.note(job, "STOPPING_CONDITION_REACHED", f"{job.unlabeled} objects are left unlabeled, as asked.")
    events.note(job, "BATCH_ANNOTATION_STATUS_EVALUATED", f"The batch is {message}.")
    events.note(job, "EXPORTED_LABELED_MANIFEST", Layout(job).output_manifest)
    return lifecycle.move(job, job.stage, to)


def take_back_turns(job: LabelingJob) -> None:
    """Stopping: turns that are out end; an object with at least one answer is labeled by it, also where one more was to
    come, others stay unlabeled."""
    with transaction.atomic():
        lifecycle.hold_alone(job.pk)
        given = {"job": job.pk}
        rows.run("UPDATE jobs_assignment SET state = 5, ended_at = now() WHERE job_id = %(job)s AND state = 1", given)
        rows.run(
            """UPDATE jobs_dataobject SET state = CASE WHEN answers > 0 THEN 2 ELSE 0 END, free = 0
            WHERE job_id = %(job)s AND (state = 1 OR state = 0 AND answers > 0)""",
            given,
        )


def _is_done(job: LabelingJob) -> bool:
    """Nothing answered, nothing open, and nothing that may still be opened or be labeled by a machine."""
    row = rows.one(
        """SELECT EXISTS (SELECT 1 FROM jobs_dataobject WHERE job_id = %(job)s AND state IN (1, 2)) AS busy,
            EXISTS (SELECT 1 FROM jobs_dataobject WHERE job_id = %(job)s AND state = 0 AND line_no < %(until)s
                AND (answers > 0 OR NOT %(stopping)s)) AS left""",
        {"job": job.pk, "until": job.open_until, "stopping": job.stage == Stage.STOPPING},
    )
    if row.busy or row.left:  # stopping, of what is not open: a chunk that was taken before may ask for one more answer
        return False
    return job.stage == Stage.STOPPING or not (job.machine_deciding or job.streams)
