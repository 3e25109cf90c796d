"""What the first page of the admin says: what runs, how fast, what happened last, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from jobs import watching
from jobs.models import LabelingJob
from tenants import store_keys
from tenants.actor import RANKS, Actor
from tenants.console import short
from tenants.models import AuditEntry, Bucket
from workforce.models import Invitation, Worker, Workteam

_SHOWN_JOBS = 12
_SHOWN_ENTRIES = 8


@dataclass(frozen=True)
class Step:
    """Something to do before the first label; `may` tells whether this person's role allows it."""

    title: str
    text: str
    link: str
    done: bool
    may: bool


def live(actor: Actor) -> dict[str, object]:
    """The part that is looked at again every few seconds."""
    watched = [watching.watch(job) for job in watching.running(_SHOWN_JOBS)]
    paces = [one.pace for one in watched if one.pace is not None]
    return {
        "running": [(one, watching.STAGES[one.job.stage]) for one in watched],
        "totals": watching.totals(),
        "pace": sum(paces) if paces else None,
        "has_jobs": LabelingJob.objects.exists(),
        "may_create": RANKS[actor.role] >= RANKS["manager"],
    }


def overview(request: HttpRequest, actor: Actor) -> dict[str, object]:
    """Everything the first page shows."""
    steps = _steps(actor)
    return live(actor) | {
        "entries": [(one, short(one.subject)) for one in AuditEntry.objects.order_by("-pk")[:_SHOWN_ENTRIES]],
        "steps": steps if not all(step.done for step in steps) else [],
        "endpoint": settings.PUBLIC_URL,
        "store": store_keys.endpoint(),
    }


def _steps(actor: Actor) -> list[Step]:
    may = RANKS[actor.role] >= RANKS["manager"]
    team = Workteam.objects.order_by("pk").first()
    people = reverse("admin:workforce_workteam_changelist")
    if team is not None:
        people = reverse("admin:workforce_workteam_invite", args=[team.pk])
    return [
        Step("Create a team", "People who label together.", reverse("admin:workforce_workteam_add"), bool(team), may),
        Step("Invite people", "They get a link by e-mail.", people,
             Worker.objects.exists() or Invitation.objects.exists(), may),
        Step("Create a bucket", "For manifests, media and results.", reverse("admin:tenants_bucket_add"),
             Bucket.objects.exists(), may),
        Step("Create a job", "From a manifest, or from a script.", reverse("admin:jobs_labelingjob_add"),
             LabelingJob.objects.exists(), may),
    ]  # fmt: skip
