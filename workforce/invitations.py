"""Invitations: an e-mail with a link; whoever opens it chooses a password and is a worker of the team.

The link's token is `<tenant id>.<invitation id>.<secret>`: it names its tenant, so nothing has to be searched across
tenants, and only a hash of the secret is stored.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from tenants import audit, mail, scope
from tenants.actions import choose_password
from tenants.actor import Actor
from tenants.errors import Fault, NotFound, RequestInvalid
from tenants.models import User
from workforce.actions import join
from workforce.models import Invitation, Workteam

_GONE = "This invitation is unknown, used up or expired. Ask the person who invited you for a new one."


@dataclass(frozen=True)
class Invited:
    """What the page of an invitation shows."""

    email: str
    workteam: str
    tenant: str
    knows_password: bool


@transaction.atomic
def invite(email: str, team: Workteam, *, actor: Actor) -> str:
    """Invite somebody into a team by e-mail (sent after commit); returns the link. A second one replaces the first."""
    actor.demand("manager")
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise RequestInvalid([Fault("email", repr(email), "an e-mail address such as ann@example.org")]) from None
    Invitation.objects.filter(email=email, workteam=team, accepted_at=None).delete()
    secret = secrets.token_urlsafe(24)
    invitation = Invitation(
        email=email, workteam=team, secret_hash=_hash(secret), invited_by=actor.label,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )  # fmt: skip
    invitation.save()
    audit.record(actor, "workforce.worker.invited", team.arn, email=email)
    link = f"{settings.PUBLIC_URL}/join/{invitation.tenant_id}.{invitation.pk}.{secret}/"
    transaction.on_commit(lambda: _send(email, team, link))
    return link


def look_up(token: str) -> Invited:
    """What an invitation says; raises `NotFound` when it is no longer good."""
    tenant_id, _, _ = _parts(token)
    with scope.tenant(tenant_id), transaction.atomic():
        invitation = _find(token)
        user = User.objects.filter(email__iexact=invitation.email).first()
        return Invited(
            invitation.email, invitation.workteam.name, invitation.workteam.tenant.name,
            bool(user and user.has_usable_password()),
        )  # fmt: skip


def accept(token: str, name: str, password: str) -> User:
    """Take the invitation: the person becomes a worker of the team. Good once.

    Somebody who has a password already proves it with `password`; others choose theirs here.
    """
    tenant_id, _, _ = _parts(token)
    with scope.tenant(tenant_id), transaction.atomic():
        invitation = _find(token)
        user = User.objects.filter(email__iexact=invitation.email).first() or User.objects.make(invitation.email, None)
        if not user.has_usable_password():
            choose_password(user, password)
        elif not user.check_password(password):
            raise RequestInvalid([Fault("password", "(hidden)", f"the password that {user.email} signs in with")])
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        join(user, invitation.workteam, name=name.strip(), actor=Actor("worker", user.email, "worker", user.pk))
        return user


def pending() -> list[Invitation]:
    """Invitations of this tenant that can still be accepted, newest first."""
    return list(
        Invitation.objects.filter(accepted_at=None, expires_at__gt=timezone.now())
        .select_related("workteam").order_by("-pk")
    )  # fmt: skip


def _find(token: str) -> Invitation:
    _, invitation_id, secret = _parts(token)
    invitation = (
        Invitation.objects.select_related("workteam__tenant").select_for_update(of=("self",))
        .filter(pk=invitation_id, accepted_at=None, expires_at__gt=timezone.now()).first()
    )  # fmt: skip
    if invitation is None or not hmac.compare_digest(invitation.secret_hash, _hash(secret)):
        raise NotFound(_GONE)
    return invitation


def _parts(token: str) -> tuple[int, int, str]:
    tenant_id, _, rest = token.partition(".")
    invitation_id, _, secret = rest.partition(".")
    if not (tenant_id.isdecimal() and invitation_id.isdecimal() and len(tenant_id) < 19 and len(invitation_id) < 19):
        raise NotFound(_GONE)
    return int(tenant_id), int(invitation_id), secret


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _send(email: str, team: Workteam, link: str) -> None:
    mail.send(
        f"Label with {team.tenant.name} on Plumbline",
        f"You are invited to the work team “{team.name}” of {team.tenant.name}.\n\n"
        f"Open this link within {settings.INVITATION_DAYS} days to choose a password and start:\n{link}\n",
        email,
    )
