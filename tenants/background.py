"""The door of background work: a Celery function gets ids, finds its tenant's scope open, starts after commit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db import close_old_connections

from tenants import scope

P = ParamSpec("P")


def in_tenant(function: Callable[Concatenate[int, P], None]) -> Callable[Concatenate[int, int, P], None]:
    """Make `function(row_id, …)` a function of `(tenant_id, row_id, …)` that runs inside the tenant's scope."""

    @wraps(function)
    def opened(tenant_id: int, row_id: int, /, *args: P.args, **kwargs: P.kwargs) -> None:
        close_old_connections()
        with scope.tenant(tenant_id):
            function(row_id, *args, **kwargs)

    return opened
