"""The parent of every customer row, and the manager that refuses outside a scope."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models

from tenants import scope
from tenants.errors import PlumblineError

Row = TypeVar("Row", bound="TenantModel", covariant=True)


class ForeignTenant(PlumblineError):
    """A row of one tenant was about to be written inside another tenant's scope."""

    code = "AccessDeniedException"
    status = 403


class TenantQuerySet(models.QuerySet[Row]):
    """Writes many rows only for the tenant whose scope is open."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        for row in rows:
            row.claim()
        return super().bulk_create(rows, *args, **kwargs)


class TenantManager(models.Manager[Row]):
    """Raises `TenantRequired` outside a scope, filters by its tenant inside; `get_queryset` is the one way in."""

    def get_queryset(self) -> TenantQuerySet[Row]:
        return TenantQuerySet[Row](self.model, using=self._db).filter(tenant_id=scope.current())

    def raw(self, *args: Any, **kwargs: Any) -> models.query.RawQuerySet[Row]:
        scope.current()
        return super().raw(*args, **kwargs)


class TenantModel(models.Model):
    """A row that belongs to a customer. Row-level security says the same again (`tenants/row_security.py`)."""

    tenant = models.ForeignKey("tenants.Tenant", on_delete=models.CASCADE, related_name="+", editable=False)

    objects = TenantManager[Self]()

    class Meta:
        abstract = True

    def claim(self) -> None:
        """Take the tenant from the scope; refuse to be written for another one."""
        if self.tenant_id is None:
            self.tenant_id = scope.current()
        if self.tenant_id != scope.current():
            raise ForeignTenant

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.claim()
        super().save(*args, **kwargs)
