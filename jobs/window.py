"""The window of open objects: at most `MaxConcurrentTaskCount`, refilled one by one, without batches or barriers."""

from __future__ import annotations

from django.db import transaction

from jobs import events, rows

# An object that is done opens its successor in the same transaction, so the window keeps its size without counting.
# `state <= 0` is `state = 0`, put so that only the index (job, state, line) has the order that is asked for: the one on
# (job, line) looks as good to a planner that does not know where the pending lines begin, and walks all that are done.
# ARRAY(...) is evaluated once. After IN (...) a planner may run the subquery again for each row, and as it skips what
# is locked and no longer pending, every run would find other rows: more objects than asked for would open.
_OPEN = """
    UPDATE jobs_dataobject SET state = 1, free = needed - answers, opened_at = now() WHERE id = ANY(ARRAY(
        SELECT o.id FROM jobs_dataobject o JOIN jobs_labelingjob j ON j.id = o.job_id
        WHERE o.job_id = %(job)s AND o.state <= 0 AND o.line_no < j.open_until AND j.stage = 'InProgress'
        ORDER BY o.state, o.line_no LIMIT %(count)s FOR UPDATE OF o SKIP LOCKED))
"""


def open_next(job_id: int, count: int = 1) -> int:
    """Open the next pending objects in manifest order; how many there were. Belongs into a transaction."""
    opened = rows.run(_OPEN, {"job": job_id, "count": count}) if count > 0 else 0
    if opened:
        events.work_arrived(job_id)
    return opened


def top_up(job_id: int) -> int:
    """Fill the window to its size: at the start, after a retry, and as the sweeper's safety net."""
    with transaction.atomic():
        # Two at once would count the same and open twice as many.
        rows.one("SELECT pg_advisory_xact_lock(3, %(key)s)", {"key": job_id % 2_147_483_647})
        room = rows.one(
            """SELECT j.most_open - (SELECT count(*) FROM jobs_dataobject WHERE job_id = j.id AND state = 1) AS count
            FROM jobs_labelingjob j WHERE j.id = %(job)s""",
            {"job": job_id},
        )
        return open_next(job_id, room.count) if room else 0
