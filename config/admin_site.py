"""The admin, open to members of a tenant and limited to that tenant."""

from __future__ import annotations

from django.http import HttpRequest
from unfold.sites import UnfoldAdminSite

from tenants.actor import Actor


class TenantAdminSite(UnfoldAdminSite):
    """Lets members in; what each may do is said by `ScopedAdmin` (tenants/console.py) from their role."""

    def has_permission(self, request: HttpRequest) -> bool:
        actor: Actor | None = getattr(request, "actor", None)
        return bool(request.user.is_active and actor is not None)
