"""A page's questions to the model that finds things by clicks. It runs elsewhere (Celery queue `gpu`); at most one question
of a page is under way, and of those that come meanwhile the newest follows. Of a worker's pages together only one has a
question under way: others of the queue would else wait behind whoever opens hundreds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from celery import current_app
from django.db import Error as DatabaseError
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from portal import bridge
from tenants import hints

log = structlog.get_logger("portal.asking")
PATIENCE = 30.0  # s
_QUEUED = 28  # s until a question that nobody took up is gone, and its hint with it: before the next one is asked
_LATE = "The model did not answer within half a minute. Try again, or use “Select by clicks” without it."
_BUSY = (
    "The model is still at something else that you asked, here or in another window. Try again in a moment, or use "
    "“Select by clicks” without it."
)
_REPLACED = "Something else was asked after this. Try again, or use “Select by clicks” without the model."
_AWAY = "The model cannot be asked just now. Try again, or use “Select by clicks” without it."


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about the item of an assignment; `seq` is the page's own number for it."""

    tenant_id: int
    worker_id: int
    assignment: int
    seq: int
    body: dict[str, Any]

    @property
    def is_click(self) -> bool:
        """Is there more to do than to look at the picture?"""
        return bool(self.body["points"] or self.body["box"])

    @property
    def hint(self) -> str:
        """The hint that this worker has a question under way; whoever answers it takes the hint back."""
        return f"segment:{self.worker_id}"


class Asking:
    """One page's questions. `say` tells the page."""

    def __init__(self, say: Callable[..., Awaitable[None]]) -> None:
        self._say = say
        self._under_way: Question | None = None
        self._next: Question | None = None
        self._patience: asyncio.Task[None] | None = None

    async def put(self, question: Question) -> None:
        """Ask, now or when the question before is answered."""
        if self._under_way is not None:
            await self._put_behind(question)
            return
        self._under_way = question
        self._patience = asyncio.create_task(self._lose_patience(question))
        try:
            reason = await bridge.inside(question.tenant_id, _send, question)
        except DatabaseError as error:
            log.warning("model_not_asked", error=str(error))
            reason = _AWAY
        if reason:
            await self.answered(question.assignment, question.seq, reason=reason)

    async def answered(
        self, assignment: int, seq: int, *, mask: dict[str, Any] | None = None, reason: str = ""
    ) -> None:
        """Tell the page; what nobody waits for any more is dropped. Then the next question."""
        asked = self._under_way
        if asked is None or (asked.assignment, asked.seq) != (assignment, seq):
            return
        following, self._under_way, self._next = self._next, None, None
        self.stop()
        await self._tell(asked, mask, reason)
        if following is not None:
            await self.put(following)

    def stop(self) -> None:
        """Nobody waits any more."""
        patience, self._patience = self._patience, None
        if patience is not None and patience is not asyncio.current_task():
            patience.cancel()

    async def _put_behind(self, question: Question) -> None:
        waiting = self._next
        stays = waiting is not None and waiting.is_click and not question.is_click
        if not stays:
            self._next = question
        replaced = question if stays else waiting
        if replaced is not None:
            await self._tell(replaced, None, _REPLACED)

    async def _tell(self, asked: Question, mask: dict[str, Any] | None, reason: str) -> None:
        await self._say(type="segmented", assignment=asked.assignment, seq=asked.seq, mask=mask, reason=reason)

    async def _lose_patience(self, question: Question) -> None:
        await asyncio.sleep(PATIENCE)
        await self.answered(question.assignment, question.seq, reason=_LATE)


def _send(question: Question) -> str:
    """Why it could not be sent, or nothing."""
    if not hints.add(question.hint, _QUEUED):
        return _BUSY
    body = {"seq": question.seq, "hint": question.hint, **question.body}
    args = [question.tenant_id, question.assignment, body]
    try:
        current_app.send_task("autolabel.segment", args=args, expires=_QUEUED, retry=False)
    except (OperationalError, RedisError) as error:
        log.warning("model_not_asked", error=str(error))
        hints.take(question.hint)
        return _AWAY
    return ""
