"""/buckets/: a place for manifests and results."""

from __future__ import annotations

import uuid

import pytest

from tenants import scope, storage
from tests.cast import Account
from tests.rest.conftest import Caller


def test_a_bucket_can_be_used_at_once(alice: Account, manager: Caller) -> None:
    name = f"rest--with.dot-{uuid.uuid4().hex[:12]}"
    assert manager.post("buckets/", {"name": name}).status == 201
    with scope.tenant(alice.tenant.pk):
        storage.write(f"s3://{name}/x", b"{}")
    assert manager.get("buckets/").names() == [alice.bucket, name]
    assert manager.post("buckets/", {"name": name}).status == 409


@pytest.mark.parametrize("name", ["ab", "Upper", "a..b", "-abc", "abc-", "a b c", "a" * 64, "", 5, None, "../etc"])
def test_a_name_that_no_store_takes_is_a_fault(name: object, manager: Caller) -> None:
    assert manager.post("buckets/", {"name": name}).faulty() == ["name"]
