"""Buckets: create."""

from __future__ import annotations

import uuid

from django.test import Client

from tenants import scope, storage
from tests.admin.conftest import Trail
from tests.cast import Account

ADD = "/admin/tenants/bucket/add/"


def test_a_new_bucket_takes_files(alice: Account, owner: Client, trail: Trail):
    name = f"fresh-{uuid.uuid4().hex[:12]}"
    assert owner.post(ADD, {"name": name}).status_code == 302
    with scope.tenant(alice.tenant.pk):
        storage.write(f"s3://{name}/a.json", b"{}")
    assert f"s3://{name}/" in owner.get("/admin/tenants/bucket/").content.decode()
    assert trail.verbs()[-1] == "tenants.bucket.created"


def test_a_name_that_no_store_takes_is_told_at_its_field(owner: Client):
    for name in ("", "UPPER", "a"):
        answer = owner.post(ADD, {"name": name})
        assert answer.status_code == 422
        assert "name" in answer.context["form"].errors


def test_a_bucket_of_another_account_cannot_be_taken(charlie: Account, owner: Client):
    answer = owner.post(ADD, {"name": charlie.bucket})
    assert answer.status_code == 422
    assert b"is taken" in answer.content
