"""Pages of Bob and others on the live site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from jobs.models import LabelingJob
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


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """Half a second a password is right for people and long for tests; the hash itself is Django's own."""
    settings.PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("MD5", "PBKDF2")]
