"""Working in another account one is a member of."""

from __future__ import annotations

from django.test import Client

from tenants import scope
from tenants.models import Member
from tests.cast import Account


def test_a_member_of_two_accounts_switches_and_sees_the_other(alice: Account, charlie: Account, owner: Client):
    with scope.tenant(charlie.tenant.pk):
        Member(user=alice.owner, role="reviewer").save()
    assert b'name="tenant"' in owner.get("/admin/").content
    assert owner.post("/admin/tenant/", {"tenant": charlie.tenant.pk}).status_code == 302
    shown = owner.get("/admin/tenants/bucket/").content.decode()
    assert charlie.bucket in shown
    assert alice.bucket not in shown
    assert owner.get("/admin/tenants/bucket/add/").status_code == 403, "the role of the other account counts there"


def test_nobody_switches_to_an_account_they_are_no_member_of(alice: Account, charlie: Account, owner: Client):
    for wanted in (charlie.tenant.pk, "", "x", "9" * 40):
        assert owner.post("/admin/tenant/", {"tenant": wanted}).status_code == 404
    assert charlie.bucket not in owner.get("/admin/tenants/bucket/").content.decode()


def test_switching_takes_a_post(owner: Client, alice: Account):
    assert owner.get("/admin/tenant/", {"tenant": alice.tenant.pk}).status_code == 405


def test_a_member_of_one_account_is_offered_no_switch(owner: Client):
    assert b'name="tenant"' not in owner.get("/admin/").content
