"""Slots that come back, and objects that close: declined by all, out of time, or broken.

A closed object gives nothing out again; turns that are out may still answer. When the last of them is back it is
`answered` if it has at least one answer, else failed with a reason (spec 3.1, 6.8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from jobs import budget, events, lifecycle, rows, window
from jobs.models import LabelingJob

# Seconds after which answers beyond those that were ordered are waited for no longer, when nothing else is left to do.
PATIENCE = 1800
# Clients test for this beginning (spec 2.6).
EXPIRED = "ClientError: Annotation tasks expired. "
OUT_OF_TIME = EXPIRED + (
    "No worker answered within TaskAvailabilityLifetimeInSeconds. Give the job more time or more people, "
    "then retry the failed objects."
)
DECLINED = EXPIRED + (
    "As many workers as are needed declined it. Look at the object and at the instructions, then retry it."
)


def return_slots(object_ids: Sequence[int], *, declined: bool = False) -> None:
    """Turns at these objects ended without an answer: their slots are free again, or gone if the object is closed."""
    if not object_ids:
        return
    rows.run(
        """UPDATE jobs_dataobject o SET declines = declines + %(declined)s,
            free = free + CASE WHEN closed THEN 0 ELSE back.slots END,
            needed = needed - CASE WHEN closed THEN back.slots ELSE 0 END
        FROM (SELECT id, count(*) AS slots FROM unnest(%(ids)s::bigint[]) AS id GROUP BY id) AS back
        WHERE o.id = back.id AND o.state = 1""",
        {"ids": list(object_ids), "declined": int(declined)},
    )
    if declined:
        rows.run(
            """UPDATE jobs_dataobject o SET closed = true, needed = needed - free, free = 0 FROM jobs_labelingjob j
            WHERE o.id = ANY(%(ids)s) AND j.id = o.job_id AND o.state = 1 AND NOT closed
                AND o.declines >= j.workers_per_object""",
            {"ids": list(object_ids)},
        )
    settle(object_ids, DECLINED if declined else OUT_OF_TIME)


def close_overdue(job: LabelingJob) -> int:
    """Close open objects whose lifetime is over; how many."""
    with transaction.atomic():
        closed = rows.many(
            """UPDATE jobs_dataobject SET closed = true, needed = needed - free, free = 0
            WHERE id IN (SELECT id FROM jobs_dataobject WHERE job_id = %(job)s AND state = 1 AND NOT closed
                AND opened_at < now() - %(life)s * interval '1 s' ORDER BY id FOR UPDATE)
            RETURNING id""",
            {"job": job.pk, "life": job.lifetime},
        )
        settle([row.id for row in closed], OUT_OF_TIME)
    return len(closed)


def close_measured(job: LabelingJob) -> int:
    """Close the objects that a machine is measured by when they have the answers that were ordered, nothing else is left
    for people, and nobody has answered them for `PATIENCE` seconds: of a team some never sign in. How many."""
    given = {"job": job.pk, "ordered": job.workers_per_object, "patience": PATIENCE}
    with transaction.atomic():
        closed = rows.many(
            """UPDATE jobs_dataobject SET closed = true, needed = answers, free = 0
            WHERE id IN (SELECT id FROM jobs_dataobject WHERE job_id = %(job)s AND state = 1 AND NOT EXISTS (
                    SELECT 1 FROM jobs_dataobject o WHERE o.job_id = %(job)s AND o.state IN (0, 1) AND (
                        o.state = 0 OR o.answers < %(ordered)s OR o.free < o.needed - o.answers
                        OR o.opened_at > now() - %(patience)s * interval '1 s' OR EXISTS (
                            SELECT 1 FROM jobs_assignment a WHERE a.data_object_id = o.id AND a.state = 2
                                AND a.ended_at > now() - %(patience)s * interval '1 s')))
                ORDER BY id FOR UPDATE)
            AND state = 1 AND free = needed - answers RETURNING id""",
            given,
        )
        settle([row.id for row in closed], OUT_OF_TIME)
        if closed:
            silence = f"nobody has given more for {PATIENCE // 60} minutes."
            events.note(
                job, "VALIDATION_NOT_WAITED_FOR", f"{len(closed)} objects count with the answers they have: {silence}"
            )
    return len(closed)


def settle(object_ids: Sequence[int], reason: str) -> None:
    """Closed objects with no turn out any more: to `answered`, or failed with `reason`; each opens a successor."""
    settled = rows.many(
        """UPDATE jobs_dataobject SET state = CASE WHEN answers > 0 THEN 2 ELSE 4 END,
            failure_reason = CASE WHEN answers > 0 THEN '' ELSE %(reason)s END
        WHERE id = ANY(%(ids)s) AND state = 1 AND closed AND needed = answers RETURNING job_id, state""",
        {"ids": list(object_ids), "reason": reason},
    )
    for job_id in {row.job_id for row in settled}:
        states = [row.state for row in settled if row.job_id == job_id]
        _after(job_id, done=len(states), failed=states.count(4))


def fail(object_id: int, reason: str) -> bool:
    """Close an object at once, e.g. because its image is gone; turns that are out end. False if it was not open.

    It fails with `reason`, unless somebody answered it before: then that answer labels it.
    """
    given = {"id": object_id, "reason": reason}
    with transaction.atomic():
        found = rows.one("SELECT job_id FROM jobs_dataobject WHERE id = %(id)s", given)
        if found is None:
            return False
        lifecycle.hold_alone(found.job_id)  # a turn that is granted or answered meanwhile would outlive its object
        rows.many(  # before their object, as the sweeper does
            "SELECT id FROM jobs_assignment WHERE data_object_id = %(id)s AND state = 1 ORDER BY id FOR UPDATE", given
        )
        row = rows.one(
            """UPDATE jobs_dataobject SET closed = true, free = 0, needed = answers,
                state = CASE WHEN answers > 0 THEN 2 ELSE 4 END,
                failure_reason = CASE WHEN answers > 0 THEN '' ELSE %(reason)s END
            WHERE id = %(id)s AND state IN (0, 1) RETURNING job_id, state""",
            given,
        )
        if row:
            ended = rows.many(
                """UPDATE jobs_assignment SET state = 5, ended_at = now() WHERE data_object_id = %(id)s AND state = 1
                RETURNING id""",
                given,
            )
            if ended:
                events.tell(row.job_id, "job.turns_ended", assignments=[turn.id for turn in ended])
            _after(row.job_id, done=1, failed=int(row.state == 4))
    return row is not None


def fail_answered(job_id: int, reasons: Mapping[int, str]) -> None:
    """Answered objects whose answers cannot be used, each with its reason; others take their places under the
    stopping conditions, as far as the budget goes, which has paid for these answers, too. Nobody else changes answered
    objects while the job is served alone."""
    if not reasons:
        return
    rows.run(
        """UPDATE jobs_dataobject o SET state = 4, closed = true, failure_reason = given.reason
        FROM unnest(%(ids)s::bigint[], %(reasons)s::text[]) AS given(id, reason)
        WHERE o.id = given.id AND o.state = 2""",
        {"ids": list(reasons), "reasons": list(reasons.values())},
    )
    _after(job_id, done=0, failed=len(reasons), others=_affordable(job_id, len(reasons)))
    window.top_up(job_id)


def _affordable(job_id: int, failed: int) -> int:
    """To how many lines as many objects that failed over their answers can give their places."""
    job = LabelingJob.objects.get(pk=job_id)
    rest = budget.left(job) if job.open_until < job.total else 0  # else there is no other line
    return failed if rest is None else min(failed, rest // job.workers_per_object)


def _after(job_id: int, *, done: int, failed: int, others: int | None = None) -> None:
    """Count what failed (it gives its place under the stopping conditions to another line, where `others` are as many) and
    refill the window."""
    if failed:
        rows.run(
            """UPDATE jobs_labelingjob SET failed = failed + %(n)s, changed_at = now(),
                open_until = LEAST(open_until + %(others)s, total) WHERE id = %(job)s""",
            {"n": failed, "job": job_id, "others": failed if others is None else others},
        )
    window.open_next(job_id, done)
    events.work_arrived(job_id)
