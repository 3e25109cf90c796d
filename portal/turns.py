"""The steps of a work socket on the domain's side: each is one call from the event loop, in the job's tenant scope."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from django.conf import settings
from django.utils import timezone

from jobs import closing, dispatch, lifecycle, media
from jobs.access import Access
from jobs.dispatch import Turn
from jobs.errors import LeaseLost
from jobs.facts import facts_of
from jobs.models import LabelingJob
from jobs.outlook import answered_by, outlook
from portal import frames
from tenants import storage
from tenants.errors import PlumblineError, StorageError
from workforce.models import Worker

_MOST_BROKEN = 20  # objects whose media failed, in a row, before the worker is told to wait
_NOT_YET = "This page has only just connected again. Click once more, or use “Select by clicks” without the model."


class NotAsked(PlumblineError):
    """The model looks at the item's own picture only, and this is another one. Use “Select by clicks” without it."""

    code = "NotAsked"


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
        "segmenter": bool(settings.AUTOLABEL_SEGMENTER),
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


def picture(access: Access, assignment_id: int, turn: Turn | None, path: str) -> str:
    """The address of the picture of a turn that this worker holds still, if `path` is that of a link to it; `turn` is what
    the page has in hand of it. Raises `LeaseLost`, and `NotAsked` for any other picture, on a site without a model, and
    for a turn that is the worker's but not in the page's hand yet: before `next`, after a reconnect."""
    if not settings.AUTOLABEL_SEGMENTER:
        raise NotAsked("This site has no model that finds things by clicks. Use “Select by clicks” without it.")
    if not dispatch.holds(assignment_id, access.worker_id):
        raise LeaseLost
    if turn is None:
        raise NotAsked(_NOT_YET)
    address = str(orjson.loads(turn.line).get("source-ref", ""))
    if not address or unquote(urlsplit(storage.presigned(address, 60)).path) != unquote(path):
        raise NotAsked
    return address


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
