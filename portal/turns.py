"""The steps of a work socket on the domain's side: each is one call from the event loop, in the job's tenant scope."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from jobs import closing, dispatch, lifecycle, media
from jobs.access import Access
from jobs.dispatch import Turn
from jobs.facts import facts_of
from jobs.models import LabelingJob
from jobs.outlook import answered_by, outlook
from portal import frames
from tenants.errors import StorageError
from workforce.models import Worker

_MOST_BROKEN = 20  # objects whose media failed, in a row, before the worker is told to wait


def greeting(access: Access) -> dict[str, Any]:
    """The `hello` message."""
    job = LabelingJob.objects.get(pk=access.job_id)
    worker = Worker.objects.select_related("user").get(pk=access.worker_id)
    return {
        "type": "hello",
        "job": {
            "name": job.name, "title": job.title, "description": job.description, "reference": job.reference_code,
            "labels": job.labels, "time_limit": job.time_limit,
        },
        "worker": {"name": worker.name, "email": worker.user.email},
        "answered": answered_by(access.job_id, access.worker_id),
        "now": now(),
    }  # fmt: skip


def held(access: Access) -> list[Turn]:
    """What the worker holds in this job, the one on the screen first."""
    return dispatch.held(access.job_id, access.worker_id)


def take(access: Access, *, ahead: bool) -> Turn | None:
    """Lease the next object whose media can be shown; objects whose media is broken fail and are passed over.

    When the store cannot be asked, the turn is given back and `StorageError` rises.
    """
    for _ in range(_MOST_BROKEN):
        turn = dispatch.lease(access.job_id, access.worker_id, ahead=ahead)
        fault = _fault(access, turn) if turn else None
        if turn is None or fault is None:
            return turn
        closing.fail(turn.object_id, fault)
    return None


def ask_for_consolidation(access: Access) -> None:
    """Objects are answered."""
    lifecycle.nudge(access.tenant_id, access.job_id)


def prospect(access: Access) -> tuple[dict[str, Any], dict[str, Any]]:
    """What to say to somebody without an item (`waiting` or `finished`), and the job's progress."""
    seen = outlook(access.job_id, access.worker_id)
    progress = {"type": "progress", "labeled": seen.labeled, "total": seen.total, "failed": seen.failed}
    if seen.finished:
        return {"type": "finished", "status": seen.status}, progress
    return {"type": "waiting", "open": seen.open}, progress


def item(access: Access, turn: Turn, slot: str) -> dict[str, Any]:
    """The `item` message."""
    seat = frames.Seat(access.tenant_id, turn.assignment_id, access.worker_id)
    return {
        "type": "item",
        "slot": slot,
        "assignment": turn.assignment_id,
        "frame": frames.address(seat),
        "deadline": stamp(turn.deadline),
        "draft": turn.draft,
    }


def _fault(access: Access, turn: Turn) -> str | None:
    try:
        return media.check(turn, facts_of(access.job_id))
    except StorageError:
        dispatch.release(turn.assignment_id, access.worker_id)
        raise


def now() -> str:
    return stamp(timezone.now())


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as JavaScript reads it everywhere."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
