"""Who may call REST: bearer key or session. The scope was opened by the HTTP middleware before.

The middleware puts `request.actor` (a key or a signed-in member, inside the tenant's scope) on the request.
DRF loads this module while it loads itself, so nothing here imports its views.
"""

from __future__ import annotations

from typing import Any

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

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
    """A signed-in member; writes need the CSRF token. A one-time password opens nothing but the page to replace it."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        found = super().authenticate(request)
        if found and found[0].must_change_password:
            raise AuthenticationFailed("Choose a password of your own first, on the sign-in page.")
        return found


class InTenant(BasePermission):
    """Lets in whoever acts for a tenant: a key, or a member of one."""

    message = "Sign in as a member of an account, or send an access key."

    def has_permission(self, request: Request, view: Any) -> bool:
        return actor_of(request) is not None


def actor_of(request: Request) -> Actor | None:
    """The actor behind a REST request, None when it acts for no tenant."""
    return getattr(request._request, "actor", None)
