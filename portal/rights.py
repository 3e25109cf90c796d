"""May this session work on this job, now? Asked when a socket opens and again every few seconds."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest

from jobs.access import Access, worker_of
from tenants.errors import AccessDenied, PlumblineError
from tenants.models import User


class SignedOut(PlumblineError):
    """You are signed out. Sign in again; what you submitted is kept."""

    code = "SignedOut"
    status = 401


class NotYours(AccessDenied):
    """You do not work on this job any more, or never did. What you submitted is kept."""

    code = "NotYours"


def check(session_key: str, public_id: UUID) -> Access:
    """The right to work on a job; raises `SignedOut` or `NotYours`. Reads the session and the person anew."""
    user = _person(session_key)
    if user is None or user.must_change_password:
        raise SignedOut
    try:
        return worker_of(user.pk, public_id)
    except PlumblineError as error:
        raise NotYours from error


def same_origin(scope: dict[str, Any]) -> bool:
    """Does the handshake come from a page of this very host? Browsers always send Origin with a websocket."""
    headers = {name: value.decode("latin1") for name, value in scope["headers"] if name in (b"origin", b"host")}
    origin = headers.get(b"origin", "")
    return bool(origin) and (urlsplit(origin).netloc == headers.get(b"host") or origin in settings.CSRF_TRUSTED_ORIGINS)


def _person(session_key: str) -> User | None:
    """The active user of a session, None when it ended, the password changed or the account was closed."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = auth.get_user(request)
    return user if isinstance(user, User) and user.is_active else None
