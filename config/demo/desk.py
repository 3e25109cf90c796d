"""One work page of one person: the socket's protocol (docs/portal-protocol.md 1) and what happens on the screen."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin

from config.demo import samples
from config.demo.browser import Browser, read_frame
from config.demo.confusion import Eye
from config.demo.trouble import DemoFailed

ENDED = ("Completed", "Failed", "Stopped")  # stages that a job does not leave
_HEARTBEAT = 15.0  # s, as the protocol asks
_RECONNECTS = 60  # tries, a second apart: the site may be restarting
_FOR_GOOD = (4401, 4403)  # close codes after which a page does not come back


class Desk:
    """Opened once; comes back after a broken line and repeats what was not acknowledged."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._page = address
        self._socket_url = browser.site.replace("http", "ws", 1) + "/ws" + address
        self._socket: ClientConnection
        self._unconfirmed: dict[int, dict[str, Any]] = {}
        self._given: Counter[str] = Counter()
        self._looks: set[asyncio.Task[Any]] = set()

    async def open(self) -> str:
        """Load the page, connect, and tell the job's reference code from the greeting."""
        await self._browser.get(self._page)
        await self._connect()
        hello = json.loads(await self._socket.recv())
        if hello["type"] != "hello":
            raise DemoFailed(f"The work page greets with {hello!r}.")
        return str(hello["job"]["reference"])

    async def leave(self) -> None:
        """Close the page."""
        await self._socket.close()

    async def work(self, eye: Eye, sights: Mapping[str, str], given: Counter[str]) -> None:
        """Label until the site says that nothing is left. `given` counts acknowledged answers by e-mail address."""
        self._eye, self._sights, self._given = eye, sights, given
        for attempt in range(_RECONNECTS):
            try:
                await self._shift()
            except (ConnectionClosed, OSError, InvalidHandshake) as error:
                code = error.rcvd.code if isinstance(error, ConnectionClosed) and error.rcvd else 0
                if code in _FOR_GOOD or attempt == _RECONNECTS - 1:
                    raise DemoFailed(f"{eye.person.name}'s work page was closed for good ({error}).") from error
                await asyncio.sleep(1.0)
                await self._connect_again()
            else:
                await self.leave()
                return

    async def _shift(self) -> None:
        """One connection: ask for items, look at them, answer, until `finished`."""
        for assignment, answer in self._unconfirmed.items():
            await self._say(type="submit", assignment=assignment, answer=answer)
        await self._say(type="next")
        items: asyncio.Queue[tuple[int, asyncio.Task[Any]]] = asyncio.Queue()
        chores = [asyncio.create_task(one) for one in (self._listen(items), self._answer(items), self._beat())]
        try:
            ended, _ = await asyncio.wait(chores, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for chore in chores:
                chore.cancel()
        await asyncio.gather(*ended)  # raises what ended it

    async def _listen(self, items: asyncio.Queue[tuple[int, asyncio.Task[Any]]]) -> None:
        """Frames are loaded as soon as they are offered, also the hidden one ahead."""
        while True:
            message = json.loads(await self._socket.recv())
            kind = message["type"]
            if kind == "item" and message["assignment"] not in self._unconfirmed:
                look = asyncio.create_task(self._look(message["frame"]))
                self._looks.add(look)
                look.add_done_callback(self._looks.discard)
                items.put_nowait((message["assignment"], look))
            elif kind == "submitted" and self._unconfirmed.pop(message["assignment"], None):
                self._given[self._eye.person.email] += 1
            elif kind in ("error", "expired"):
                self._unconfirmed.pop(message.get("assignment", 0), None)  # somebody else gets it
            elif kind == "finished" and message["status"] in ENDED:
                return  # else there is nothing for this person as it stands, and an object may come back

    async def _answer(self, items: asyncio.Queue[tuple[int, asyncio.Task[Any]]]) -> None:
        """One item after the other: on the screen, looked at, submitted."""
        while True:
            assignment, look = await items.get()
            await self._say(type="start", assignment=assignment)
            answer = await look
            if answer is None:
                await self._say(type="release", assignment=assignment)
                continue
            self._unconfirmed[assignment] = answer
            await self._say(type="submit", assignment=assignment, answer=answer)

    async def _look(self, frame: str) -> dict[str, Any] | None:
        """What this person answers to what the frame shows; None when the frame is gone."""
        try:
            shown = read_frame((await self._browser.frame(frame)).decode())
        except DemoFailed:
            return None
        if shown.image:
            sight = samples.sight_of_image(await self._browser.get(shown.image))
        else:
            sight = samples.sight_of_text(shown.text)
        if sight not in self._sights:
            raise DemoFailed(f"{self._eye.person.name} was shown something that is not in the data: {shown!r:.300}")
        return {shown.widget: {"label": self._eye.answer(sight, self._sights[sight])}}

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_HEARTBEAT)
            await self._say(type="heartbeat")

    async def _say(self, **message: Any) -> None:
        await self._socket.send(json.dumps(message))

    async def _connect(self) -> None:
        self._socket = await connect(
            self._socket_url, origin=Origin(self._browser.site),
            additional_headers={"Cookie": self._browser.cookie}, compression=None, max_size=None,
        )  # fmt: skip

    async def _connect_again(self) -> None:
        """A failed try shows at the next use, which then comes back here."""
        try:
            await self._connect()
        except (OSError, InvalidHandshake):
            return
