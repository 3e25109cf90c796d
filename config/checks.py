"""`manage.py check`: settings that contradict each other, each with what to do. The database is asked with `--database`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Critical, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connections
from django.http.request import validate_host

from autolabel import own_segmenter
from autolabel.own_segmenter import SegmenterMissing

_SHORTEST_SECRET = 40  # characters of base 64 are 240 bits
_SEGMENTER = "Set it to a folder with encoder.onnx and decoder.onnx, or to the two files with a comma between them."
_LOCAL = {"127.0.0.1", "localhost", "::1"}
_POWERS = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_OWNED = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND pg_has_role(current_user, c.relowner, 'USAGE')
    ORDER BY 1 LIMIT 3
"""


@register(Tags.security)
def check_secrets(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Secrets that protect nothing."""
    return [*_secret_key(), *_encryption_key()]


@register(Tags.security)
def check_address(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """What PUBLIC_URL says, and what the other settings make of it."""
    return [*_host(), *_transport()]


@register(Tags.database)
def check_role(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The application role must be bound by row-level security, the second wall between tenants."""
    return list(_role()) if "default" in (databases or ()) else []


@register()
def check_backbones(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Backbones of the operator's, each with what it reads: a job is refused one that does not suit it."""
    return [
        Error(
            f"AUTOLABEL_BACKBONES names {name!r} without what it reads and where it comes from.",
            hint=f"Write {name}=text:package.module.factory, or {name}=image:package.module.factory.",
            id="plumbline.E010",
        )
        for name, told in settings.AUTOLABEL_BACKBONES.items()
        if len(told) != 2 or told[0] not in ("text", "image") or "." not in told[1]
    ]


@register()
def check_segmenter(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The segmenter of the operator's: are its files there? Whether they fit is asked with `--deploy`."""
    try:
        own_segmenter.files()
    except SegmenterMissing as error:
        return [Error(str(error), hint=_SEGMENTER, id="plumbline.E011")]
    return []


@register(Tags.compatibility, deploy=True)
def check_segmenter_fits(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Both networks are opened, which takes as long as they are large."""
    fault = own_segmenter.fault()
    return [Error(f"AUTOLABEL_SEGMENTER: {fault}.", hint=_SEGMENTER, id="plumbline.E012")] if fault else []


def _secret_key() -> Iterator[CheckMessage]:
    key = settings.SECRET_KEY
    if len(key) < _SHORTEST_SECRET or len(set(key)) < 5 or key.startswith("django-insecure-"):
        yield Error(
            "SECRET_KEY is short or a default; whoever guesses it signs in as anybody.",
            hint="Set it to 50 or more random characters: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
            id="plumbline.E001",
        )
    if key == settings.ENCRYPTION_KEY:
        yield Error(
            "SECRET_KEY and ENCRYPTION_KEY are the same; who learns one has both.",
            hint="Make two.",
            id="plumbline.E003",
        )


def _encryption_key() -> Iterator[CheckMessage]:
    try:
        Fernet(settings.ENCRYPTION_KEY)
    except ValueError:
        yield Critical(
            "ENCRYPTION_KEY is not a Fernet key; no access key can be made or used.",
            hint="Make one, and keep it as long as the database: "
            "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'",
            id="plumbline.C002",
        )


def _host() -> Iterator[CheckMessage]:
    url = urlsplit(settings.PUBLIC_URL)
    host = url.hostname or ""
    if url.scheme not in {"http", "https"} or not host or url.path:
        yield Error(
            f"PUBLIC_URL {settings.PUBLIC_URL!r} is not the address of a site.",
            hint="Write scheme and host, such as https://label.example.org",
            id="plumbline.E004",
        )
    elif not validate_host(host if ":" not in host else f"[{host}]", settings.ALLOWED_HOSTS):
        yield Error(
            f"ALLOWED_HOSTS does not have {host}, the host of PUBLIC_URL; every page would answer 400.",
            hint=f"Set ALLOWED_HOSTS={host}",
            id="plumbline.E005",
        )


def _transport() -> Iterator[CheckMessage]:
    url = urlsplit(settings.PUBLIC_URL)
    if settings.DEBUG and url.scheme == "https":
        yield Error(
            "DEBUG is on for a site with https; error pages would show settings and data to everybody.",
            hint="Set DEBUG=no",
            id="plumbline.E006",
        )
    if url.scheme == "http" and url.hostname and url.hostname not in _LOCAL:
        yield Caution(
            f"PUBLIC_URL is {settings.PUBLIC_URL}: passwords and answers travel in the clear.",
            hint="Put a proxy with a certificate in front, set PUBLIC_URL=https://… and BEHIND_PROXY=yes",
            id="plumbline.W007",
        )


def _role() -> Iterator[CheckMessage]:
    with connections["default"].cursor() as cursor:
        cursor.execute(_POWERS)
        powerful = cursor.fetchone()[0]
        cursor.execute(_OWNED)
        owned = [name for (name,) in cursor.fetchall()]
    hint = "Let DATABASE_URL name the application role and DATABASE_OWNER_URL the owner; see deploy/postgres/roles.sh"
    if powerful:
        yield Critical(
            "The role of DATABASE_URL bypasses row-level security; nothing but our own code keeps tenants apart.",
            hint=hint,
            id="plumbline.C008",
        )
    elif owned:
        yield Critical(
            f"The role of DATABASE_URL owns tables ({', '.join(owned)}); row-level security does not bind owners.",
            hint=hint,
            id="plumbline.C009",
        )
