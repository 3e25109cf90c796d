"""What every room's REST views share: who calls. The scope was opened by the HTTP middleware before.

The middleware puts `request.actor` (a key or a signed-in member, inside the tenant's scope) on the request.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from tenants.actor import Actor


class KeyUser:
    """What DRF calls the user of a request that came with a key."""

    is_authenticated = True


class BearerKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <access key id>:<secret>`, found by the middleware."""

    def authenticate(self, request: Request) -> tuple[KeyUser, None] | None:
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            return None
        if actor_of(request) is None:
            raise AuthenticationFailed("This key is unknown or revoked. Send Authorization: Bearer <key id>:<secret>.")
        return KeyUser(), None

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
    """The actor behind a REST request, None when it acts for no tenant."""
    return getattr(request._request, "actor", None)


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
