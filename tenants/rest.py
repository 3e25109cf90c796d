"""What every room's REST views share: the actor, and how the OpenAPI schema names the key."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.views import APIView

from tenants.actor import Actor
from tenants.rest_doors import BearerKeyAuthentication, actor_of


class TenantView(APIView):
    """Parent of every REST view; `self.actor` is who calls."""

    @property
    def actor(self) -> Actor:
        actor = actor_of(self.request)
        assert actor is not None  # InTenant let the request in
        return actor


class BearerKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI schema names the key."""

    target_class = BearerKeyAuthentication
    name = "accessKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "<access key id>:<secret>"}
