"""REST: the account that a key or a session acts for, its members, keys, buckets and audit trail."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tenants import scope
from tenants.models import Tenant
from tenants.rest import TenantView


class AccountSerializer(serializers.Serializer[Tenant]):
    name = serializers.CharField()
    account_id = serializers.CharField()
    region = serializers.CharField()


class AccountView(TenantView):
    """The account behind the key or session."""

    @extend_schema(responses=AccountSerializer)
    def get(self, request: Request) -> Response:
        return Response(AccountSerializer(Tenant.objects.get(pk=scope.current())).data)


urlpatterns = [path("account/", AccountView.as_view(), name="account")]
