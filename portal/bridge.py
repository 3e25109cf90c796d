"""From the socket's event loop to the domain: threads of our own that keep their database connections.

Channels' own helper opens a connection a call; at several hundred calls a second that costs more than the work. For the
same reason a thread keeps the tenant's scope of its last call open and changes it only when the next call is another
tenant's: opening and closing it would be a third of all statements.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
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
    call = partial(_scoped, None, partial(verb, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads, _twice, call)


async def inside(tenant_id: int, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a verb once in a tenant's scope. Raises `django.db.Error` when the database cannot be reached."""
    call = partial(_scoped, tenant_id, partial(verb, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads, _once, call)


async def repeatable(tenant_id: int, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """As `inside`, for verbs that are safe to repeat: once more when the connection turned out to be broken."""
    call = partial(_scoped, tenant_id, partial(verb, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads, _twice, call)


class _Held(threading.local):
    """The scope that a thread has open, and what closes it."""

    def __init__(self) -> None:
        self.tenant_id: int | None = None
        self.stack = ExitStack()


_held = _Held()


def _scoped(tenant_id: int | None, call: Callable[[], R]) -> R:
    if _held.tenant_id != tenant_id:
        _leave()
        if tenant_id is not None:
            _held.stack.enter_context(scope.tenant(tenant_id))
            _held.tenant_id = tenant_id
    scope.assure()
    return call()


def _leave() -> None:
    _held.tenant_id = None
    _held.stack.close()


def _twice(call: Callable[[], R]) -> R:
    try:
        return _once(call)
    except (InterfaceError, OperationalError):
        return _once(call)


def _once(call: Callable[[], R]) -> R:
    try:
        return call()
    except (InterfaceError, OperationalError):
        # The scope first: a connection that still works goes back to the pool, and must not carry a tenant there.
        _leave()
        connection.close()
        raise
