"""Valkey is away: nobody is locked out, pages say so, sockets close to come again, and nothing stays behind."""

from __future__ import annotations

import asyncio
import os
from typing import Any
from urllib.parse import urlsplit

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from channels.sessions import CookieMiddleware
from django.test import Client

from jobs.models import LabelingJob
from portal import consumer
from portal.routing import websocket_urlpatterns
from tests.cast import PASSWORD, Account
from tests.portal.page import session_of
from tests.site import free_port
from workforce.models import Worker

IN_DATABASE = "django.contrib.sessions.backends.db"


@pytest.fixture
def nowhere() -> str:
    """The address of a Valkey that does not answer."""
    return f"redis://127.0.0.1:{free_port()}/0"


@pytest.fixture
def no_cache(settings: Any, nowhere: str) -> Any:
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": nowhere}}
    return settings


def sign_in(client: Client, password: str = PASSWORD) -> int:
    return client.post("/sign-in/", {"email": "bob@example.org", "password": password}).status_code


def test_somebody_with_the_right_password_gets_in_and_others_do_not(client: Client, bob: Worker, no_cache: Any) -> None:
    no_cache.SESSION_ENGINE = IN_DATABASE
    assert [sign_in(client, "guess") for _ in range(7)] == [422] * 7
    assert sign_in(client) == 302
    assert client.get("/").status_code == 200


def test_a_reset_can_be_asked_for(client: Client, bob: Worker, no_cache: Any) -> None:
    answer = client.post("/password/forgotten/", {"email": "bob@example.org"})
    assert answer.headers["Location"] == "/password/sent/"


def test_sessions_that_go_through_valkey_are_told_to_wait(client: Client, bob: Worker, no_cache: Any) -> None:
    no_cache.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    answer = client.post("/sign-in/", {"email": "bob@example.org", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "Back in a moment" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


async def opened(worker_session: str, job: LabelingJob) -> dict[str, Any]:
    """Open a work page in this process, half a second after its channel was asked for; what its socket says last."""
    headers = [(b"host", b"testserver"), (b"origin", b"http://testserver"),
               (b"cookie", f"sessionid={worker_session}".encode())]  # fmt: skip
    scope = {"type": "websocket", "path": f"/ws/label/{job.public_id}/", "query_string": b"", "headers": headers}
    page = ApplicationCommunicator(CookieMiddleware(URLRouter(websocket_urlpatterns)), scope)
    assert await page.receive_nothing(0.5)
    await page.send_input({"type": "websocket.connect"})
    assert (await page.receive_output(30))["type"] == "websocket.accept"
    last = dict(await page.receive_output(30))
    await page.send_input({"type": "websocket.disconnect", "code": last.get("code")})
    await page.wait(30)
    return last


def layer_at(settings: Any, address: str) -> None:
    layer = settings.CHANNEL_LAYERS["default"]
    settings.CHANNEL_LAYERS = {"default": layer | {"CONFIG": layer["CONFIG"] | {"hosts": [address]}}}


@pytest.fixture
def job(committed: None, bridge_here: None, alice: Account, settings: Any) -> LabelingJob:
    settings.SESSION_ENGINE = IN_DATABASE
    return alice.text_job()


def test_a_work_page_closes_to_come_again(job: LabelingJob, bob: Worker, settings: Any, nowhere: str) -> None:
    layer_at(settings, nowhere)
    said = asyncio.run(opened(session_of(bob), job))
    assert (said["type"], said["code"]) == ("websocket.close", 1013)
    assert not consumer._open_pages


async def until_the_first_channel(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """Pass on what comes until a subscription was confirmed, then break the line."""
    while given := await source.read(65536):
        sink.write(given)
        await sink.drain()
        if b"subscribe" in given:
            break
    sink.close()


def test_a_page_whose_valkey_goes_away_while_it_opens_is_not_counted_as_open(
    job: LabelingJob, bob: Worker, settings: Any
) -> None:
    url, port = urlsplit(os.environ["REDIS_URL"]), free_port()
    layer_at(settings, url._replace(netloc=f":{url.password}@127.0.0.1:{port}").geturl())
    session = session_of(bob)

    async def between(page: asyncio.StreamReader, to_page: asyncio.StreamWriter) -> None:
        door.close()  # nobody else gets in
        valkey, to_valkey = await asyncio.open_connection(url.hostname, url.port)
        there = asyncio.create_task(until_the_first_channel(page, to_valkey))
        await until_the_first_channel(valkey, to_page)
        there.cancel()
        to_valkey.close()

    async def played() -> dict[str, Any]:
        nonlocal door
        door = await asyncio.start_server(between, "127.0.0.1", port)
        return await opened(session, job)

    door: Any = None
    said = asyncio.run(played())
    assert (said["type"], said["code"]) == ("websocket.close", 1013)
    assert not consumer._open_pages
