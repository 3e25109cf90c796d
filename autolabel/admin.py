"""What a job's page says of its automated labeling."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString

from autolabel.models import LabelCheck
from autolabel.shown import shown
from autolabel.similar import can_find, similar_to
from autolabel.similar_pages import address_of, tile_of
from autolabel.story import story_of
from autolabel.suspect_pages import brief_of, concerns, decisions_in, review_of
from autolabel.suspecting import decide, look
from jobs import lifecycle, looking
from jobs.models import DataObject, LabelingJob, TrainedModel
from jobs.sections import bring, bring_page
from tenants import storage
from tenants.actor import RANKS, Actor
from tenants.console import ScopedAdmin, member_of
from tenants.errors import Conflict, NotFound, PlumblineError

_SECONDS = 3600  # that a link to a file is good for


@bring
def machine(job: LabelingJob) -> SafeString:
    """Coverage, certificate, what was saved; empty for a job of people alone."""
    story = story_of(job) if job.auto_labels else None
    if story is None:
        return SafeString("")
    model = TrainedModel.objects.select_related("tenant").filter(job=job).first()
    address = f"{model.folder}/model.safetensors" if model else ""
    download = storage.presigned(address, _SECONDS) if address else ""
    return render_to_string("console/_machine.html", {"story": story, "job": job, "model": model, "download": download})


@bring_page
def similar(job: LabelingJob, one: DataObject) -> tuple[str, str] | None:
    """A link to the objects most like one, where they can be found."""
    return (address_of(job, one.line_no), "Find similar objects") if can_find(job) else None


@bring
def doubts(job: LabelingJob) -> SafeString:
    """People's labels that may be wrong; empty before there could be any."""
    if not concerns(job):
        return SafeString("")
    return render_to_string("console/_doubts.html", {"job": job, "review": brief_of(job)})


@admin.register(LabelCheck)
class LabelCheckAdmin(ScopedAdmin):
    """The page on which people's labels that may be wrong are decided about, and that of objects alike; there is no list."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.guarded("<int:pk>/", self.review_view, "review"),
            self.guarded("<int:pk>/live/", self.live_view, "live"),
            self.guarded("<int:pk>/<int:line_no>/similar/", self.similar_view, "similar"),
        ]

    def live_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The part of a job's page that moves while a machine looks."""
        job = self._job(pk)
        return render(request, "console/_doubts.html", {"job": job, "review": brief_of(job)})

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET shows, POST looks or decides."""
        job, actor = self._job(pk), member_of(request)
        fault, status = "", 200
        if request.method == "POST":
            actor.demand("manager")
            try:
                messages.success(request, self._done(job, request, actor))
                return HttpResponseRedirect(request.path)
            except PlumblineError as error:
                fault, status = error.message, 422
        frame: dict[str, Any] = self.admin_site.each_context(request)
        page = reverse("admin:jobs_labelingjob_change", args=[job.pk])
        may = RANKS[actor.role] >= RANKS["manager"]
        told = {"title": "Labels that may be wrong", "crumb": (job.name, page), "job": job, "may": may, "fault": fault}
        return TemplateResponse(
            request, "console/doubts.html", frame | told | {"review": review_of(job)}, status=status
        )

    def similar_view(self, request: HttpRequest, pk: int, line_no: int) -> HttpResponse:
        """The objects most like one."""
        job = self._job(pk)
        one = looking.one_object(job, line_no)
        tiles, fault = [], ""
        try:
            tiles = [tile_of(job, each) for each in similar_to(job, one)]
        except Conflict as error:
            fault = error.message
        frame: dict[str, Any] = self.admin_site.each_context(request)
        page = reverse("admin:jobs_labelingjob_change", args=[job.pk])
        told = {"title": f"Like line {line_no + 1}", "crumb": (job.name, page), "fault": fault}
        return TemplateResponse(
            request, "console/similar.html", frame | told | {"own": shown(job, one), "tiles": tiles}
        )

    def _done(self, job: LabelingJob, request: HttpRequest, actor: Actor) -> str:
        if "look" in request.POST:
            look(job, actor=actor)
            lifecycle.enqueue(lifecycle.CHECK, job.tenant_id, job.pk)
            return "The machine looks at people's labels."
        decisions = decisions_in(job, request.POST)
        changed = decide(job, decisions, actor=actor)
        lifecycle.send(job)
        return f"Decisions that are kept: {len(decisions)}. Labels that changed: {changed}."

    def _job(self, pk: int) -> LabelingJob:
        found = LabelingJob.objects.select_related("tenant", "workteam__tenant").filter(pk=pk).first()
        if found is None:
            raise NotFound("There is no such job in this account.")
        return found
