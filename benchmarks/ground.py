"""The benchmarks' ground: real servers of their own under `var/bench`, and a database of their own.

Importing this module starts the servers, creates and migrates the database as the owner and sets Django up on the
application role, because everything that is imported after it needs that (as `tests/settings.py` does). At the end of
the process the database is dropped and the servers are stopped. One benchmark at a time: a second one waits.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "plumbline_bench"
os.environ.setdefault("PLUMBLINE_VAR", str(ROOT / "var" / "bench"))
VAR = Path(os.environ["PLUMBLINE_VAR"])


def _run(*command: str, **environment: str) -> None:
    subprocess.run(
        [sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **environment}
    )


def _alone() -> Any:
    """The lock that lets one benchmark run at a time; held until the process ends."""
    VAR.mkdir(parents=True, exist_ok=True)
    lock = (VAR / "bench.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _renamed(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))


_lock = _alone()
_run("-m", "config.services", "start")
from config import environment  # noqa: E402 - reads what the services have just written

_SERVER = environment.text("DATABASE_OWNER_URL")
OWNER_URL = _renamed(_SERVER)
APP_URL = _renamed(environment.text("DATABASE_URL"))
# The processes that benchmarks start inherit these; they run on `config.settings` unless told otherwise.
os.environ |= {
    "DATABASE_URL": APP_URL, "DATABASE_OWNER_URL": OWNER_URL, "CHANNEL_PREFIX": DATABASE,
}  # fmt: skip
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def _make() -> None:
    with psycopg.connect(_SERVER, autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        owner.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
    _run("manage.py", "migrate", "--verbosity", "0", PLUMBLINE_AS_OWNER="yes")


def _clear() -> None:
    connection.close()
    connection.close_pool()
    with psycopg.connect(_SERVER, autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    _run("-m", "config.services", "stop")


@contextmanager
def owner() -> Iterator[psycopg.Connection[Any]]:
    """A connection that commits each statement, as the owner of the tables."""
    with psycopg.connect(OWNER_URL, autocommit=True) as connection:
        yield connection


@contextmanager
def site() -> Iterator[str]:
    """The live site by its own command: uvicorn and the Celery processes. Yields its address."""
    _run("-m", "config.services.site", "start")
    try:
        yield str(json.loads((VAR / "site.json").read_text())["url"])
    finally:
        _run("-m", "config.services.site", "stop")


signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
_make()
django.setup()

from django.core.cache import cache  # noqa: E402 - needs the settings
from django.db import connection  # noqa: E402 - as above

cache.clear()  # also forgets messages of a run that was killed
atexit.register(_clear)
logging.getLogger().setLevel(logging.WARNING)  # events of jobs would stand between the figures
