"""The tenant that a signed-in member works in: the one they chose, else their first."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from tenants import crossing
from tenants.actor import Actor
from tenants.models import Member, User

_CHOSEN = "tenant"


def chosen_tenant(request: HttpRequest) -> int | None:
    """The tenant of this session, or None when the person is nobody's member."""
    mine = crossing.tenants_of_member(cast(User, request.user).pk)
    chosen = request.session.get(_CHOSEN)
    return chosen if chosen in mine else next(iter(mine), None)


def choose_tenant(request: HttpRequest, tenant_id: int) -> bool:
    """Switch to another tenant the person is a member of; tells whether that was allowed."""
    allowed = tenant_id in crossing.tenants_of_member(cast(User, request.user).pk)
    if allowed:
        request.session[_CHOSEN] = tenant_id
    return allowed


def actor_of(user: object) -> Actor | None:
    """The member as an actor, inside the tenant's scope; None when the role was taken away meanwhile."""
    person = cast(User, user)
    member = Member.objects.filter(user=person).first()
    return Actor("member", person.email, member.role, person.pk) if member else None
