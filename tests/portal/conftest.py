"""Pages of Bob and others on the live site."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from jobs.models import LabelingJob
from portal import bridge
from tests.portal.page import Page, session_of
from tests.site import Site
from workforce.models import Worker

OpenPage = Callable[[Worker, LabelingJob], Page]


@pytest.fixture
def open_page(site: Site) -> Iterator[OpenPage]:
    """Opens a worker's work page on a job and has heard its `hello`."""
    with ExitStack() as stack:

        def opened(worker: Worker, job: LabelingJob) -> Page:
            page = stack.enter_context(Page(site, session_of(worker), job.public_id))
            page.hear("hello")
            return page

        yield opened


@pytest.fixture
def bridge_here() -> Iterator[None]:
    """The bridge runs in this process. Its threads give their connections back, or the run's database would stay."""
    yield
    everybody = threading.Barrier(django_settings.PORTAL_THREADS)

    def let_go() -> None:
        everybody.wait(60)
        bridge._leave()
        connection.close()

    for done in [bridge._threads.submit(let_go) for _ in range(django_settings.PORTAL_THREADS)]:
        done.result()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Half a second a password is right for people and long for tests; the hash itself is Django's own."""
    settings.PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("MD5", "PBKDF2")]
