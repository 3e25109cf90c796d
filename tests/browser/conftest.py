"""A real Chromium against the live site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from jobs.models import LabelingJob
from tests.browser.stage import Stage, stage_in
from tests.cast import PASSWORD
from tests.site import Site

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # ms: no measure of speed, but of what never comes
expect.set_options(timeout=PATIENCE)

SignIn = Callable[..., Page]
R = TypeVar("R")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a file. Playwright keeps an event loop running, which Django would take for async code."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()  # Django keeps those of a thread with a running loop apart; afterwards nobody finds them
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a browser profile of its own."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> BrowserContext:
        context = chromium.new_context(base_url=site.url, viewport=options.pop("viewport", DESK), **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Stage]:
    """A template on its own, without site and server."""
    context = chromium.new_context(viewport=DESK)
    context.set_default_timeout(PATIENCE)
    yield stage_in(context)
    context.close()


@pytest.fixture
def sign_in(visit: Callable[..., BrowserContext]) -> SignIn:
    """Signs a worker in through the form; the list of work is open then."""

    return lambda email, **options: signed_in(visit(**options), email)


def signed_in(context: BrowserContext, email: str) -> Page:
    """A page of this profile, in which somebody has just signed in."""
    page = context.new_page()
    page.goto("/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Your work").wait_for()
    return page


def apart(call: Callable[[], R]) -> R:
    """Run code of the product that bridges to async itself: Playwright's loop runs in the tests' own thread."""

    def in_thread() -> R:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(in_thread).result()


def open_work(page: Page, job: LabelingJob) -> None:
    """Open a job from the list; its first item is on the screen and can be used."""
    page.locator(f"a[href='/label/{job.public_id}/']").click()
    wait_for_item(page)


def wait_for_item(page: Page) -> None:
    page.frame_locator("iframe.on-screen").get_by_role("button", name="Submit").first.wait_for()


def item_text(page: Page) -> str:
    """The text to be labeled on the screen."""
    return page.frame_locator("iframe.on-screen").locator("classification-target").inner_text()
