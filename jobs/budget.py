"""What people's answers may cost in a job whose requester gave it a budget."""

from __future__ import annotations

from jobs import rows
from jobs.models import LabelingJob
from tenants.errors import Conflict
from workforce.access import team_size


def validation_answers(job: LabelingJob) -> int:
    """Answers to an object that the machine is measured by: more than to others, but no more than the team can give."""
    return max(job.workers_per_object, min(job.wishes.validation_workers, team_size(job.workteam)))


def answers(job: LabelingJob) -> int | None:
    """How many answers the requester's budget is enough for in all; None without a budget."""
    wanted = job.wishes
    if wanted.budget is None or wanted.answer_price <= 0:
        return None
    return int(wanted.budget / wanted.answer_price)


def left(job: LabelingJob) -> int | None:
    """How many answers the budget is enough for beside those that were given, also where they were set aside, and those
    that people are or will be asked for; None without a budget. Counts every answer of the job, so it is for what happens
    now and then."""
    affordable = answers(job)
    if affordable is None:
        return None
    found = rows.one(_SPENT, {"job": job.pk, "usual": job.workers_per_object, "until": job.open_until})
    promised = int(found.promised) + int(found.retried) * validation_answers(job)
    return max(affordable - int(found.given) - promised, 0)


def demand(job: LabelingJob, objects: int, *, measured: bool = False) -> None:
    """Raises `Conflict` where the budget is not enough to ask people about so many objects once more, each for as many
    answers as one may take; `measured`: the machine may be measured by them. The job is held."""
    rest = left(job) if objects else None
    needed = objects * (validation_answers(job) if measured else job.workers_per_object)
    if rest is not None and needed > rest:
        raise Conflict(
            f"The budget of {job.name} is enough for {rest:,} more answer{'s' if rest != 1 else ''}, and asking people once "
            f"more, about {objects:,} object{'s' if objects != 1 else ''}, may take {needed:,}."
        )


_SPENT = """
    SELECT (SELECT count(*) FROM jobs_assignment WHERE job_id = %(job)s AND state IN (2, 6)) AS given,
        (SELECT coalesce(sum(greatest(needed, %(usual)s) - answers), 0) FROM jobs_dataobject
            WHERE job_id = %(job)s AND (state = 1 OR state = 0 AND line_no < %(until)s)) AS promised,
        (SELECT count(*) FROM jobs_dataobject WHERE job_id = %(job)s AND state = 5 AND retries > 0) AS retried
"""
