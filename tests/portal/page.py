"""A work page without a browser: what it says to the socket and what it hears."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from types import TracebackType
from typing import Any

from django.conf import settings
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tenants.models import User
from tests.site import Site
from workforce.models import Worker

PATIENCE = 30.0  # s: no measure of speed, but of what never comes


def account_of(worker: Worker) -> User:
    """The person of a worker as the database has it."""
    return User.objects.get(pk=worker.user_id)


def session_of(worker: Worker) -> str:
    """The session cookie of a worker who signed in."""
    client = Client()
    client.force_login(account_of(worker))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Page:
    """One open socket. `hear` waits for a message of a type and keeps the others in `heard`."""

    def __init__(self, site: Site, session: str, public_id: object, origin: str | None = "") -> None:
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        self.socket = connect(
            f"{site.socket_url}/ws/label/{public_id}/",
            origin=site.url if origin == "" else origin,
            additional_headers={"Cookie": cookie},
            max_size=None,
            legacy=True,
        )
        self.heard: list[dict[str, Any]] = []

    def __enter__(self) -> Page:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close(1001)

    def say(self, kind: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"type": kind, **fields}))

    def hear(self, kind: str, within: float = PATIENCE) -> dict[str, Any]:
        """The next message of that type."""
        ends = time.monotonic() + within
        while (left := ends - time.monotonic()) > 0:
            message = json.loads(self.socket.recv(left))
            self.heard.append(message)
            if message["type"] == kind:
                return message
        raise AssertionError(f"no {kind} within {within} s, but {self.heard}")

    def next(self) -> dict[str, Any]:
        """Ask for work; the item to be shown."""
        self.say("next")
        return self.hear("item")

    def closed(self, within: float = PATIENCE) -> tuple[int, str]:
        """Wait until the server closes; its code and reason."""
        ends = time.monotonic() + within
        with suppress(ConnectionClosed):
            while True:
                self.heard.append(json.loads(self.socket.recv(ends - time.monotonic())))
        return self.socket.close_code or 0, self.socket.close_reason or ""

    def break_line(self) -> None:
        """The line breaks: no closing handshake, as when a network goes away."""
        self.socket.socket.close()
