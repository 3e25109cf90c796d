"""Verbs on tenants and their members."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tenants import audit, crossing, scope
from tenants.actor import SYSTEM, Actor
from tenants.errors import Conflict, Fault, NameTaken, NotFound, RequestInvalid
from tenants.models import Member, Tenant, User


@transaction.atomic
def create_tenant(name: str, owner: User, *, region: str = "us-east-1", account_id: str = "") -> Tenant:
    """A new customer with its first owner. Only the operator does this."""
    account_id = account_id or "".join(secrets.choice("0123456789") for _ in range(12))
    tenant = Tenant.objects.create(name=name, account_id=account_id, region=region)
    with scope.tenant(tenant.pk):
        Member(user=owner, role="owner").save()
        audit.record(SYSTEM, "tenants.tenant.created", name, owner=owner.email)
    return tenant


def owned_by(owner: User, name: str) -> Tenant | None:
    """The first account of that name that this person owns; None where there is none."""
    for tenant in Tenant.objects.filter(pk__in=crossing.tenants_of_member(owner.pk), name=name).order_by("pk"):
        with scope.tenant(tenant.pk):
            if Member.objects.filter(user=owner, role="owner").exists():
                return tenant
    return None


@transaction.atomic
def add_member(email: str, role: str, *, actor: Actor) -> Member:
    """Give a person a role in this tenant; the person is made if unknown and invited by the caller."""
    actor.demand("owner")
    if role not in dict(Member.ROLES):
        raise RequestInvalid([Fault("role", repr(role), "one of " + ", ".join(dict(Member.ROLES)))])
    user = User.objects.filter(email__iexact=email).first() or User.objects.make(email, None)
    if Member.objects.filter(user=user).exists():
        raise NameTaken(f"{email} is a member of this account already.")
    member = Member(user=user, role=role)
    member.save()
    audit.record(actor, "tenants.member.added", email, role=role)
    return member


@transaction.atomic
def remove_member(member_id: int, *, actor: Actor) -> None:
    """Take a person's role away; the last owner stays."""
    actor.demand("owner")
    member = Member.objects.select_for_update().select_related("user").filter(pk=member_id).first()
    if member is None:
        raise NotFound("There is no such member in this account.")
    owners = list(Member.objects.select_for_update().filter(role="owner").values_list("pk", flat=True))
    if owners == [member.pk]:
        raise Conflict("This is the last owner of the account; make somebody else an owner first.")
    member.delete()
    audit.record(actor, "tenants.member.removed", member.user.email, role=member.role)


def one_time_password(user: User) -> str:
    """Set a random password that has to be replaced at the next sign-in; returns it."""
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


def choose_password(user: User, password: str) -> None:
    """Replace a one-time password by the person's own; raises `RequestInvalid` with what is wanted."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise RequestInvalid([Fault("password", "(hidden)", text) for text in error.messages]) from error
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
