"""Doors of a request: its id for the logs, and the tenant of the person who is signed in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.logs import request_id
from config.sessions import actor_of, chosen_tenant
from tenants import scope
from tenants.keys import find_bearer

_CLEAN_ID = re.compile(r"^[\w-]{8,64}$")
# Rooms of the site that show a tenant's own rows; the labeling site opens its scope after checking membership.
_TENANT_PATHS = ("/admin/", "/api/")


class RequestIdMiddleware:
    """Takes over a sane X-Request-Id or makes one; it stands in every log line and in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        chosen = given if _CLEAN_ID.match(given) else uuid.uuid4().hex
        token = request_id.set(chosen)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-Id"] = chosen
        return response


class TenantMiddleware:
    """Opens one tenant's scope for the admin and for REST: of the access key, or of the member who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_TENANT_PATHS):
            return self.get_response(request)
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self._by_key(request, token.strip())
        if request.user.is_authenticated:
            return self._by_member(request)
        return self.get_response(request)

    def _by_key(self, request: HttpRequest, token: str) -> HttpResponse:
        found = find_bearer(token) if token.isprintable() else None  # PostgreSQL takes no NUL
        if found is None:
            return self.get_response(request)
        with scope.tenant(found.tenant_id):
            request.actor = found.actor  # type: ignore[attr-defined]  # ours, on Django's class
            return self.get_response(request)

    def _by_member(self, request: HttpRequest) -> HttpResponse:
        tenant_id = chosen_tenant(request)
        if tenant_id is None:
            return self.get_response(request)
        with scope.tenant(tenant_id):
            request.actor = actor_of(request.user)  # type: ignore[attr-defined]  # as above
            return self.get_response(request)
