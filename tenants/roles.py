"""The verb that gives a member another role."""

from __future__ import annotations

from django.db import transaction

from tenants import audit
from tenants.actor import Actor
from tenants.errors import Conflict, Fault, NotFound, RequestInvalid
from tenants.models import Member


@transaction.atomic
def change_role(member_id: int, role: str, *, actor: Actor) -> Member:
    """Give a member another role. Nobody changes their own (lesson S21), so an owner always remains."""
    actor.demand("owner")
    if role not in dict(Member.ROLES):
        raise RequestInvalid([Fault("role", repr(role), "one of " + ", ".join(dict(Member.ROLES)))])
    # All owners are held, so that two owners cannot take each other's role away at the same time.
    owners = set(Member.objects.select_for_update().filter(role="owner").order_by("pk").values_list("pk", flat=True))
    member = Member.objects.select_for_update(of=("self",)).select_related("user").filter(pk=member_id).first()
    if member is None:
        raise NotFound("There is no such member in this account.")
    if member.user_id == actor.user_id:
        raise Conflict("Nobody changes their own role; ask another owner of the account.")
    if role != "owner" and owners == {member.pk}:
        raise Conflict("This is the last owner of the account; make somebody else an owner first.")
    before, member.role = member.role, role
    if before != role:
        member.save(update_fields=["role"])
        audit.record(actor, "tenants.member.role_changed", member.user.email, before=before, role=role)
    return member
