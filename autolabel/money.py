"""What a requester's money is enough for, and what a machine saved of it."""

from __future__ import annotations

import math

from django.db.models import Sum

from autolabel.models import Run, Wave
from jobs import rows
from jobs.budget import answers, validation_answers
from jobs.models import LabelingJob


def left(job: LabelingJob, run: Run, *, lost: int = 0) -> int | None:
    """Objects that people may still label in the waves to come, and in the one that is going, where people were asked so
    often about objects that then failed; None without a budget. Each is counted as dear as one that the machine is measured
    by."""
    affordable = answers(job)
    if affordable is None:
        return None
    asked = run.waves.filter(done_at__isnull=False).aggregate(people=Sum("people"))["people"] or 0
    return max(affordable // validation_answers(job) - int(asked) - lost, 0)


def asked_in_vain(job: LabelingJob, wave: Wave) -> int:
    """How often people were asked about objects of a wave whose answers were set aside, so that they are asked again;
    rounded up from answers, all of which are paid for."""
    found = rows.one(
        """SELECT count(*) FROM jobs_assignment a JOIN jobs_dataobject o ON o.id = a.data_object_id
        WHERE a.job_id = %(job)s AND a.state = 6 AND o.line_no >= %(first)s AND o.line_no < %(after)s""",
        {"job": job.pk, "first": wave.first, "after": wave.size},
    )
    return math.ceil(int(found.count) / validation_answers(job))


def answers_saved(job: LabelingJob, run: Run, last: int, measured: int) -> int:
    """Answers that were not asked for, less those that went beyond the first ones of an object; before the last wave the
    machine was measured by what is stored, in it by so many objects. Of an object that nobody was asked about it is not
    known how many answers would have been enough: the fewest count."""
    if job.wishes.fewest_answers:  # how many an object took is up to those who answered
        beyond = rows.one(
            """SELECT coalesce(sum(answers - %(first)s), 0)::bigint AS answers FROM jobs_dataobject
            WHERE job_id = %(job)s AND state = 3 AND answers > 0""",
            {"job": job.pk, "first": job.first_answers},
        ).answers
    else:
        before = run.waves.filter(number__lt=last).aggregate(n=Sum("measured", default=0))["n"]
        beyond = (before + measured) * (validation_answers(job) - job.first_answers)
    return job.machine_labeled * job.first_answers - int(beyond)
