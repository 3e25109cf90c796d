"""One tenant at a time: the scope that every customer row asks for.

The scope is a context variable for Python and the session variable `plumbline.tenant` for PostgreSQL's row-level
security. Both are set and taken back together, always in synchronous code, so they belong to the same thread and
connection. Nesting is safe under rollback: a scope opened inside a transaction is closed before the transaction ends.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, connection

from tenants.errors import TenantRequired

_current: ContextVar[int | None] = ContextVar("tenant", default=None)


def current() -> int:
    """The id of the tenant whose scope is open; raises `TenantRequired` when none is."""
    tenant_id = _current.get()
    if tenant_id is None:
        raise TenantRequired
    return tenant_id


def peek() -> int | None:
    """The id of the open tenant or None; for logs only."""
    return _current.get()


@contextmanager
def tenant(tenant_id: int) -> Iterator[None]:
    """Open the scope of one tenant for the calls inside the block."""
    before = _current.get()
    if before == tenant_id:
        assure()
        yield
        return
    token = _current.set(tenant_id)
    try:
        _tell_database(tenant_id)
        yield
    finally:
        _current.reset(token)
        _take_back(before)


def assure() -> None:
    """Tell the connection which scope is open where Django has replaced it since, as after a rollback that failed."""
    tenant_id = _current.get()
    if connection.connection is None or _told.connection is not connection.connection or _told.tenant_id != tenant_id:
        _tell_database(tenant_id)


class _Told(threading.local):
    """What this thread told last, and which connection."""

    connection: object = None
    tenant_id: int | None = None


_told = _Told()


def _tell_database(tenant_id: int | None) -> None:
    _told.connection = None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('plumbline.tenant', %s, false)", ["" if tenant_id is None else str(tenant_id)]
        )
    _told.connection, _told.tenant_id = connection.connection, tenant_id


def _take_back(before: int | None) -> None:
    """Reset the session variable; a connection that cannot take it is closed, so nobody inherits the scope.

    Inside a failed transaction the SET is refused, but the rollback restores the value from before the transaction.
    """
    try:
        if connection.connection is not None and not connection.connection.closed:
            _tell_database(before)
    except DatabaseError:
        if not connection.in_atomic_block:
            connection.connection.close()  # for good: `connection.close()` alone would give it back to the pool
            connection.close()
