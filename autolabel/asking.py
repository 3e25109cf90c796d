"""Held objects to people."""

from __future__ import annotations

from collections.abc import Sequence

from jobs import events, rows, window
from jobs.models import LabelingJob


def ask(job: LabelingJob, lines: Sequence[int], answers: int) -> int:
    """Have people label these lines, so many each; how many were held. Belongs into a transaction."""
    return rows.run(
        """UPDATE jobs_dataobject SET state = 0, needed = %(answers)s
        WHERE job_id = %(job)s AND line_no = ANY(%(lines)s) AND state = 5""",
        {"job": job.pk, "lines": list(lines), "answers": answers},
    )


def tell(job: LabelingJob) -> None:
    """Let what was asked for begin, and those who wait for work know."""
    window.top_up(job.pk)
    events.work_arrived(job.pk)
