"""Intake: serve a job in stage Initializing. The manifest becomes objects, the window opens, or the job fails whole."""

from __future__ import annotations

import math

from django.db import transaction

from jobs import events, lifecycle, media, rows, window
from jobs.errors import ManifestInvalid
from jobs.facts import facts_of
from jobs.manifests import ingest
from jobs.models import LabelingJob

Stage = LabelingJob.Stage
FEWEST_FOR_MACHINES = 200  # objects without a label; the original asks for 1,250 (spec 4.1)


def take_in(job: LabelingJob) -> bool:
    """Read the manifest and open the job; False when somebody else is at it. All lines are stored or none."""
    try:
        with transaction.atomic():
            if not lifecycle.serve_alone(job.pk) or _stage(job) != Stage.INITIALIZING:
                return False
            _fill(job)
            reason = media.preflight(job)
            if reason:
                raise ManifestInvalid(reason.removeprefix("ClientError: "))
            if not lifecycle.move(job, Stage.INITIALIZING, Stage.IN_PROGRESS):
                transaction.set_rollback(
                    True
                )  # stopped meanwhile: the job stays as empty as it was when it was stopped
                return False
    except ManifestInvalid as error:
        with transaction.atomic():
            events.note(job, "MANIFEST_REFUSED", str(error))
            lifecycle.move(job, Stage.INITIALIZING, Stage.FAILED, reason=f"ClientError: {error}")
        return True
    window.top_up(job.pk)
    return True


def _fill(job: LabelingJob) -> None:
    """Objects and counters in one transaction, so the counters add up from the first instant."""
    job.machine_deciding = job.auto_labels
    total = ingest(job, facts_of(job.pk))
    chained = rows.one(
        "SELECT count(*) FROM jobs_dataobject WHERE job_id = %(job)s AND state = 3", {"job": job.pk}
    ).count
    job.total, job.labeled = total, chained
    events.note(job, "MANIFEST_READ", f"{total} objects, {chained} of them labeled by an earlier job.")
    if job.machine_deciding and total - chained < FEWEST_FOR_MACHINES:
        _leave_to_people(job)
    job.open_until = job.total if job.machine_deciding else _open_until(job)
    job.save(update_fields=["total", "labeled", "open_until", "machine_deciding"])


def _leave_to_people(job: LabelingJob) -> None:
    """So few objects certify nothing: the job goes on as one without auto-labeling."""
    job.machine_deciding = False
    rows.run("UPDATE jobs_dataobject SET state = 0 WHERE job_id = %(job)s AND state = 5", {"job": job.pk})
    events.note(
        job,
        "AUTO_LABELING_OFF",
        f"{job.total - job.labeled} objects are too few for a machine to learn from and to be measured by; "
        f"it takes {FEWEST_FOR_MACHINES}. People label them all.",
    )


def _open_until(job: LabelingJob) -> int:
    """The line before which objects may be opened: the whole input unless StoppingConditions say less (spec 1.4)."""
    stopping = job.request.get("StoppingConditions", {})
    percent = math.ceil(job.total * stopping.get("MaxPercentageOfInputDatasetLabeled", 100) / 100)
    wanted = min(percent - job.labeled, stopping.get("MaxHumanLabeledObjectCount", job.total))
    if wanted >= job.total - job.labeled:
        return job.total
    # Lines that carry a label already are stepped over, so the bound is the wanted-th line that needs people.
    bound = rows.one(
        """SELECT line_no FROM jobs_dataobject WHERE job_id = %(job)s AND state = 0
        ORDER BY line_no OFFSET %(wanted)s LIMIT 1""",
        {"job": job.pk, "wanted": max(wanted, 0)},
    )
    return int(bound.line_no)


def _stage(job: LabelingJob) -> str:
    return str(LabelingJob.objects.values_list("stage", flat=True).get(pk=job.pk))
