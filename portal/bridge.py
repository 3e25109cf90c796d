"""From the socket's event loop to the domain: threads of our own that keep their database connections.

Channels' own helper opens a connection a call; at several hundred calls a second that costs more than the work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from tenants import scope

P = ParamSpec("P")
R = TypeVar("R")

_threads = ThreadPoolExecutor(settings.PORTAL_THREADS, thread_name_prefix="portal")


async def outside(verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a look-up that opens its own scope. It only reads, so a broken connection is tried once more."""
    call = partial(verb, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(_threads, _twice, call)


async def inside(tenant_id: int, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a verb once in a tenant's scope. Raises `django.db.Error` when the database cannot be reached."""
    call = partial(_scoped, tenant_id, partial(verb, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads, _once, call)


async def repeatable(tenant_id: int, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """As `inside`, for verbs that are safe to repeat: once more when the connection turned out to be broken."""
    call = partial(_scoped, tenant_id, partial(verb, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads, _twice, call)


def _scoped(tenant_id: int, call: Callable[[], R]) -> R:
    with scope.tenant(tenant_id):
        return call()


def _twice(call: Callable[[], R]) -> R:
    try:
        return _once(call)
    except (InterfaceError, OperationalError):
        return _once(call)


def _once(call: Callable[[], R]) -> R:
    try:
        return call()
    except (InterfaceError, OperationalError):
        connection.close()
        raise
