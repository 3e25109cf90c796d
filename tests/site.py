"""A real site for tests: uvicorn (and Celery, where asked for) as processes of their own on the run's database."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parent.parent
_ATTEMPTS = 10  # to empty the tables; between two of them the database waits a second for a deadlock


@dataclass
class Site:
    """Where the site is; `process` is the web process, for tests that kill it."""

    url: str
    process: subprocess.Popen[bytes]

    @property
    def socket_url(self) -> str:
        return self.url.replace("http", "ws", 1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_web(port: int, around: Mapping[str, str] = os.environ) -> Site:
    """Start uvicorn and wait until it answers; `around` is the environment of its installation."""
    url = f"http://127.0.0.1:{port}"
    environment = {**_serving(around), "PUBLIC_URL": url}
    log = _log(around, "test-web")
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--no-access-log"]
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    deadline = time.monotonic() + 160
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=2):
            return Site(url, process)
        time.sleep(0.1)
    stop(process)
    raise RuntimeError(f"The site did not start; see {log.name}")


def start_celery(*options: str, around: Mapping[str, str] = os.environ) -> subprocess.Popen[bytes]:
    """A real Celery process on all queues, with the beat; it leads a process group of its own."""
    schedule = Path(around["PLUMBLINE_VAR"]) / f"beat-{os.getpid()}"
    command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-B", "-s", str(schedule),
               "-Q", "default,ingest,consolidation,gpu", "--pool", "threads", "-c", "3", "--loglevel", "INFO",
               *options]  # fmt: skip
    with _log(around, "test-celery").open("ab") as out:
        return subprocess.Popen(command, cwd=ROOT, env=_serving(around), stdout=out, stderr=out, start_new_session=True)


def _serving(around: Mapping[str, str]) -> dict[str, str]:
    return {**around, "PLUMBLINE_AS_OWNER": "no", "DJANGO_SETTINGS_MODULE": "config.settings"}


def _log(around: Mapping[str, str], name: str) -> Path:
    return Path(around["PLUMBLINE_VAR"]) / "logs" / f"{name}.log"


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def _web(django_db_setup: None) -> Iterator[Site]:
    site = start_web(free_port())
    yield site
    stop(site.process)


@pytest.fixture
def site(_web: Site, committed: None) -> Site:
    """The live site on an empty database."""
    return _web


@pytest.fixture
def live_site(site: Site) -> Site:
    """The same, by the name the wire tests use."""
    return site


@pytest.fixture
def celery(committed: None) -> Iterator[subprocess.Popen[bytes]]:
    """A real Celery process for this test."""
    process = start_celery()
    yield process
    stop(process)


def empty_all_tables() -> None:
    """TRUNCATE as the owner; the application role cannot. A site that still writes may hold a table while it waits for
    another that is held here: one of the two is told of a deadlock, and if it is this one it begins again."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for _ in range(_ATTEMPTS):
            with contextlib.suppress(psycopg.errors.DeadlockDetected):
                owner.execute("""DO $$ DECLARE name text; BEGIN FOR name IN SELECT tablename FROM pg_tables
                    WHERE schemaname = 'public'
                        AND tablename NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
                    LOOP EXECUTE format('TRUNCATE TABLE %I CASCADE', name); END LOOP; END $$""")
                return
    raise AssertionError("The tables could not be emptied: somebody holds them.")
