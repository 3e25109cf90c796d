"""Many at once: threads with a database connection and a tenant scope each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

from tenants import scope

T = TypeVar("T")


def all_at_once(tenant_id: int, plays: list[Callable[[], T]]) -> list[T]:
    """Run the plays in threads that start together; returns their results in order, raises the first error."""
    gate = threading.Barrier(len(plays))

    def run(play: Callable[[], T]) -> T:
        try:
            with scope.tenant(tenant_id):
                gate.wait()
                return play()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(plays)) as threads:
        return list(threads.map(run, plays))
