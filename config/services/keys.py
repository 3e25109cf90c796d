"""Passwords and keys of this installation: generated once, kept in `var/secrets.json`, readable by its owner only."""

from __future__ import annotations

import base64
import secrets

from config.environment import VAR
from config.services.folders import read_json, write_json

_NAMES = (
    "SECRET_KEY",
    "POSTGRES_SUPERUSER_PASSWORD",
    "POSTGRES_OWNER_PASSWORD",
    "POSTGRES_APP_PASSWORD",
    "VALKEY_PASSWORD",
    "S3_SECRET_ACCESS_KEY",
    "S3_INTERNAL_KEY",
)


def load() -> dict[str, str]:
    """All secrets by name; those that are missing are generated and stored first.

    `ENCRYPTION_KEY` is a Fernet key: 32 random bytes, urlsafe base64. Raises PermissionError with a remedy where the
    file belongs to somebody else.
    """
    path = VAR / "secrets.json"
    try:
        known: dict[str, str] = read_json(path)
    except PermissionError as error:
        raise PermissionError(f"{path} belongs to another user. Run as that user, or set PLUMBLINE_VAR.") from error
    wanted = {name: secrets.token_urlsafe(36) for name in _NAMES}
    wanted["ENCRYPTION_KEY"] = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    wanted["S3_ACCESS_KEY_ID"] = "PLUMBLINE" + secrets.token_hex(6).upper()
    if wanted.keys() - known.keys():
        known = wanted | known
        write_json(path, known)
    return known
