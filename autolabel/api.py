"""REST: the waves of a stream, labels of people that may be wrong, what is decided about them, and objects alike."""

from __future__ import annotations

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from autolabel import suspecting
from autolabel.models import LabelCheck, Run, Suspect, Wave
from autolabel.serializers import (
    DecisionRequest,
    LabelCheckSerializer,
    NextWaveSerializer,
    SimilarObjectsSerializer,
    SuspectSerializer,
    SuspectsQuery,
    WaveSerializer,
)
from autolabel.similar import similar_to
from autolabel.suspecting import Decided
from autolabel.wave_story import stream_story_of
from jobs import actions, lifecycle, looking
from tenants.errors import NotFound
from tenants.rest import TenantView
from tenants.rest_pages import PageQuery, page_of, paged
from tenants.rest_schema import serves


class WavesView(TenantView):
    @serves("list_waves", "The waves in which a machine labels a streaming job", tag="jobs", query=PageQuery,
            answer=page_of(WaveSerializer), errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        """The newest first. A job that is not streaming is one wave; one without automated labeling has none."""
        found = Wave.objects.filter(run__job=actions.get_job(name))
        return paged(self, found, WaveSerializer, by=("number",), newest_first=True)


class NextWaveView(TenantView):
    @serves("get_next_wave", "What waits for the next wave of a streaming job", tag="jobs", answer=NextWaveSerializer,
            errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        """404 where there are no waves: the job is not streaming, has no automated labeling, or has not begun."""
        job = actions.get_job(name)
        run = Run.objects.filter(job=job).first()
        if run is None or not (job.streams and job.auto_labels):
            raise NotFound(f"{name} is not labeled in waves, or its machine has not looked at it yet.")
        story = stream_story_of(job, run)
        return Response(NextWaveSerializer({"status": story.next_one, "waiting": story.waiting}).data)


class LabelCheckView(TenantView):
    @serves("get_label_check", "How a look for wrong labels goes", tag="jobs", answer=LabelCheckSerializer,
            errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        """404 before the first one. A job with automated labeling is looked at when it has ended."""
        check = LabelCheck.objects.filter(job=actions.get_job(name)).first()
        if check is None:
            raise NotFound(f"Nobody has looked for wrong labels of {name} yet; POST here does.")
        return Response(LabelCheckSerializer(check).data)

    @serves("check_labels", "Look for wrong labels", tag="jobs", role="manager", answer=LabelCheckSerializer,
            errors=(404, 409))  # fmt: skip
    def post(self, request: Request, name: str) -> Response:
        """A machine learns from all labels of people but one after the other, and says what it thinks of that one. For
        jobs of classes that have ended. One that is under way goes on."""
        job = actions.get_job(name)
        check = suspecting.look(job, actor=self.actor)
        lifecycle.enqueue(lifecycle.CHECK, job.tenant_id, job.pk)
        return Response(LabelCheckSerializer(check).data)


class SuspectsView(TenantView):
    @serves("list_suspects", "Labels of people that may be wrong", tag="objects", query=SuspectsQuery,
            answer=page_of(SuspectSerializer), errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        """The likeliest first."""
        job = actions.get_job(name)
        found = Suspect.objects.filter(job=job, **self.filters()).select_related("data_object")
        return paged(self, found, SuspectSerializer, by=("score", "pk"), newest_first=True, context={"job": job})


class SuspectView(TenantView):
    @serves("decide_suspect", "Decide about a label that may be wrong", tag="objects", role="manager",
            body=DecisionRequest, answer=SuspectSerializer, errors=(404, 409))  # fmt: skip
    def post(self, request: Request, name: str, line_no: int) -> Response:
        """Saying the same twice changes nothing. The output manifest follows; a completed job is in progress until it
        is written, or until people who are asked again have answered."""
        job, given = actions.get_job(name), self.given()
        decided = Decided(line_no, given["decision"], tuple(given.get("labels", ())))
        suspecting.decide(job, [decided], actor=self.actor)
        lifecycle.send(job)
        one = Suspect.objects.select_related("data_object").get(job=job, data_object__line_no=line_no)
        return Response(SuspectSerializer(one, context={"job": job}).data)


class SimilarView(TenantView):
    @serves("list_similar_objects", "The objects most like one", tag="objects", answer=SimilarObjectsSerializer,
            errors=(404, 409, 502))  # fmt: skip
    def get(self, request: Request, name: str, line_no: int) -> Response:
        """At most 24, the most alike first, with their labels. 409 before the job's objects were turned into numbers."""
        job = actions.get_job(name)
        found = similar_to(job, looking.one_object(job, line_no))
        return Response(SimilarObjectsSerializer({"items": found}, context={"labels": job.labels}).data)


urlpatterns = [
    path("jobs/<slug:name>/waves/", WavesView.as_view(), name="job-waves"),
    path("jobs/<slug:name>/next-wave/", NextWaveView.as_view(), name="job-next-wave"),
    path("jobs/<slug:name>/label-check/", LabelCheckView.as_view(), name="job-label-check"),
    path("jobs/<slug:name>/suspects/", SuspectsView.as_view(), name="job-suspects"),
    path("jobs/<slug:name>/suspects/<int:line_no>/", SuspectView.as_view(), name="job-suspect"),
    path("jobs/<slug:name>/objects/<int:line_no>/similar/", SimilarView.as_view(), name="job-object-similar"),
]
