"""Pages about labeling jobs: the list, one job, and the form that orders one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString
from unfold.decorators import display

from jobs import actions, lifecycle, preview_sources, previews, streaming, watching, wishes
from jobs.console_forms import FAULTS, TEXTS, JobForm, to_request
from jobs.layout import Layout
from jobs.models import LabelingJob, Preview
from jobs.preview_console import PreviewForm, to_question
from jobs.sections import sections
from tenants import storage
from tenants.actor import RANKS, Actor
from tenants.console import ScopedAdmin, badge, member_of
from tenants.console_verbs import Done, Outcome, Verb
from tenants.errors import NotFound, RequestInvalid

Stage = LabelingJob.Stage
_SHOWN = 50  # failed objects on a job's page; REST lists them all
_STOP_POLLING = 286  # the status by which htmx ends a poll


def _page(job: LabelingJob) -> str:
    return reverse("admin:jobs_labelingjob_change", args=[job.pk])


def _preview(job: LabelingJob) -> str:
    return reverse("admin:jobs_preview_changelist", query={"source": "job", "job": job.name})


def _create(row: None, given: dict[str, Any], actor: Actor) -> Outcome:
    job = actions.create_job(to_request(given), actor=actor)
    lifecycle.send(job)
    return Done(f"The job {job.name} is being prepared: its manifest is read.", _page(job))


def _stop(row: LabelingJob, given: dict[str, Any], actor: Actor) -> Outcome:
    stopped = actions.stop_job(row, actor=actor)
    lifecycle.send(row)
    return Done(f"{row.name} is stopping." if stopped else f"{row.name} had ended already.", _page(row))


def _retry(row: LabelingJob, given: dict[str, Any], actor: Actor) -> Outcome:
    count = actions.retry_failed(row, actor=actor)
    lifecycle.send(row)
    return Done(f"Failed objects that are open again: {count}.", _page(row))


@admin.register(LabelingJob)
class LabelingJobAdmin(ScopedAdmin):
    plural = "Jobs"
    list_display = ("name", "stage_badge", "bar", "workers", "team", "created")
    list_filter = ("stage",)
    list_select_related = ("workteam",)
    search_fields = ("name",)
    ordering = ("-created_at",)
    page_template = "console/job.html"
    adding = Verb(
        "add", "New labeling job", _create, button="Create the job", form=JobForm, faults=FAULTS, texts=TEXTS,
        intro="Files lie in this account's buckets. Everything is looked at before anything is made.",
    )  # fmt: skip
    verbs = (
        Verb("retry", "Retry failed objects", _retry, heading="Retry the failed objects?",
             intro="They are opened again for everybody in the team; their failed tries are forgotten.",
             offered=lambda job: job.failed > 0 and job.stage in (Stage.IN_PROGRESS, Stage.COMPLETED)),
        Verb("stop", "Stop", _stop, heading="Stop this job?", danger=True,
             intro="No more work is handed out. What is answered is still labeled and kept; this cannot be taken back.",
             offered=lambda job: job.stage in (Stage.INITIALIZING, Stage.IN_PROGRESS)),
    )  # fmt: skip
    empty = ("No labeling jobs yet", "Order one here, or with boto3: client.create_labeling_job(…).")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LabelingJob]:
        rows: QuerySet[LabelingJob] = super().get_queryset(request).select_related("tenant", "workteam__tenant")
        return rows

    def get_urls(self) -> list[URLPattern]:
        return [self.guarded("<int:pk>/live/", self.live_view, "live"), *super().get_urls()]

    def live_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The moving part of a job's page; tells the page to stop asking once the job has ended."""
        job = self.row(request, pk)
        status = _STOP_POLLING if job.has_ended else 200
        return render(request, "console/_job_live.html", self._live(job), status=status)

    def page_context(self, request: HttpRequest, row: LabelingJob) -> dict[str, Any]:
        manifest = Layout(row).output_manifest
        return self._live(row) | {
            "live": self.link("live", row.pk), "manifest": manifest, "facts": _facts(row),
            "download": storage.presigned(manifest, 3600) if row.exported_at else "",
            "events": watching.newest_events(row, 100), "failed": watching.failed_objects(row, _SHOWN),
            "all_failed": reverse("api:job-objects", args=[row.name]) + "?state=failed",
            "sections": sections(row),
            "stream": streaming.how_to_send(row) if row.streams else None,
            "preview": _preview(row) if RANKS[member_of(request).role] >= RANKS["manager"] else "",
        }  # fmt: skip

    def _live(self, job: LabelingJob) -> dict[str, Any]:
        return {"job": job, "watched": watching.watch(job), "stage": watching.STAGES[job.stage]}

    @display(description="Stage", ordering="stage")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def stage_badge(self, row: LabelingJob) -> SafeString:
        return badge(*watching.STAGES[row.stage])

    @display(description="Progress")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def bar(self, row: LabelingJob) -> SafeString:
        context = {"parts": watching.short_bar(row), "job": row, "percent": watching.done_percent(row)}
        return render_to_string("console/_bar.html", context)

    @display(description="Team", ordering="workteam__name")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def team(self, row: LabelingJob) -> str:
        return row.workteam.name

    @display(description="Workers", ordering="workers_per_object")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def workers(self, row: LabelingJob) -> int:
        return row.workers_per_object


def _sources(job: LabelingJob) -> Iterator[tuple[str, str]]:
    """Where its objects come from; "" where they do not."""
    source = job.request["InputConfig"]["DataSource"]
    yield "Input manifest", source.get("S3DataSource", {}).get("ManifestS3Uri", "")
    yield "Topic", source.get("SnsDataSource", {}).get("SnsTopicArn", "")


def _facts(job: LabelingJob) -> list[tuple[str, object]]:
    """What was ordered, as (name, value)."""
    return [
        ("Task type", job.kind.title),
        ("Team", job.workteam.name),
        ("Labels", ", ".join(job.labels)),
        ("Workers per object", job.workers_per_object),
        ("Time limit", f"{job.time_limit} s"),
        ("Open at once", f"at most {job.most_open:,}"),
        ("Automated labeling", "on" if job.auto_labels else "off"),
        *([("Wishes", ", ".join(wished))] if (wished := wishes.told(job.request.get("Tags", []))) else []),
        ("Title", job.title),
        ("Description", job.description),
        *((name, address) for name, address in _sources(job) if address),
        ("Label attribute", job.label_attribute),
        ("ARN", job.arn),
        ("Reference code", job.reference_code),
    ]


@admin.register(Preview)
class PreviewAdmin(ScopedAdmin):
    """The page "Preview a template": no list, for previews are kept for an hour only."""

    plural = "Preview"

    def get_urls(self) -> list[URLPattern]:
        return [self.guarded("", self.preview_view, "changelist")]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """GET shows the form and an empty stage, POST (by the page's script) answers where the preview is."""
        actor = member_of(request)
        actor.demand("manager")
        if request.method == "POST":
            return _previewed(PreviewForm(request.POST), actor)
        form = PreviewForm(initial=request.GET.dict())
        context = self.context(request, None, title="Preview a template") | {"form": form, "crumb": None}
        return TemplateResponse(request, "console/preview.html", context)


def _previewed(form: PreviewForm, actor: Actor) -> HttpResponse:
    """The preview's frame and problems; 422 with the faults of the question."""
    if not form.is_valid():
        faults = [{"field": name, "wanted": " ".join(map(str, told))} for name, told in form.errors.items()]
        return JsonResponse({"faults": faults}, status=422)
    try:
        shown = preview_sources.of_request(to_question(form.cleaned_data))
    except RequestInvalid as error:
        return JsonResponse({"faults": [asdict(fault) for fault in error.faults]}, status=422)
    except NotFound as error:
        return JsonResponse({"faults": [{"field": "job", "wanted": error.message}]}, status=422)
    made = previews.make(shown.text, shown.task_input, actor=actor)
    problems = [asdict(problem) for problem in made.problems]
    return JsonResponse({"frame": made.frame, "problems": problems, "task_input": shown.task_input})
