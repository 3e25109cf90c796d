"""The demo's account: made once, found again, repaired when its file is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.demo import account
from tenants import crossing, keys, scope
from tenants.actions import choose_password
from tenants.models import Tenant, User
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, committed: None) -> Path:
    monkeypatch.setattr(account, "_FILE", tmp_path / "account.json")
    return tmp_path / "account.json"


def test_a_second_start_finds_key_bucket_and_people_and_only_issues_new_one_time_passwords():
    first, second = account.prepare(2), account.prepare(3)
    for name in ("tenant", "account_id", "key_id", "secret", "bucket"):
        assert first[name] == second[name]
    assert first["passwords"].items() < second["passwords"].items()
    assert len(second["passwords"]) == 3
    assert first["owner_password"] != second["owner_password"]
    assert User.objects.get(email=account.OWNER).check_password(second["owner_password"])
    assert Tenant.objects.count() == 1


def test_who_chose_a_password_keeps_it():
    account.prepare(1)
    owner = User.objects.get(email=account.OWNER)
    choose_password(owner, PASSWORD)
    prepared = account.prepare(1)
    assert prepared["owner_password"] is None
    assert prepared["visitor_password"]
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_when_the_file_is_lost_there_is_a_new_key_and_the_old_one_is_revoked(file: Path):
    first = account.prepare(1)
    file.unlink()
    second = account.prepare(1)
    assert second["key_id"] != first["key_id"]
    assert keys.find(first["key_id"]) is None
    assert second["bucket"] == first["bucket"]
    email, password = next(iter(second["passwords"].items()))
    assert User.objects.get(email=email).check_password(password)


def test_the_owner_is_a_member_and_the_key_may_run_jobs_but_not_members():
    prepared = account.prepare(1)
    found = keys.find(prepared["key_id"])
    assert found is not None
    assert found.secret == prepared["secret"]
    assert found.actor.role == "manager"
    owner = User.objects.get(email=account.OWNER)
    assert crossing.tenants_of_member(owner.pk) == [found.tenant_id]
    with scope.tenant(found.tenant_id):
        assert Tenant.objects.get(pk=scope.current()).name == account.COMPANY
