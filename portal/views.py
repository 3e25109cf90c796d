"""The pages of somebody who is signed in, and the template frame."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from jobs import access, human_task_uis, previews
from jobs.ui_templates import render as render_template
from portal import frames
from portal.doors import signed_in
from portal.policy import PERMISSIONS, frame_policy, page
from tenants import crossing, scope
from tenants.errors import PlumblineError
from tenants.models import User


@page
@require_safe
@signed_in
def jobs(request: HttpRequest, user: User) -> HttpResponse:
    """Your work, by customer. The page asks for `?part=list` now and then and puts in what is new."""
    part = "portal/_job_list.html" if request.GET.get("part") == "list" else "portal/jobs.html"
    cards = groupby(access.jobs_for(user.pk), key=lambda card: card.tenant)
    customers = [(tenant, list(group)) for tenant, group in cards]
    return render(request, part, {"customers": customers, "manages": bool(crossing.tenants_of_member(user.pk))})


@page
@require_safe
@signed_in
def work(request: HttpRequest, user: User, public_id: UUID) -> HttpResponse:
    """The work page of one job; everything else comes over the socket."""
    try:
        access.worker_of(user.pk, public_id)
    except PlumblineError as error:
        return render(request, "portal/gone.html", {"error": error}, status=error.status)
    return render(request, "portal/work.html", {"public_id": public_id})


@page
def nothing_here(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Any address outside /api/ that is not served."""
    told = {"message": f"There is nothing at {request.path}. Look at the address again, or begin at your list of work."}
    return render(request, "portal/gone.html", {"error": told}, status=404)


@require_safe
@xframe_options_exempt
def frame(request: HttpRequest, token: str) -> HttpResponse:
    """The requester's page of one assignment, for the sandboxed frame. The token is the only right it has."""

    def content() -> str:
        seat = frames.read(token)
        with scope.tenant(seat.tenant_id):
            return render_template(seat.assignment_id, seat.worker_id)

    return _sandboxed(request, content)


@require_safe
@xframe_options_exempt
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A requester's page with sample data, in the same sandbox."""

    def content() -> str:
        tenant_id, preview_id = previews.read(token)
        with scope.tenant(tenant_id):
            return previews.page(preview_id)

    return _sandboxed(request, content)


@require_safe
def template_text(request: HttpRequest, token: str) -> HttpResponse:
    """The text of a human task UI as a file: nothing in it is run here."""
    try:
        tenant_id, ui_id = human_task_uis.read(token)
        with scope.tenant(tenant_id):
            response = HttpResponse(human_task_uis.text(ui_id), content_type="text/plain; charset=utf-8")
    except PlumblineError as error:
        response = HttpResponse(error.message, status=error.status, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="template.liquid.html"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _sandboxed(request: HttpRequest, content: Callable[[], str]) -> HttpResponse:
    """A page that a requester wrote, or why it is not there, with everything that keeps it from the rest of the site."""
    try:
        response = HttpResponse(content())
    except PlumblineError as error:
        response = render(request, "portal/frame_gone.html", {"error": error}, status=error.status)
    response["Content-Security-Policy"] = frame_policy(request, settings.S3_PUBLIC_ENDPOINT_URL)
    response["Permissions-Policy"] = PERMISSIONS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
