"""Access keys: made once, shown once, found by id; the secret rests encrypted (`tenants/vault.py`)."""

from __future__ import annotations

import hmac
import secrets
import string
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from tenants import audit, crossing, scope, store_keys
from tenants.actor import Actor
from tenants.errors import NotFound
from tenants.models import ApiKey
from tenants.vault import seal, unseal

_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True)
class FoundKey:
    """A live key: whose it is, and the secret that signatures are checked with."""

    tenant_id: int
    access_key_id: str
    secret: str
    actor: Actor


@transaction.atomic
def create_key(name: str, *, role: str = "manager", actor: Actor) -> tuple[ApiKey, str]:
    """Make an access key; returns the row and the secret, which cannot be read again anywhere."""
    actor.demand("owner")
    secret = "".join(secrets.choice(_ALPHABET) for _ in range(40))
    # AWS's own clients and scanners know a key id by this shape: AKIA and 16 characters of base 32.
    key_id = "AKIA" + "".join(secrets.choice(string.ascii_uppercase + "234567") for _ in range(16))
    key = ApiKey(
        access_key_id=key_id, secret_encrypted=seal(secret), name=name, role=role,
        created_by=actor.label,
    )  # fmt: skip
    key.save()
    audit.record(actor, "tenants.key.created", key_id, name=name, role=role)
    store_keys.refresh_after_commit()
    return key, secret


@transaction.atomic
def revoke_key(access_key_id: str, *, actor: Actor) -> ApiKey:
    """The key stops working at once; safe to repeat."""
    actor.demand("owner")
    key = ApiKey.objects.filter(access_key_id=access_key_id).first()
    if key is None:
        raise NotFound(f"There is no access key {access_key_id} in this account.")
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
        audit.record(actor, "tenants.key.revoked", access_key_id)
        store_keys.forget(access_key_id)
    return key


def find(access_key_id: str) -> FoundKey | None:
    """The live key of that id, of any tenant, or None. This is how a signed request finds its tenant."""
    tenant_id = crossing.tenant_of_access_key(access_key_id)
    if tenant_id is None:
        return None
    with scope.tenant(tenant_id):
        key = ApiKey.objects.filter(access_key_id=access_key_id, revoked_at=None).first()
    if key is None:
        return None
    secret = unseal(key.secret_encrypted)
    return FoundKey(tenant_id, access_key_id, secret, Actor(kind="key", label=access_key_id, role=key.role))


def find_bearer(token: str) -> FoundKey | None:
    """REST: the bearer token is `<access key id>:<secret>`."""
    key_id, _, secret = token.partition(":")
    found = find(key_id) if key_id else None
    return found if found and hmac.compare_digest(found.secret.encode(), secret.encode()) else None
