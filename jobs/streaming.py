"""What a streaming job's page tells those who send: where to, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson
from django.conf import settings
from django.urls import reverse

from jobs import line_members, rows
from jobs.models import LabelingJob
from jobs.task_types import TaskType
from tenants import storage


@dataclass(frozen=True)
class HowToSend:
    """`arn` is "" where the topic was deleted; `with_sns` and `with_rest` are what somebody types, with a line of the
    job's kind, or with an ellipsis where `looks_at_labels`: such a line is another job's."""

    arn: str
    with_sns: str
    with_rest: str
    last: datetime | None  # when the newest object arrived
    is_open: bool
    looks_at_labels: bool


def how_to_send(job: LabelingJob) -> HowToSend:
    """As the job stands now, with a line of its kind."""
    least = least_line(job.kind, storage.parse(job.request["OutputConfig"]["S3OutputPath"]).bucket)
    site, line = settings.PUBLIC_URL.rstrip("/"), orjson.dumps(least).decode() if least else "{…}"
    arn = job.topic.arn if job.topic else ""
    with_sns = (
        f'sns = boto3.client("sns", endpoint_url="{site}")\nsns.publish(TopicArn="{arn}",\n    Message=\'{line}\')'
    )
    with_rest = (
        f'curl {site}{reverse("api:job-objects", args=[job.name])} \\\n  -H "Authorization: Bearer $KEY_ID:$SECRET" \\\n'
        f"  -H 'Content-Type: application/json' \\\n  -d '{{\"lines\": [{line}]}}'"
    )
    is_open = job.stage == LabelingJob.Stage.IN_PROGRESS
    return HowToSend(arn, with_sns, with_rest, _last(job), is_open, looks_at_labels=least is None)


def least_line(kind: TaskType, bucket: str) -> dict[str, object] | None:
    """The least that a line of this kind has, as nobody would mistake for data; None where that is an earlier label."""
    if kind.reviews:
        return None
    what = {"source": "A text to label"} if kind.input_key == "source" else {"source-ref": f"s3://{bucket}/object"}
    return {**what, **line_members.sample(kind.key)}


def _last(job: LabelingJob) -> datetime | None:
    newest = "SELECT arrived_at FROM jobs_dataobject WHERE job_id = %(job)s ORDER BY line_no DESC LIMIT 1"
    row = rows.one(newest, {"job": job.pk})
    return row.arrived_at if row else None
