"""Intake: serve a job in stage Initializing. The manifest becomes objects, the window opens, or the job fails whole."""

from __future__ import annotations

import math
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from jobs import budget, events, lifecycle, media, proposals, rows, window
from jobs.errors import ManifestInvalid
from jobs.facts import facts_of
from jobs.manifests import ingest
from jobs.models import LabelingJob

Stage = LabelingJob.Stage
FEWEST_FOR_MACHINES = 200  # objects without a label; the original asks for 1,250 (spec 4.1)
PRE_LABELS = timedelta(minutes=1)  # that people wait for what an earlier model says of fewer


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
    total = ingest(job, facts_of(job.pk)) if _has_manifest(job) else 0
    chained = rows.one(
        "SELECT count(*) FROM jobs_dataobject WHERE job_id = %(job)s AND state = 3", {"job": job.pk}
    ).count
    job.total, job.labeled = total, chained
    if job.streams:
        arn = job.request["InputConfig"]["DataSource"]["SnsDataSource"]["SnsTopicArn"]
        events.note(job, "STREAM_OPENED", f"What is published to {arn} becomes an object of this job.")
    if _has_manifest(job):
        events.note(job, "MANIFEST_READ", f"{total} objects, {chained} of them labeled by an earlier job.")
    if job.machine_deciding and total - chained < FEWEST_FOR_MACHINES and not job.streams:
        _leave_to_people(job)
    job.open_until = job.total if job.machine_deciding or job.streams else _open_until(job)
    job.save(update_fields=["total", "labeled", "open_until", "machine_deciding", "pre_labels_until"])


def _has_manifest(job: LabelingJob) -> bool:
    """Streaming jobs may begin without one (spec 5.1)."""
    return "S3DataSource" in job.request["InputConfig"]["DataSource"]


def _leave_to_people(job: LabelingJob) -> None:
    """So few objects certify nothing: the job goes on as one without auto-labeling. Where people may begin from what an
    earlier model says of them, they are held for it first."""
    if job.initial_model and job.total > job.labeled and proposals.wanted(job):
        job.pre_labels_until = timezone.now() + PRE_LABELS
    else:
        job.machine_deciding = False
        rows.run(_TO_PEOPLE, {"job": job.pk})
    few, asked = job.total - job.labeled, _people_may_label(job)
    events.note(
        job,
        "AUTO_LABELING_OFF",
        f"{few} objects are too few for a machine to learn from and to be measured by; it takes {FEWEST_FOR_MACHINES}. "
        f"People label {'them all' if asked >= few else f'{asked} of them, as many as your limits allow'}.",
    )


def open_to_people(job: LabelingJob) -> None:
    """What was held for an earlier model's proposals is people's, with those that there are. Safe to repeat; belongs into a
    transaction."""
    held = LabelingJob.objects.filter(pk=job.pk, machine_deciding=True, pre_labels_until__isnull=False)
    if held.update(machine_deciding=False):
        job.refresh_from_db()
        rows.run(_TO_PEOPLE, {"job": job.pk})
        LabelingJob.objects.filter(pk=job.pk).update(open_until=_open_until(job))
        job.refresh_from_db()
        window.top_up(job.pk)
        events.work_arrived(job.pk)


_TO_PEOPLE = "UPDATE jobs_dataobject SET state = 0 WHERE job_id = %(job)s AND state = 5"


def _open_until(job: LabelingJob) -> int:
    """The line before which objects may be opened: the whole input unless the requester's limits say less."""
    wanted = _people_may_label(job)
    if wanted >= job.total - job.labeled:
        return job.total
    # Lines that carry a label already are stepped over, so the bound is the wanted-th line that needs people.
    bound = rows.one(
        """SELECT line_no FROM jobs_dataobject WHERE job_id = %(job)s AND state = 0
        ORDER BY line_no OFFSET %(wanted)s LIMIT 1""",
        {"job": job.pk, "wanted": wanted},
    )
    return int(bound.line_no)


def _people_may_label(job: LabelingJob) -> int:
    """Objects that the StoppingConditions (spec 1.4) and the budget leave to people in a job without a machine."""
    stopping = job.request.get("StoppingConditions", {})
    percent = math.ceil(job.total * stopping.get("MaxPercentageOfInputDatasetLabeled", 100) / 100)
    limits = [percent - job.labeled, stopping.get("MaxHumanLabeledObjectCount", job.total)]
    if (affordable := budget.answers(job)) is not None:
        limits.append(affordable // job.workers_per_object)
    return max(int(min(limits)), 0)


def _stage(job: LabelingJob) -> str:
    return str(LabelingJob.objects.values_list("stage", flat=True).get(pk=job.pk))
