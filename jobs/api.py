"""REST: labeling jobs, their objects and their events."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.actions import get_job
from jobs.models import LabelingJob
from tenants.rest import TenantView


class JobSerializer(serializers.Serializer[LabelingJob]):
    name = serializers.CharField()
    arn = serializers.CharField()
    stage = serializers.CharField()


class JobView(TenantView):
    """One labeling job."""

    @extend_schema(responses=JobSerializer)
    def get(self, request: Request, name: str) -> Response:
        return Response(JobSerializer(get_job(name)).data)


urlpatterns = [path("jobs/<slug:name>/", JobView.as_view(), name="job")]
