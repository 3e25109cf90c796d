"""What a job's page says of its people and their answers, and the page of one object."""

from __future__ import annotations

from typing import Any

import orjson
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString

from consolidation import gold_story, story, wording
from consolidation.models import CrowdStanding
from consolidation.pictures import Picture, drawing_of
from consolidation.plots import Series, range_bar, reliability
from consolidation.turns import turns_of
from jobs import looking
from jobs.models import DataObject, Label, LabelingJob
from jobs.sections import bring, pages_of
from tenants import storage
from tenants.console import ScopedAdmin
from tenants.errors import NotFound, PlumblineError

_SECONDS = 3600  # that a link to a file is good for


@bring
def people(job: LabelingJob) -> SafeString:
    """How good the workers are, and which objects were hard."""
    told = story.story_of(job)
    bars = [
        (one, range_bar(one.quality, one.low, one.high))
        if one.quality is not None and one.low is not None and one.high is not None
        else (one, None)
        for one in told.people
    ]
    hard = [(one, reverse("admin:consolidation_crowdstanding_object", args=[job.pk, one.line_no])) for one in told.hard]
    everybody = reverse("api:job-workers", args=[job.name])
    context = {"job": job, "story": told, "people": bars, "hard": hard, "all": everybody}
    return render_to_string("console/_people.html", context)


@bring
def gold(job: LabelingJob) -> SafeString:
    """The job's labels beside what is known to be right; empty for a job without gold."""
    told = gold_story.story_of(job)
    if told is None:
        return SafeString("")
    both = (("as answers say", told.said, "a"), ("recalibrated", told.recalibrated, "b"))
    series = [Series(name, found.bins, look) for name, found, look in both if found]
    chart = reliability(series) if series else ""
    raw = reverse("api:job-gold", args=[job.name])
    context = {"story": told, "chart": chart, "series": series, "raw": raw, "job": job}
    return render_to_string("console/_gold.html", context)


@admin.register(CrowdStanding)
class CrowdStandingAdmin(ScopedAdmin):
    """The page of one object; there is no list."""

    def get_urls(self) -> list[URLPattern]:
        return [self.guarded("<int:pk>/<int:line_no>/", self.object_view, "object")]

    def object_view(self, request: HttpRequest, pk: int, line_no: int) -> HttpResponse:
        """Who said what about one object of a job."""
        job = LabelingJob.objects.select_related("tenant", "workteam").filter(pk=pk).first()
        if job is None:
            raise NotFound("There is no such job in this account.")
        one = looking.one_object(job, line_no)
        frame: dict[str, Any] = self.admin_site.each_context(request)
        page = reverse("admin:jobs_labelingjob_change", args=[job.pk])
        context = frame | {"title": f"Line {line_no + 1}", "crumb": (job.name, page)} | _told(job, one)
        return TemplateResponse(request, "console/object.html", context)


def _told(job: LabelingJob, one: DataObject) -> dict[str, Any]:
    line, label = orjson.loads(one.line), getattr(one, "label", None)
    value, metadata = _labeled(job, label) if label else (None, {})
    media = _link(str(line.get(job.kind.key_in(line), "")))
    picture = Picture(media, job.labels, closed=job.kind.answer == "polygons")
    drawing, mask = drawing_of(value, metadata), _link(value) if job.kind.draws_masks and isinstance(value, str) else ""
    turns = [(turn, picture.with_answer(turn.content)) for turn in turns_of(job, one)]
    return {
        "job": job, "one": one, "label": label, "graded": story.graded(job),
        "shown": wording.named(job.kind, line), "media": media, "turns": turns,
        "drawn": picture.with_mask(mask) if mask else picture.with_answer(drawing),
        "said": story.class_of(job, one) or (wording.said(drawing, "") if drawing else _words(value)),
        "key": picture.key([drawing, *(turn.content for turn, _ in turns)]) if media else "",
        "leader": metadata.get("copy-of"),
        "raw": reverse("api:job-object", args=[job.name, one.line_no]), "more": pages_of(job, one),
    }  # fmt: skip


def _labeled(job: LabelingJob, label: Label) -> tuple[Any, dict[str, Any]]:
    """The label and its metadata, as the output manifest has them."""
    found = orjson.loads(f"{{{label.fragment}}}")
    return found[job.label_attribute], found.get(f"{job.label_attribute}-metadata", {})


def _words(value: Any) -> str:
    return "" if value is None else wording.shortened(orjson.dumps(value).decode())


def _link(uri: str) -> str:
    """Where a browser may read the object's file; "" where it has none, or none of this account."""
    try:
        return storage.presigned(uri, _SECONDS) if uri.startswith("s3://") else ""
    except PlumblineError:
        return ""
