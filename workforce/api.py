"""REST: work teams and the people in them."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tenants.rest import TenantView
from workforce.actions import get_workteam
from workforce.models import Workteam


class WorkteamSerializer(serializers.Serializer[Workteam]):
    name = serializers.CharField()
    arn = serializers.CharField()
    description = serializers.CharField()


class WorkteamView(TenantView):
    """One work team."""

    @extend_schema(responses=WorkteamSerializer)
    def get(self, request: Request, name: str) -> Response:
        return Response(WorkteamSerializer(get_workteam(name)).data)


urlpatterns = [path("work-teams/<slug:name>/", WorkteamView.as_view(), name="work-team")]
