"""One tenant at a time: the scope that every customer row asks for.

The scope is a context variable for Python and the session variable `plumbline.tenant` for PostgreSQL's row-level
security. Both are set and taken back together, always in synchronous code, so they belong to the same thread and
connection. Nesting is safe under rollback: a scope opened inside a transaction is closed before the transaction ends.
"""

from __future__ import annotations

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
        yield
        return
    token = _current.set(tenant_id)
    _tell_database(tenant_id)
    try:
        yield
    finally:
        _current.reset(token)
        _take_back(before)


def _tell_database(tenant_id: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('plumbline.tenant', %s, false)", ["" if tenant_id is None else str(tenant_id)]
        )


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
