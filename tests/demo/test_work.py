"""A simulated person's work page, against a scripted site on a real line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

import pytest
import urllib3
from websockets.asyncio.server import Request, Response, ServerConnection, serve

from config.demo.browser import Browser
from config.demo.confusion import MAILS, Eye, people
from config.demo.desk import Desk
from config.demo.samples import sight_of_text
from config.demo.trouble import DemoFailed

PAGE = "/label/00000000-0000-0000-0000-000000000000/"
TEXT = "buy now"
FRAME = (
    f'<crowd-classifier name="choice"><classification-target>{TEXT}</classification-target></crowd-classifier>'
)  # fmt: skip
Play = Callable[[ServerConnection], Awaitable[None]]


def item(assignment: int, slot: str = "current") -> str:
    return json.dumps({"type": "item", "slot": slot, "assignment": assignment, "frame": f"/frame/{assignment}/"})


async def heard(line: ServerConnection) -> tuple[str, int]:
    """The next message's type and assignment."""
    message = json.loads(await line.recv())
    return message["type"], message.get("assignment", 0)


class ScriptedSite:
    """Serves pages and frames, and plays one script for each connection."""

    def __init__(self, *plays: Play) -> None:
        self.plays = list(plays)
        self.pages: list[str] = []
        self.text = FRAME

    async def socket(self, line: ServerConnection) -> None:
        if not self.plays:
            await line.close(4403, "no more is in the script")
            return
        await line.send(json.dumps({"type": "hello", "job": {"reference": "code"}}))
        await self.plays.pop(0)(line)

    def page(self, line: ServerConnection, request: Request) -> Response | None:
        if request.path.startswith("/ws/"):
            return None
        self.pages.append(request.path)
        return line.respond(HTTPStatus.OK, self.text)

    @asynccontextmanager
    async def up(self) -> AsyncIterator[Desk]:
        async with serve(self.socket, "127.0.0.1", 0, process_request=self.page) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            yield Desk(Browser(f"http://127.0.0.1:{port}", urllib3.PoolManager()), PAGE)


async def work(site: ScriptedSite) -> Counter[str]:
    given: Counter[str] = Counter()
    async with site.up() as desk:
        assert await desk.open() == "code"
        await desk.work(Eye(people(1)[0], MAILS, seed=1), {sight_of_text(TEXT): "spam"}, given)
    return given


async def test_items_are_started_and_submitted_in_turn_and_the_one_ahead_is_loaded_before():
    messages: list[tuple[str, int]] = []

    async def play(line: ServerConnection) -> None:
        assert await heard(line) == ("next", 0)
        await line.send(item(1))
        await line.send(json.dumps({"type": "finished", "status": "InProgress"}))  # as it stands
        await line.send(item(2, "ahead"))
        for _ in range(4):
            kind, assignment = await heard(line)
            messages.append((kind, assignment))
            if kind == "submit":
                await line.send(json.dumps({"type": "submitted", "assignment": assignment, "answered": 1}))
        await line.send(json.dumps({"type": "finished", "status": "Completed"}))
        await line.wait_closed()

    site = ScriptedSite(play)
    given = await work(site)
    assert [one for one in messages if one[0] == "start"] == [("start", 1), ("start", 2)]
    assert messages.index(("submit", 1)) > messages.index(("start", 1))
    assert sorted(site.pages) == ["/frame/1/", "/frame/2/", PAGE]
    assert given == {people(1)[0].email: 2}


async def test_after_a_broken_line_what_was_not_acknowledged_is_sent_again_before_anything_else():
    async def breaks(line: ServerConnection) -> None:
        await heard(line)
        await line.send(item(7))
        assert await heard(line) == ("start", 7)
        assert await heard(line) == ("submit", 7)
        line.transport.abort()

    async def goes_on(line: ServerConnection) -> None:
        assert await heard(line) == ("submit", 7)
        await line.send(json.dumps({"type": "submitted", "assignment": 7, "answered": 1}))
        assert await heard(line) == ("next", 0)
        await line.send(json.dumps({"type": "finished", "status": "Completed"}))
        await line.wait_closed()

    assert await work(ScriptedSite(breaks, goes_on)) == {people(1)[0].email: 1}


async def test_an_answer_that_came_too_late_does_not_count():
    async def play(line: ServerConnection) -> None:
        await heard(line)
        await line.send(item(3))
        assert await heard(line) == ("start", 3)
        assert await heard(line) == ("submit", 3)
        await line.send(json.dumps({"type": "error", "code": "LeaseLost", "message": "Late.", "assignment": 3}))
        await line.send(json.dumps({"type": "finished", "status": "Completed"}))
        await line.wait_closed()

    assert await work(ScriptedSite(play)) == {}


async def test_something_that_is_not_in_the_data_is_not_labeled_but_reported():
    async def play(line: ServerConnection) -> None:
        await heard(line)
        await line.send(item(3))
        await line.wait_closed()

    site = ScriptedSite(play)
    site.text = FRAME.replace(TEXT, "something else")
    with pytest.raises(DemoFailed, match="something else"):
        await work(site)


async def test_a_page_that_was_refused_does_not_come_back():
    async def play(line: ServerConnection) -> None:
        await line.close(4403, "not yours")

    site = ScriptedSite(play)
    with pytest.raises(DemoFailed, match="closed for good"):
        await work(site)
    assert site.plays == []
