"""A template with sample data as a worker would see it, before any job exists.

The same function renders it as renders a turn, and the same kind of frame shows it; what a worker's page would do
silently (an unknown filter, a link to data that is not this account's) is told here as a problem.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jobs import documents, liquid
from jobs.errors import PreviewGone, TemplateInvalid
from jobs.models import Preview
from tenants import storage
from tenants.actor import Actor
from tenants.errors import AccessDenied, StorageError

LIFETIME = 3600  # s: of a preview's address and of the links to data in it
MOST_KEPT = 50  # previews of an account; the oldest makes place
_SALT = "jobs.preview.1"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a template or its data; `code` is a word that programs compare."""

    code: str
    message: str


@dataclass(frozen=True)
class Rendered:
    """A page and its problems; the page is empty when the template cannot be rendered at all."""

    html: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Made(Rendered):
    """A page with the path of the frame that shows it for `LIFETIME` and needs no session; "" when there is no page."""

    frame: str


def render(text: str, task_input: Any, *, actor: Actor) -> Rendered:
    """Render a template with `task.input`. Links open for `LIFETIME`, and into this account's own buckets only."""
    actor.demand("manager")  # a template links to everything in the account's buckets
    # People save this page and open the file: there the site has to be named.
    return _rendered(text, task_input, f"{settings.PUBLIC_URL}{settings.STATIC_URL}", LIFETIME)


@transaction.atomic
def make(text: str, task_input: Any, *, actor: Actor) -> Made:
    """Render a template, and keep it with its data so that a frame can show it."""
    rendered = render(text, task_input, actor=actor)
    if not rendered.html:
        return Made("", rendered.problems, "")
    mute = () if documents.names_elements(text) else (Problem("NoElements", documents.NO_ELEMENTS),)
    return Made(rendered.html, (*rendered.problems, *mute), _kept(text, task_input))


def _kept(text: str, task_input: Any) -> str:
    preview = Preview(text=text, task_input=orjson.dumps(task_input).decode())
    preview.save()
    newest = list(Preview.objects.order_by("-pk").values_list("pk", flat=True)[:MOST_KEPT])
    Preview.objects.exclude(pk__in=newest).delete()
    token = signing.TimestampSigner(salt=_SALT).sign(f"{preview.tenant_id}-{preview.pk}")
    return reverse("portal:preview", args=[token])


def forget_old() -> int:
    """Delete the previews of the open tenant whose time is over; how many."""
    return Preview.objects.filter(created_at__lte=_oldest()).delete()[0]


def read(token: str) -> tuple[int, int]:
    """Tenant and preview of an address; raises `PreviewGone` when it was changed, made for something else or is old."""
    try:
        told = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=LIFETIME)
    except signing.BadSignature as error:
        raise PreviewGone from error
    tenant_id, preview_id = map(int, told.split("-"))
    return tenant_id, preview_id


def page(preview_id: int) -> str:
    """The HTML of a preview of the open tenant, with links that last as long as it; raises `PreviewGone`, or
    `TemplateInvalid`."""
    preview = Preview.objects.filter(pk=preview_id, created_at__gt=_oldest()).first()
    if preview is None:
        raise PreviewGone
    left = math.ceil((preview.created_at - _oldest()).total_seconds())
    rendered = _rendered(preview.text, orjson.loads(preview.task_input), settings.STATIC_URL, max(left, 1))
    if not rendered.html:
        raise TemplateInvalid(" ".join(problem.message for problem in rendered.problems))
    return rendered.html


def _oldest() -> datetime:
    return timezone.now() - timedelta(seconds=LIFETIME)


def _rendered(text: str, task_input: Any, static_base: str, seconds: int) -> Rendered:
    problems: dict[str, Problem] = {}

    def link(uri: str) -> str:
        try:
            return storage.presigned(uri, seconds)
        except (AccessDenied, StorageError) as error:
            problems[uri] = Problem(error.code, f"grant_read_access: {error}")
            return uri

    try:
        compiled = liquid.compile(text, static_base)
        unknown = [Problem("UnknownFilter", message) for message in compiled.unknown_filters]
        page = liquid.render(compiled, task_input, link)
    except TemplateInvalid as error:
        return Rendered("", (Problem(error.code, str(error)), *problems.values()))
    return Rendered(page, (*unknown, *problems.values()))
