"""What happens to a job, told once: a line in its log stream and a message to everybody who watches it live."""

from __future__ import annotations

import time
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

from jobs.models import JobEvent, LabelingJob
from tenants import hints

log = structlog.get_logger("jobs.events")
_told: dict[int, float] = {}  # job → when its watchers were last told of work


def group(job_id: int) -> str:
    """The channel-layer group of everybody who watches a job."""
    return f"job.{job_id}"


def note(job: LabelingJob, name: str, message: str) -> None:
    """Write a line of the job's log stream (spec 1.18)."""
    JobEvent(job=job, name=name, message=message).save()
    log.info("job_event", job=job.name, job_event=name, message=message)


def tell(job_id: int, kind: str, **facts: Any) -> None:
    """After commit, send `{"type": kind, ...}` to the job's watchers. Losing one is harmless: they also look."""
    transaction.on_commit(lambda: _send(job_id, {"type": kind, **facts}))


def work_arrived(job_id: int) -> None:
    """Somebody who waits may find work now. At most five messages a second a job and process: pages look again too."""
    transaction.on_commit(lambda: _tell_of_work(job_id))


def _tell_of_work(job_id: int) -> None:
    now = time.monotonic()
    if now - _told.get(job_id, 0.0) > 0.2:
        _told[job_id] = now
        _send(job_id, {"type": "job.work"})


def progress(job: LabelingJob) -> None:
    """The counters changed; told at most once a second a job."""
    if hints.add(f"progress:{job.pk}", 1):
        tell(job.pk, "job.progress", labeled=job.labeled, failed=job.failed, total=job.total)


def _send(job_id: int, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(layer.group_send)(group(job_id), message)
    except (RedisError, OSError) as error:
        log.warning("watchers_not_told", job=job_id, error=str(error))
