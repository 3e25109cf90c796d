"""The doors of REST: bearer key or session; both end in one tenant's scope."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from tenants import scope
from tenants.actor import Actor
from tenants.keys import find_bearer


class KeyUser:
    """What DRF calls the user of a request that came with a key."""

    is_authenticated = True

    def __init__(self, actor: Actor) -> None:
        self.actor = actor


class BearerKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access key id>:<secret>`."""

    def authenticate(self, request: Request) -> tuple[KeyUser, int] | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        found = find_bearer(token.strip())
        if found is None:
            raise AuthenticationFailed("This key is unknown or revoked. Send Authorization: Bearer <key id>:<secret>.")
        return KeyUser(found.actor), found.tenant_id

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class MemberSessionAuthentication(SessionAuthentication):
    """A signed-in member; writes need the CSRF token."""


class InTenant(BasePermission):
    """Lets in whoever acts for a tenant: a key, or a member of one."""

    message = "Sign in as a member of an account, or send an access key."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return actor_of(request) is not None


def actor_of(request: Request) -> Actor | None:
    """The actor behind a REST request."""
    if isinstance(request.user, KeyUser):
        return request.user.actor
    return getattr(request._request, "actor", None)


class TenantView(APIView):
    """A view whose handlers run inside the caller's tenant; parent of every REST view."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # DRF authenticates inside dispatch, and handlers need the scope, so a key is looked up one step earlier.
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        found = find_bearer(token.strip()) if kind.lower() == "bearer" else None
        if found is None:
            return super().dispatch(request, *args, **kwargs)
        with scope.tenant(found.tenant_id):
            return super().dispatch(request, *args, **kwargs)

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
