"""Counters of a job. They are kept on the job's row in the transaction that changes its objects, never counted."""

from __future__ import annotations

from dataclasses import dataclass

from jobs import rows
from jobs.models import LabelingJob


def label_counters(job: LabelingJob) -> dict[str, int]:
    """LabelCounters of the API; all five, adding up to the objects of the input (spec 1.5)."""
    return {
        "TotalLabeled": job.labeled,
        "HumanLabeled": job.labeled - job.machine_labeled,
        "MachineLabeled": job.machine_labeled,
        "FailedNonRetryableError": job.failed,
        "Unlabeled": job.unlabeled,
    }


@dataclass(frozen=True)
class Progress:
    """A look at a running job: `in_hand` objects are open to workers, `answered` wait for consolidation."""

    total: int
    in_hand: int
    answered: int
    labeled: int
    failed: int
    pending: int
    answers: int


def progress(job: LabelingJob) -> Progress:
    """The live state of a job. Only the small sets are counted; `answers` are those to objects not labeled yet."""
    row = rows.one(
        """SELECT count(*) FILTER (WHERE state = 1) AS in_hand, count(*) FILTER (WHERE state = 2) AS answered,
            coalesce(sum(answers), 0) AS answers
        FROM jobs_dataobject WHERE job_id = %(job)s AND state IN (1, 2)""",
        {"job": job.pk},
    )
    pending = job.unlabeled - row.in_hand - row.answered
    return Progress(job.total, row.in_hand, row.answered, job.labeled, job.failed, pending, int(row.answers))
