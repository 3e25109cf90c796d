"""The work socket: one open work page. It only translates; turns are granted and stored by `jobs.dispatch`."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar
from uuid import UUID

import orjson
import structlog
from channels.consumer import get_handler_name
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import DataError, IntegrityError
from django.db import Error as DatabaseError
from django.utils import timezone
from redis.exceptions import RedisError

from jobs import dispatch, events
from jobs.access import Access
from jobs.dispatch import Turn
from jobs.errors import JobEnded, LeaseLost, ObjectFailed
from portal import bridge, messages, nudges, rights, turns
from portal.asking import Asking, Question
from portal.messages import Message
from tenants.errors import AccessDenied, PlumblineError, StorageError

log = structlog.get_logger("portal.consumer")

SIGNED_OUT, REFUSED, TRY_AGAIN = 4401, 4403, 1013  # close codes; the page does not come back after the first two
LEFT = (1000, 1001)  # the page was closed or left, as opposed to a line that broke
BUSY = "The server is busy. The page tries again by itself."
LOOK_EVERY = 3.0  # s; truth never depends on a message: rights, deadlines and waiting are looked at this often
OTHERS_FIRST = 0.5  # s
_open_pages: Counter[tuple[int, int]] = Counter()  # (job, worker) → sockets of this process


class WorkConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no types
    """`hand` is what this page was given: the item on its screen and the one ahead."""

    channel_name = ""
    access: Access | None = None
    watcher: asyncio.Task[None] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hand: dict[int, Turn] = {}
        self.answered = 0
        self.aside_until = 0.0  # gave an item back just now: the message of that is for the others
        self.asked = False  # the page wants items, also after `finished`: failed objects may be opened again
        self.joined = False  # hears what the job says, and is counted among the open pages
        self.told: dict[str, Any] = {}  # the last `waiting` or `finished`
        self.shut = False  # nothing more is said
        self.asking = Asking(self.say)
        self.steps = asyncio.Lock()  # one step at a time, also between messages and the watcher

    # --- the line ---------------------------------------------------------------------------------------------------

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Channels asks Valkey for a channel before `connect`: while that is away, the page is told to come again."""
        try:
            await super().__call__(scope, receive, send)
        except RedisError as error:
            if self.channel_name:
                raise
            log.warning("socket_not_served", error=str(error))
            await receive()  # the page's wish to connect, which an answer has to follow
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": TRY_AGAIN, "reason": BUSY})

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without Channels' detour: for every message it would look for old connections in a thread that has none."""
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
        if not rights.same_origin(self.scope):
            await self.close()
            return
        await self.accept()
        async with self._step():
            self.access = access = await self._check()
            await self.channel_layer.group_add(events.group(access.job_id), self.channel_name)
            _open_pages[access.job_id, access.worker_id] += 1
            self.joined = True
            hello = await bridge.repeatable(access.tenant_id, turns.greeting, access)
            self.answered = hello["answered"]
            await self.say(**hello)
            await self.say(**(await bridge.repeatable(access.tenant_id, turns.prospect, access))[1])
            self.watcher = asyncio.create_task(self._watch())

    async def disconnect(self, code: int) -> None:
        """A page that was left gives back what it held ahead; a broken line keeps it for a minute."""
        self.shut = True
        self.asking.stop()
        if self.watcher:
            self.watcher.cancel()
        if self.access is None:
            return
        key = self.access.job_id, self.access.worker_id
        last = self._count_out(key)
        try:
            await self.channel_layer.group_discard(events.group(self.access.job_id), self.channel_name)
            if last and code in LEFT and len(self.hand) > 1:
                await self._do(dispatch.give_back_ahead, *key)
        except (RedisError, DatabaseError, OSError) as error:
            log.warning("page_not_tidied_up", error=str(error))  # what it held ahead runs out in a minute

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        text = text_data if text_data is not None else bytes_data
        async with self._step() as about:
            about.append(messages.heading(text))
            about.append(message := messages.parse(text))
            await self._verbs[message.type](self, message)

    async def say(self, **message: Any) -> None:
        """Send a message. A page that is gone hears nothing, and its `disconnect` follows."""
        if self.shut:
            return
        try:
            await self.send(text_data=orjson.dumps(message).decode())
        except OSError:
            self.shut = True

    async def shut_down(self, code: int, reason: str) -> None:
        """Close the socket from this side, once."""
        if not self.shut:
            self.shut, self.asked = True, False
            await self.close(code, reason)

    # --- what the page says -----------------------------------------------------------------------------------------

    async def on_next(self, message: Message) -> None:
        """First what this worker holds already, with its draft; then new items."""
        self.asked, self.told = True, {}
        access = self._access()
        self.hand = {turn.assignment_id: turn for turn in await bridge.repeatable(access.tenant_id, turns.held, access)}
        for place, turn in enumerate(self.hand.values()):
            await self._offer(turn, "ahead" if place else "current")
        await self._fill()

    async def on_start(self, message: Message) -> None:
        turn = await self._do(dispatch.start, message.assignment, self._access().worker_id)
        self.hand[turn.assignment_id] = turn
        await self.say(type="started", assignment=turn.assignment_id, deadline=turns.stamp(turn.deadline))

    async def on_submit(self, message: Message) -> None:
        """Store, acknowledge, then look for the next one: in this order."""
        worker_id = self._access().worker_id
        stored = await self._do(dispatch.submit, message.assignment, worker_id, message.answer)
        self.hand.pop(message.assignment, None)
        self.answered += not stored.repeated
        await self.say(type="submitted", assignment=message.assignment, answered=self.answered)
        if stored.object_done:
            nudges.soon(self._access())
        await self._fill()

    async def on_decline(self, message: Message) -> None:
        await self._do(dispatch.decline, message.assignment, self._access().worker_id)
        self.hand.pop(message.assignment, None)
        await self.say(type="declined", assignment=message.assignment)
        await self._fill()

    async def on_release(self, message: Message) -> None:
        """Others first: this page looks for more a little later, or it would get the same item straight back."""
        await self._do(dispatch.release, message.assignment, self._access().worker_id)
        self.hand.pop(message.assignment, None)
        self.aside_until = time.monotonic() + OTHERS_FIRST
        await self.say(type="released", assignment=message.assignment)
        if self.asked and not self.hand:
            await self._tell_why()

    async def on_draft(self, message: Message) -> None:
        await self._do(dispatch.save_draft, message.assignment, self._access().worker_id, message.answer)
        await self.say(type="draft_saved", assignment=message.assignment, seq=message.seq)

    async def on_segment(self, message: Message) -> None:
        """The answer comes as a message of the channel layer; meanwhile the page goes on."""
        access, about = self._access(), {"assignment": message.assignment, "seq": message.seq}
        try:
            turn = self.hand.get(message.assignment)
            picture = await self._do(turns.picture, access, message.assignment, turn, message.prompt["picture"])
        except (turns.NotAsked, AccessDenied, StorageError) as error:
            await self.say(type="segmented", **about, mask=None, reason=error.message)
            return
        body = {**message.prompt, "picture": picture, "channel": self.channel_name}
        await self.asking.put(Question(access.tenant_id, access.worker_id, **about, body=body))

    async def on_heartbeat(self, message: Message) -> None:
        access = self._access()
        await self._do(dispatch.keep_ahead, access.job_id, access.worker_id)
        await self.say(type="heartbeat", now=turns.now())

    _verbs: ClassVar[dict[str, Callable[[WorkConsumer, Message], Awaitable[None]]]] = {
        "next": on_next, "start": on_start, "submit": on_submit, "decline": on_decline, "release": on_release,
        "draft": on_draft, "segment": on_segment, "heartbeat": on_heartbeat,
    }  # fmt: skip

    # --- what the job says (channel layer) --------------------------------------------------------------------------

    async def job_work(self, event: dict[str, Any]) -> None:
        if self.asked and not self.hand and time.monotonic() > self.aside_until:
            async with self._step():
                await self._fill()

    async def job_ended(self, event: dict[str, Any]) -> None:
        async with self._step():
            await self._finish(event["status"])

    async def job_turns_ended(self, event: dict[str, Any]) -> None:
        """Their object failed: nobody goes on at what can no longer be submitted, or sits before a page without it."""
        async with self._step():
            gone = [assignment for assignment in event["assignments"] if self.hand.pop(assignment, None)]
            for assignment in gone:
                await self.say(type="error", **ObjectFailed().as_dict(), assignment=assignment)
            if gone:
                await self._fill()

    async def job_progress(self, event: dict[str, Any]) -> None:
        await self.say(type="progress", labeled=event["labeled"], total=event["total"], failed=event["failed"])

    async def segmented(self, event: dict[str, Any]) -> None:
        await self.asking.answered(event["assignment"], event["seq"], mask=event["mask"], reason=event["reason"])

    # --- steps ------------------------------------------------------------------------------------------------------

    async def _fill(self) -> None:
        """Have two items in hand, or tell why there is none."""
        access = self._access()
        while self.asked and len(self.hand) < 2:
            turn = await bridge.inside(access.tenant_id, turns.take, access, ahead=bool(self.hand))
            if turn is None:
                break
            self.hand[turn.assignment_id] = turn
            await self._offer(turn, "ahead" if len(self.hand) > 1 else "current")
        if self.asked and not self.hand:
            await self._tell_why()

    async def _tell_why(self) -> None:
        """Nothing for this worker now: will there be? Said once, and again when it changes."""
        access = self._access()
        why, progress = await bridge.repeatable(access.tenant_id, turns.prospect, access)
        if why["type"] == "finished":
            await self._finish(why["status"])
        elif why != self.told:
            self.told = why
            await self.say(**why)
            await self.say(**progress)

    async def _finish(self, status: str) -> None:
        self.hand.clear()
        told = {"type": "finished", "status": status}
        if self.asked and told != self.told:
            self.told = told
            await self.say(**told)

    async def _offer(self, turn: Turn, slot: str) -> None:
        self.told = {}
        await self.say(**turns.item(self._access(), turn, slot))

    async def _watch(self) -> None:
        """A page without its watcher would keep rights it lost: whatever ends this task ends the socket."""
        try:
            await self._watch_on()
        finally:
            await self.shut_down(TRY_AGAIN, "")

    async def _watch_on(self) -> None:
        await asyncio.sleep(random.uniform(0, LOOK_EVERY))
        while not self.shut:
            async with self._step():
                await self._look()
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self) -> None:
        """Still allowed? Anything run out? Anything to do?"""
        self.access = await self._check()
        late = [turn for turn in self.hand.values() if turn.started and turn.deadline <= timezone.now()]
        for turn in late:
            del self.hand[turn.assignment_id]
            self.aside_until = time.monotonic() + OTHERS_FIRST
            await self.say(type="expired", assignment=turn.assignment_id)
        if self.told.get("type") == "finished":
            await self._tell_why()  # one cheap question, where taking an item would be five
        if self.told.get("type") != "finished" and time.monotonic() > self.aside_until:
            await self._fill()

    async def _check(self) -> Access:
        key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        public_id: UUID = self.scope["url_route"]["kwargs"]["public_id"]
        if self.access is None:
            return await bridge.outside(rights.check, key, public_id)
        return await bridge.repeatable(self.access.tenant_id, rights.check, key, public_id)

    def _access(self) -> Access:
        if self.access is None:
            raise rights.NotYours
        return self.access

    async def _do(self, verb: Callable[..., Any], *args: Any) -> Any:
        """A verb of dispatch; every one of those used here is safe to repeat."""
        return await bridge.repeatable(self._access().tenant_id, verb, *args)

    def _count_out(self, key: tuple[int, int]) -> bool:
        """This page is not open any more; was it the worker's last one on the job?"""
        if not self.joined:
            return False
        self.joined = False
        _open_pages[key] -= 1
        if _open_pages[key] > 0:
            return False
        del _open_pages[key]
        return True

    @asynccontextmanager
    async def _step(self) -> AsyncIterator[list[Message]]:
        """One step at a time. What goes wrong is told to the page; the list's last message is what it was about."""
        about: list[Message] = []
        async with self.steps:
            try:
                async with self._replacing(about):
                    yield about
            except (rights.SignedOut, rights.NotYours) as error:
                code = SIGNED_OUT if isinstance(error, rights.SignedOut) else REFUSED
                await self.shut_down(code, error.message)
            except PlumblineError as error:
                await self._refuse(error, about)
            except (DataError, IntegrityError) as error:
                # The same message would fail for ever, so "try again" would be a loop.
                log.error("message_not_storable", error=str(error))
                if about:
                    await self._refuse(messages.NotStored(), about)
            except (DatabaseError, RedisError, OSError) as error:
                log.warning("service_unreachable", error=str(error))
                await self.shut_down(TRY_AGAIN, BUSY)

    @asynccontextmanager
    async def _replacing(self, about: list[Message]) -> AsyncIterator[None]:
        """An item that is gone makes room for another one."""
        try:
            yield
        except (LeaseLost, JobEnded) as error:
            if about:
                self.hand.pop(about[-1].assignment, None)
            await self._refuse(error, about)
            await self._fill()

    async def _refuse(self, error: PlumblineError, about: list[Message]) -> None:
        named = (
            {"refused": about[-1].type, "assignment": about[-1].assignment} if about and about[-1].assignment else {}
        )
        await self.say(type="error", **error.as_dict(), **named)
