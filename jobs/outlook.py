"""What there is to say to a worker about a job: how far it is, and whether anything can still come to them."""

from __future__ import annotations

from dataclasses import dataclass

from jobs import rows
from jobs.errors import JobNotFound
from jobs.models import LabelingJob


@dataclass(frozen=True)
class Outlook:
    """`finished`: the job ended, or nothing in it can ever come to this worker. `open`: objects not labeled yet."""

    finished: bool
    status: str
    open: int
    labeled: int
    total: int
    failed: int


def outlook(job_id: int, worker_id: int) -> Outlook:
    """How a job stands for one worker. An object may still come while it is pending, or open and not done by them; where
    fewer answers may be enough, also while nobody has looked yet whether they are."""
    # Pending is asked for in the order of its index: EXISTS may read the whole table where another job has many pending.
    row = rows.one(
        """SELECT stage, total, labeled, failed, total - labeled - failed AS open, machine_deciding,
            j.request #> '{InputConfig,DataSource,SnsDataSource}' IS NOT NULL AS streams,
            COALESCE((SELECT o.line_no FROM jobs_dataobject o WHERE o.job_id = j.id AND o.state <= 0
                ORDER BY o.state, o.line_no LIMIT 1) < j.open_until, false) AS pending,
            EXISTS (SELECT 1 FROM jobs_dataobject o
                WHERE o.job_id = j.id AND o.state = 1 AND NOT o.closed AND NOT EXISTS (
                    SELECT 1 FROM jobs_assignment a WHERE a.data_object_id = o.id AND a.worker_id = %(worker)s
                        AND (a.state = 2 OR a.state = 3 AND a.attempt = o.retries))) AS may_come,
            CASE WHEN j.request @> '{"Tags": [{"Key": "plumbline:fewest-answers"}]}' THEN EXISTS (
                SELECT 1 FROM jobs_dataobject o
                WHERE o.job_id = j.id AND o.state = 2 AND o.answers < j.workers_per_object AND NOT EXISTS (
                    SELECT 1 FROM jobs_assignment a WHERE a.data_object_id = o.id AND a.worker_id = %(worker)s
                        AND a.state = 2)) ELSE false END AS may_come_back
        FROM jobs_labelingjob j WHERE id = %(job)s""",
        {"job": job_id, "worker": worker_id},
    )
    if row is None:
        raise JobNotFound
    ended = row.stage in LabelingJob.ENDED or row.stage == LabelingJob.Stage.STOPPING
    starting = row.stage == LabelingJob.Stage.INITIALIZING
    to_come = row.streams or row.machine_deciding or row.pending or row.may_come or row.may_come_back
    finished = ended or not (starting or to_come)
    return Outlook(finished, row.stage, row.open, row.labeled, row.total, row.failed)


def answered_by(job_id: int, worker_id: int) -> int:
    """How many objects of the job this worker has answered."""
    row = rows.one(
        "SELECT count(*) FROM jobs_assignment WHERE job_id = %(job)s AND worker_id = %(worker)s AND state = 2",
        {"job": job_id, "worker": worker_id},
    )
    return int(row.count)
