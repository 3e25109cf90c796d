"""Where settings come from: the environment first, else what the embedded services wrote under `var/`.

Each helper fails loudly and says which variable it wanted.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("PLUMBLINE_VAR") or ROOT / "var").resolve()


class SettingMissing(RuntimeError):
    """A setting is neither in the environment nor among the embedded services' files."""


def _written(name: str) -> dict[str, str]:
    path = VAR / name
    return dict(json.loads(path.read_text())) if path.exists() else {}


_SERVICES = _written("services.json")
_SECRETS = _written("secrets.json")


def text(name: str, default: str | None = None) -> str:
    """A setting as text."""
    value = os.environ.get(name) or _SERVICES.get(name) or _SECRETS.get(name) or default
    if value is None:
        raise SettingMissing(f"{name} is not set. Set it, or start the embedded services: bin/services start")
    return value


def flag(name: str, default: bool = False) -> bool:
    """A setting as yes or no."""
    value = text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise SettingMissing(f"{name} must be yes or no, not {value!r}.")
    return value in {"yes", "true", "1"}


def number(name: str, default: int) -> int:
    """A setting as an integer."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise SettingMissing(f"{name} must be a whole number, not {value!r}.") from None


def words(name: str, default: str = "") -> list[str]:
    """A setting as a list, split at commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(name: str) -> dict[str, object]:
    """`postgres://user:password@host:port/name` as Django's dictionary."""
    url = urlsplit(text(name))
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": url.path.lstrip("/"), "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""), "HOST": url.hostname or "", "PORT": str(url.port or 5432),
    }  # fmt: skip
