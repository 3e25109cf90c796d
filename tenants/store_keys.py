"""One key for everything: a tenant's access keys also open its buckets on the embedded object store.

A managed store has identities of its own, so without S3_ADMIN_URL nothing is done here. Telling the store is one at a
time for a tenant, from what is committed, so a key that is being revoked cannot be admitted again by somebody slower.
"""

from __future__ import annotations

from urllib.error import URLError

import structlog
from django.conf import settings
from django.db import connection, transaction

from tenants import scope
from tenants.errors import StorageError
from tenants.models import ApiKey, Bucket
from tenants.store_identities import Store, StoreRefused, admit, dismiss
from tenants.vault import unseal

log = structlog.get_logger("tenants.store_keys")
# A reviewer's key sees everything and changes nothing, here too.
_ACTIONS = {"reviewer": ("s3:GetObject", "s3:ListBucket")}


def endpoint() -> str:
    """The store's address, at which a tenant's access keys open its buckets; empty where a managed store has its own."""
    return str(settings.S3_PUBLIC_ENDPOINT_URL) if settings.S3_ADMIN_URL else ""


def refresh_after_commit() -> None:
    """After commit, tell the store which live keys of this tenant open which buckets."""
    tenant_id = scope.current()
    if settings.S3_ADMIN_URL:
        transaction.on_commit(lambda: _refresh(tenant_id))


def forget(access_key_id: str) -> None:
    """Inside the transaction that revokes a key: the store forgets it now, or the key is not revoked either."""
    if not settings.S3_ADMIN_URL:
        return
    _one_at_a_time(scope.current())
    try:
        dismiss(_store(), access_key_id)
    except (StoreRefused, URLError) as error:
        raise StorageError("The object store does not answer, so the key is still good. Try again.") from error


def _refresh(tenant_id: int) -> None:
    with scope.tenant(tenant_id), transaction.atomic():
        _one_at_a_time(tenant_id)
        buckets = list(Bucket.objects.values_list("name", flat=True))
        try:
            for key in ApiKey.objects.filter(revoked_at=None):
                actions = _ACTIONS.get(key.role, ("s3:*",))
                admit(_store(), key.access_key_id, key.access_key_id, unseal(key.secret_encrypted), buckets, actions)
        except (StoreRefused, URLError) as error:
            log.warning("store_keys_not_admitted", error=str(error))


def _one_at_a_time(tenant_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(6, %s)", [tenant_id % 2_147_483_647])


def _store() -> Store:
    return Store(settings.S3_ADMIN_URL, settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY)
