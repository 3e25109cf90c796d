"""What an object was before people were asked about it again (`relabeling.ask_again`), so that asking can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jobs import rows
from jobs.models import Label, LabelingJob
from tenants import scope
from tenants.errors import Conflict

# Nobody has it on the screen or held ahead, and nobody has answered it since; or it failed, and nobody will.
_NOT_BEGUN = """(o.state = 4 OR o.state IN (0, 1) AND NOT EXISTS (
    SELECT 1 FROM jobs_assignment a WHERE a.data_object_id = o.id AND a.attempt = o.retries AND a.state IN (1, 2)))"""


def remembered(label: Label) -> dict[str, Any]:
    """The label of an object and the answers that it rests on, as JSON, before they are taken back."""
    found = rows.one(
        """SELECT o.needed::int AS needed, ARRAY(
            SELECT a.id FROM jobs_assignment a WHERE a.data_object_id = o.id AND a.state = 2 ORDER BY a.id) AS turns
        FROM jobs_dataobject o WHERE o.id = %(id)s""",
        {"id": label.pk},
    )
    return {
        "class_index": label.class_index, "confidence": label.confidence, "fragment": label.fragment,
        "created_at": label.created_at.isoformat(), "needed": found.needed, "turns": found.turns,
    }  # fmt: skip


def not_begun(object_ids: list[int]) -> set[int]:
    """Of these objects, those that nobody has begun on, or that failed: asking can be taken back."""
    found = rows.many(f"SELECT o.id FROM jobs_dataobject o WHERE o.id = ANY(%(ids)s) AND {_NOT_BEGUN}",
                      {"ids": object_ids})  # fmt: skip
    return {row.id for row in found}


def take_back(job: LabelingJob, object_id: int, before: dict[str, Any]) -> None:
    """The object has its label and its answers again, as `remembered` tells them; nobody is asked. Its job is held
    (`relabeling.hold_for_changes`). `Conflict` when somebody has begun on it."""
    given = {"job": job.pk, "id": object_id, "turns": before["turns"], "needed": before["needed"]}
    had = rows.one(  # who closes it just now holds it and waits for the job
        f"""SELECT (o.state = 4)::int AS failed FROM jobs_dataobject o WHERE o.id = %(id)s AND {_NOT_BEGUN}
        FOR UPDATE SKIP LOCKED""",
        given,
    )
    if had is None:
        raise Conflict("Somebody has begun to label it again; that cannot be taken back. Correct the label afterwards.")
    rows.run(
        """UPDATE jobs_dataobject SET state = 3, needed = %(needed)s, answers = cardinality(%(turns)s::bigint[]), free = 0,
            declines = 0, closed = false, failure_reason = '' WHERE id = %(id)s""",
        given,
    )
    rows.run(  # where it failed because its answers could not be used, these are set aside
        """UPDATE jobs_assignment SET state = CASE WHEN id = ANY(%(turns)s) THEN 2 ELSE 6 END
        WHERE data_object_id = %(id)s AND state IN (2, 6)""",
        given,
    )
    Label(
        tenant_id=scope.current(), data_object_id=object_id, class_index=before["class_index"], human=True,
        confidence=before["confidence"], fragment=before["fragment"],
        created_at=datetime.fromisoformat(before["created_at"]),
    ).save(force_insert=True)  # fmt: skip
    rows.run(
        "UPDATE jobs_labelingjob SET labeled = labeled + 1, failed = failed - %(failed)s WHERE id = %(job)s",
        given | {"failed": had.failed},
    )
