"""REST: labeling jobs, their objects and their events."""

from __future__ import annotations

import orjson
from django.conf import settings
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from jobs import actions, arrivals, lifecycle, looking, pages, preview_sources, previews, topics
from jobs.examples import EXAMPLES
from jobs.models import JobEvent, Topic
from jobs.serializers import (
    ArrivalsSerializer,
    CreateQuery,
    EventSerializer,
    FaultsSerializer,
    JobSerializer,
    JobsQuery,
    JobSummarySerializer,
    NewTopic,
    ObjectSerializer,
    ObjectsQuery,
    ObjectWithAnswersSerializer,
    PreviewRequest,
    PreviewSerializer,
    RetriedSerializer,
    SentObjects,
    TopicSerializer,
)
from tenants.rest import TenantView
from tenants.rest_pages import PageQuery, page_of, paged
from tenants.rest_schema import aws_schema, serves


class JobsView(TenantView):
    @serves("list_jobs", "Labeling jobs, newest first", tag="jobs", query=JobsQuery,
            answer=page_of(JobSummarySerializer))  # fmt: skip
    def get(self, request: Request) -> Response:
        rows = looking.jobs(**self.filters())
        return paged(self, rows, JobSummarySerializer, by=("created_at", "pk"), newest_first=True)

    @serves("create_job", "Make a labeling job", tag="jobs", role="manager", query=CreateQuery, status=201,
            aws_body=aws_schema("CreateLabelingJob"), answer=JobSerializer, also={200: FaultsSerializer},
            errors=(409, 429), examples=EXAMPLES)  # fmt: skip
    def post(self, request: Request) -> Response:
        """The body is a CreateLabelingJob request of the AWS API, unchanged. All faults are told at once.

        Without a `UiConfig` the job shows the default template of its type.

        With `dry_run=true` the answer is 200 and `{"faults": […]}`, and nothing is made.
        """
        if self.asked["dry_run"]:
            return Response(FaultsSerializer({"faults": looking.faults(pages.or_default(self.sent))}).data)
        job = actions.create_job(pages.or_default(self.sent), actor=self.actor)
        lifecycle.send(job)
        return Response(JobSerializer(job).data, status=201)


class JobView(TenantView):
    @serves("get_job", "One labeling job", tag="jobs", answer=JobSerializer, errors=(404,))
    def get(self, request: Request, name: str) -> Response:
        return Response(JobSerializer(actions.get_job(name)).data)


class StopView(TenantView):
    @serves("stop_job", "Stop a job", tag="jobs", role="manager", answer=JobSerializer, errors=(404,))
    def post(self, request: Request, name: str) -> Response:
        """What is answered is still labeled and kept. A job that has ended stays as it is."""
        job = actions.get_job(name)
        actions.stop_job(job, actor=self.actor)
        lifecycle.send(job)
        return Response(JobSerializer(job).data)


class RetryFailedView(TenantView):
    @serves("retry_failed_objects", "Open the failed objects of a job again", tag="jobs", role="manager",
            answer=RetriedSerializer, errors=(404, 409))  # fmt: skip
    def post(self, request: Request, name: str) -> Response:
        """Also in a job that is completed, which then runs again."""
        job = actions.get_job(name)
        retried = actions.retry_failed(job, actor=self.actor)
        lifecycle.send(job)
        return Response({"retried": retried})


class EventsView(TenantView):
    @serves("list_job_events", "The log of a job, oldest first", tag="jobs", query=PageQuery,
            answer=page_of(EventSerializer), errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        return paged(self, JobEvent.objects.filter(job=actions.get_job(name)), EventSerializer)


class ObjectsView(TenantView):
    @serves("list_job_objects", "Objects of a job, in the manifest's order", tag="objects", query=ObjectsQuery,
            answer=page_of(ObjectSerializer), errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        job = actions.get_job(name)
        rows = looking.objects(job, **self.filters())
        return paged(self, rows, ObjectSerializer, by=("line_no",), context={"labels": job.labels})

    @serves("send_job_objects", "Send objects to a streaming job", tag="objects", role="manager", body=SentObjects,
            answer=ArrivalsSerializer, status=201, errors=(404, 409))  # fmt: skip
    def post(self, request: Request, name: str) -> Response:
        """All lines are stored, or none. One whose id came before is not stored again: `is_new` is false then."""
        job = actions.get_job(name)
        lines = [orjson.dumps(line).decode() for line in self.given()["lines"]]
        objects = arrivals.arrive(job, lines, actor=self.actor)
        lifecycle.let_machine_decide(job)
        return Response(ArrivalsSerializer({"objects": objects}).data, status=201)


class ObjectView(TenantView):
    @serves("get_job_object", "One object, with every worker's answer", tag="objects",
            answer=ObjectWithAnswersSerializer, errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str, line_no: int) -> Response:
        job = actions.get_job(name)
        data_object = looking.one_object(job, line_no)
        return Response(ObjectWithAnswersSerializer(data_object, context={"labels": job.labels}).data)


class TopicsView(TenantView):
    @serves("list_topics", "Topics that streaming jobs may read", tag="jobs", query=PageQuery,
            answer=page_of(TopicSerializer))  # fmt: skip
    def get(self, request: Request) -> Response:
        return paged(self, Topic.objects.select_related("tenant"), TopicSerializer, by=("name",))

    @serves(
        "create_topic", "Make a topic", tag="jobs", role="manager", body=NewTopic, answer=TopicSerializer, status=201
    )
    def post(self, request: Request) -> Response:
        """The same name again answers the topic that there is. Messages are published with the SNS client of an AWS SDK."""
        return Response(TopicSerializer(topics.create(self.given()["name"], actor=self.actor)).data, status=201)


class PreviewsView(TenantView):
    @serves("preview_template", "Preview a template", tag="previews", role="manager", status=201, body=PreviewRequest,
            answer=PreviewSerializer, errors=(404,))  # fmt: skip
    def post(self, request: Request) -> Response:
        """Rendered as in a real job, before any job exists. `frame` shows it in the sandbox that workers see it in."""
        shown = preview_sources.of_request(self.given())
        made = previews.make(shown.text, shown.task_input, actor=self.actor)
        frame = settings.PUBLIC_URL.rstrip("/") + made.frame if made.frame else None
        answer = {"frame": frame, "problems": made.problems, "task_input": shown.task_input, "html": made.html}
        return Response(PreviewSerializer(answer).data, status=201)


urlpatterns = [
    path("jobs/", JobsView.as_view(), name="jobs"),
    path("jobs/<slug:name>/", JobView.as_view(), name="job"),
    path("jobs/<slug:name>/stop/", StopView.as_view(), name="job-stop"),
    path("jobs/<slug:name>/retry-failed/", RetryFailedView.as_view(), name="job-retry-failed"),
    path("jobs/<slug:name>/events/", EventsView.as_view(), name="job-events"),
    path("jobs/<slug:name>/objects/", ObjectsView.as_view(), name="job-objects"),
    path("jobs/<slug:name>/objects/<int:line_no>/", ObjectView.as_view(), name="job-object"),
    path("topics/", TopicsView.as_view(), name="topics"),
    path("previews/", PreviewsView.as_view(), name="previews"),
]
