"""One key for everything: a tenant's access keys also open its buckets on the embedded object store.

A managed store has identities of its own, so without S3_ADMIN_URL nothing is done here.
"""

from __future__ import annotations

from urllib.error import URLError

import structlog
from django.conf import settings
from django.db import transaction

from tenants.models import ApiKey, Bucket
from tenants.store_identities import Store, StoreRefused, admit, dismiss
from tenants.vault import unseal

log = structlog.get_logger("tenants.store_keys")


def refresh_after_commit() -> None:
    """After commit, tell the store which live keys of this tenant open which buckets."""
    store = _store()
    if store is None:
        return
    live = [(key.access_key_id, unseal(key.secret_encrypted)) for key in ApiKey.objects.filter(revoked_at=None)]
    buckets = list(Bucket.objects.values_list("name", flat=True))
    transaction.on_commit(lambda: _admit(store, live, buckets))


def forget_after_commit(access_key_id: str) -> None:
    """After commit, make the store forget a key."""
    store = _store()
    if store is not None:
        transaction.on_commit(lambda: _dismiss(store, access_key_id))


def _admit(store: Store, live: list[tuple[str, str]], buckets: list[str]) -> None:
    try:
        for access_key_id, secret in live:
            admit(store, access_key_id, access_key_id, secret, buckets)
    except (StoreRefused, URLError) as error:
        log.warning("store_key_not_admitted", error=str(error))


def _dismiss(store: Store, access_key_id: str) -> None:
    try:
        dismiss(store, access_key_id)
    except (StoreRefused, URLError) as error:
        log.warning("store_key_not_forgotten", key=access_key_id, error=str(error))


def _store() -> Store | None:
    if not settings.S3_ADMIN_URL:
        return None
    return Store(settings.S3_ADMIN_URL, settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY)
