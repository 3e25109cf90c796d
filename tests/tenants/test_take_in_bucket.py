"""Buckets that exist at the store already are somebody's: only the operator hands them out."""

from __future__ import annotations

import uuid

import pytest
from django.core.management import CommandError, call_command

from tenants import scope, storage
from tenants.errors import AccessDenied, NameTaken
from tenants.models import Bucket
from tests.cast import Account


def _existing() -> str:
    name = f"company-backups-{uuid.uuid4().hex[:8]}"
    storage._client().create_bucket(Bucket=name)
    return name


def test_nobody_registers_a_bucket_that_exists(alice: Account) -> None:
    name = _existing()
    with scope.tenant(alice.tenant.pk):
        with pytest.raises(NameTaken):
            storage.create_bucket(name, actor=alice.actor)
        with pytest.raises(AccessDenied):
            storage.take_in_bucket(name, actor=alice.actor)
        assert not Bucket.objects.filter(name=name).exists()


def test_the_operator_gives_it_to_an_account(alice: Account) -> None:
    name = _existing()
    call_command("take_in_bucket", alice.tenant.account_id, name)
    with scope.tenant(alice.tenant.pk):
        storage.write(f"s3://{name}/x", b"{}")
    with pytest.raises(CommandError):
        call_command("take_in_bucket", alice.tenant.account_id, f"{name}-that-is-not-there")
