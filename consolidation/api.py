"""REST: how good a job's workers are, which of its objects were hard, and how far its labels can be trusted."""

from __future__ import annotations

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from consolidation import gold_story, story
from consolidation.serializers import GoldSerializer, HardObjectsSerializer, JobWorkerSerializer
from jobs import actions
from tenants.errors import NotFound
from tenants.rest import TenantView
from tenants.rest_pages import PageQuery, page_of, paged
from tenants.rest_schema import serves


class JobWorkersView(TenantView):
    @serves("list_job_workers", "How good the workers of a job are", tag="jobs", query=PageQuery,
            answer=page_of(JobWorkerSerializer), errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        """Those whose answers have become labels, in the order in which they joined the account."""
        job = actions.get_job(name)
        context = {"job": job, "crowd": story.crowd_of(job)}
        return paged(self, story.standings_of(job), JobWorkerSerializer, by=("worker_id",), context=context)


class HardObjectsView(TenantView):
    @serves("list_hard_objects", "The objects that people were least certain of", tag="objects",
            answer=HardObjectsSerializer, errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        """The 20 labels of lowest confidence, the lowest first, of those that more than one person answered."""
        job = actions.get_job(name)
        return Response(HardObjectsSerializer({"items": story.hard_objects(job)}, context={"job": job}).data)


class GoldView(TenantView):
    @serves("get_job_gold", "How far the labels of a job can be trusted", tag="jobs", answer=GoldSerializer,
            errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        """Its labels beside its gold answers (`plumbline:gold`); 404 for a job without."""
        told = gold_story.story_of(actions.get_job(name))
        if told is None:
            raise NotFound(f"The job {name} has no gold answers: its tags name no plumbline:gold.")
        return Response(GoldSerializer(told).data)


urlpatterns = [
    path("jobs/<slug:name>/workers/", JobWorkersView.as_view(), name="job-workers"),
    path("jobs/<slug:name>/hard-objects/", HardObjectsView.as_view(), name="job-hard-objects"),
    path("jobs/<slug:name>/gold/", GoldView.as_view(), name="job-gold"),
]
