"""A new member's way in: a one-time password by mail, so that only whoever reads that mailbox gets it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from tenants import mail
from tenants.actions import one_time_password
from tenants.models import Member


@transaction.atomic
def welcome(member: Member) -> None:
    """Mail the person after commit: where to sign in, and with which one-time password if they have none yet."""
    user, tenant = member.user, member.tenant
    first = f"\nYour one-time password: {one_time_password(user)}\n" if not user.has_usable_password() else ""
    text = f"You are now {member.role} of {tenant.name} on Plumbline.\n\n"
    text += f"Sign in as {user.email}: {settings.PUBLIC_URL}\n"
    transaction.on_commit(lambda: mail.send(f"{tenant.name} on Plumbline", text + first, user.email))
