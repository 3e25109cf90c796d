"""Asks for consolidation after answers, once for many: the hot path must not send a message an answer."""

from __future__ import annotations

import asyncio

from jobs.access import Access
from portal import bridge, turns

# The Celery function starts half a second after it was asked for and at most one is asked for a second. Asking this
# long after an answer, the answer is either seen by a run already asked for, or asks for the next one itself.
DELAY = 0.55  # s
_under_way: dict[int, asyncio.Task[None]] = {}  # job → the question to come


def soon(access: Access) -> None:
    """An object of the job is answered. Outlives the socket that says so."""
    if access.job_id not in _under_way:
        _under_way[access.job_id] = asyncio.create_task(_ask(access))


async def _ask(access: Access) -> None:
    await asyncio.sleep(DELAY)
    del _under_way[access.job_id]
    await bridge.inside(access.tenant_id, turns.ask_for_consolidation, access)
