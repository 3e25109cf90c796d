"""Work pages without browsers: one lean process that says what pages say (docs/portal-protocol.md) and takes the time.

    python -m benchmarks.pages < script.json

A cycle runs from sending `submit` for the item on the screen until both its `submitted` and the next `item` are
here: the answer is committed and the worker's next object is leased. After it the page sends `start` for the item
that is now on the screen and waits for `started`, as a real page does; that is not timed but lies between two cycles.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Script:
    """`cookies`: one page each. A page stops after `cycles`, or when `seconds` have passed after `warm_up`."""

    site: str
    path: str
    cookies: list[str]
    answer: dict[str, Any]
    cycles: int = 0
    seconds: float = 0.0
    warm_up: float = 0.0
    frames: bool = False


@dataclass
class Seen:
    """Seconds of each cycle, of submit to submitted alone, of start to started, of fetching a frame; and the counts.

    `acknowledged` counts all of the run, the lists only what began after the warm-up, within `seconds`.
    """

    cycles: list[float] = field(default_factory=list)
    stored: list[float] = field(default_factory=list)
    started: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    acknowledged: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0


class Out(Exception):
    """The site has nothing more for this page."""


class Page:
    """One open socket of one worker."""

    def __init__(self, script: Script, cookie: str, seen: Seen) -> None:
        self._script, self._cookie, self._seen = script, cookie, seen
        self._begin = self._end = 0.0
        self._reader: asyncio.StreamReader | None = None

    async def work(self, ready: asyncio.Barrier) -> None:
        """Open the page, wait for all others, then work."""
        url = f"{self._script.site.replace('http', 'ws', 1)}/ws{self._script.path}"
        headers = {"Cookie": self._cookie}
        async with connect(
            url,
            origin=self._script.site,
            additional_headers=headers,
            compression=None,
            max_size=None,
        ) as socket:
            await self._hear(socket, {"hello"})
            await self._say(socket, "next")
            current = await self._hear(socket, {"item"})
            ahead = await self._hear(socket, {"item"})
            await ready.wait()
            self._begin = time.perf_counter() + self._script.warm_up
            self._end = self._begin + self._script.seconds
            try:
                await self._cycles(socket, current["item"], ahead["item"])
            except Out:
                return

    async def _cycles(self, socket: ClientConnection, current: dict[str, Any], ahead: dict[str, Any]) -> None:
        await self._start(socket, current)
        done = 0
        while (done < self._script.cycles) if self._script.cycles else (time.perf_counter() < self._end):
            if self._script.frames:
                await self._fetch(ahead["frame"])
            current, ahead = ahead, await self._cycle(socket, current)
            await self._start(socket, current)
            done += 1

    async def _cycle(self, socket: ClientConnection, current: dict[str, Any]) -> dict[str, Any]:
        began = time.perf_counter()
        await self._say(socket, "submit", assignment=current["assignment"], answer=self._script.answer)
        await self._hear(socket, {"submitted"})
        stored = time.perf_counter()
        self._seen.acknowledged += 1
        heard = await self._hear(socket, {"item"})
        ended = time.perf_counter()
        if began >= self._begin and (self._script.cycles or ended <= self._end):
            self._seen.stored.append(stored - began)
            self._seen.cycles.append(ended - began)
        return dict(heard["item"])

    async def _start(self, socket: ClientConnection, item: dict[str, Any]) -> None:
        began = time.perf_counter()
        await self._say(socket, "start", assignment=item["assignment"])
        await self._hear(socket, {"started"})
        self._seen.started.append(time.perf_counter() - began)

    async def _hear(self, socket: ClientConnection, wanted: set[str]) -> dict[str, Any]:
        """Messages until all wanted types are here, by type."""
        heard: dict[str, Any] = {}
        while wanted - heard.keys():
            message = json.loads(await socket.recv())
            if message["type"] == "error":
                self._seen.errors.append(f"{message['code']}: {message['message']}")
            if message["type"] in ("error", "finished", "waiting", "expired"):
                raise Out
            heard[message["type"]] = message
        return heard

    @staticmethod
    async def _say(socket: ClientConnection, kind: str, **fields: Any) -> None:
        await socket.send(json.dumps({"type": kind, **fields}))

    async def _fetch(self, address: str) -> None:
        """GET a frame over this page's kept connection, or over a new one where the site has closed it."""
        began = time.perf_counter()
        head = await self._head(address) or await self._head(address)
        if " 200 " not in head.partition("\r\n")[0]:
            self._seen.errors.append(f"frame: {head.partition(chr(13))[0]}")
        assert self._reader
        await self._reader.readexactly(int(head.partition("content-length:")[2].partition("\r\n")[0]))
        self._seen.frames.append(time.perf_counter() - began)

    async def _head(self, address: str) -> str:
        """Status and headers of the answer; empty when the connection was closed meanwhile."""
        place = urlsplit(self._script.site)
        if self._reader is None:
            self._reader, self._writer = await asyncio.open_connection(place.hostname, place.port)
        try:
            self._writer.write(f"GET {address} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
            return (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        except (asyncio.IncompleteReadError, ConnectionError):
            self._reader = None
            return ""


async def play(script: Script) -> Seen:
    """Let all pages work; they begin together."""
    seen = Seen()
    ready = asyncio.Barrier(len(script.cookies))
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for cookie in script.cookies:
            group.create_task(Page(script, cookie, seen).work(ready))
    seen.seconds, seen.cpu = time.perf_counter() - began, time.process_time()
    return seen


def run(script: Script) -> Seen:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.pages"]
    given = json.dumps(asdict(script)).encode()
    done = subprocess.run(command, cwd=ROOT, check=True, input=given, stdout=subprocess.PIPE)
    return Seen(**json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(play(Script(**json.load(sys.stdin)))))))
