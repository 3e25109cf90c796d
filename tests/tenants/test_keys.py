"""Access keys: shown once, kept encrypted, gone when revoked."""

from __future__ import annotations

import pytest

from tenants import scope
from tenants.actor import Actor
from tenants.errors import AccessDenied, NotFound
from tenants.keys import create_key, find, find_bearer, revoke_key
from tenants.models import ApiKey, AuditEntry
from tests.cast import Account

pytestmark = pytest.mark.usefixtures("in_alices")


def test_a_key_is_found_from_outside_with_its_tenant_and_role(alice: Account) -> None:
    key, secret = create_key("ci", role="reviewer", actor=alice.actor)
    assert len(key.access_key_id) == 20
    assert key.access_key_id.startswith("AKIA")
    assert len(secret) == 40
    found = find(key.access_key_id)
    assert found is not None
    assert (found.tenant_id, found.secret, found.actor) == (
        alice.tenant.pk, secret, Actor("key", key.access_key_id, "reviewer"),
    )  # fmt: skip


def test_the_secret_rests_encrypted_and_is_in_no_trail(alice: Account) -> None:
    key, secret = create_key("ci", actor=alice.actor)
    kept = ApiKey.objects.values().get(pk=key.pk)
    assert not any(secret in str(bytes(value) if isinstance(value, memoryview) else value) for value in kept.values())
    entry = AuditEntry.objects.get(verb="tenants.key.created")
    assert entry.subject == key.access_key_id
    assert secret not in str(entry.data)


def test_the_same_secret_twice_rests_differently(alice: Account) -> None:
    first, second = (create_key("ci", actor=alice.actor)[0] for _ in range(2))
    assert bytes(first.secret_encrypted) != bytes(second.secret_encrypted)
    assert first.access_key_id != second.access_key_id


def test_a_bearer_token_is_both_halves(alice: Account) -> None:
    key, secret = create_key("ci", actor=alice.actor)
    other, other_secret = create_key("other", actor=alice.actor)
    found = find_bearer(f"{key.access_key_id}:{secret}")
    assert found is not None
    assert found.tenant_id == alice.tenant.pk
    for token in ("", ":", secret, key.access_key_id, f"{key.access_key_id}:",
                  f"{key.access_key_id}:{other_secret}", f"{other.access_key_id}:{secret}", f"{key.access_key_id}:{secret}x",
                  f"{key.access_key_id}:ünïcode"):  # fmt: skip
        assert find_bearer(token) is None


def test_a_revoked_key_is_gone_and_revoking_is_safe_to_repeat(alice: Account) -> None:
    key, secret = create_key("ci", actor=alice.actor)
    first = revoke_key(key.access_key_id, actor=alice.actor).revoked_at
    assert find(key.access_key_id) is None
    assert find_bearer(f"{key.access_key_id}:{secret}") is None
    assert revoke_key(key.access_key_id, actor=alice.actor).revoked_at == first
    assert AuditEntry.objects.filter(verb="tenants.key.revoked").count() == 1


def test_a_key_of_another_account_cannot_be_revoked(alice: Account, charlie: Account) -> None:
    with scope.tenant(charlie.tenant.pk):
        key, _ = create_key("ci", actor=charlie.actor)
    with pytest.raises(NotFound):
        revoke_key(key.access_key_id, actor=alice.actor)
    assert find(key.access_key_id) is not None


@pytest.mark.parametrize("role", ["manager", "reviewer", "worker"])
def test_only_owners_make_and_revoke_keys(alice: Account, role: str) -> None:
    key, _ = create_key("ci", actor=alice.actor)
    somebody = Actor("member", "rita@example.org", role)
    with pytest.raises(AccessDenied):
        create_key("mine", actor=somebody)
    with pytest.raises(AccessDenied):
        revoke_key(key.access_key_id, actor=somebody)
    assert ApiKey.objects.count() == 1
    assert find(key.access_key_id) is not None
