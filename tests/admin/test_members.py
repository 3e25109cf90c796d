"""Members: add, change role, remove."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tenants import scope
from tenants.actions import add_member
from tenants.models import Member, User
from tests.admin.conftest import Trail
from tests.cast import PASSWORD, Account

ADD = "/admin/tenants/member/add/"


@pytest.fixture
def max_(alice: Account) -> Member:
    """Max manages for Alice."""
    with scope.tenant(alice.tenant.pk):
        return add_member("max@example.org", "manager", actor=alice.actor)


def _role(alice: Account, email: str) -> str | None:
    with scope.tenant(alice.tenant.pk):
        return Member.objects.filter(user__email=email).values_list("role", flat=True).first()


@pytest.mark.usefixtures("no_mail_server")
def test_a_new_person_gets_a_one_time_password_that_is_shown_once(alice: Account, owner: Client):
    answer = owner.post(ADD, {"email": "New@Example.org", "role": "reviewer"})
    user = User.objects.get(email="new@example.org")
    assert _role(alice, user.email) == "reviewer"
    assert user.must_change_password
    [password] = [value for name, value in answer.context["shown"].facts if name == "One-time password"]
    assert user.check_password(password)
    assert password not in owner.get("/admin/tenants/member/").content.decode()


def test_with_a_mail_server_the_one_time_password_is_in_the_mail_only(
    alice: Account, owner: Client, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        assert owner.post(ADD, {"email": "new@example.org", "role": "reviewer"}).status_code == 302
    [told] = mailoutbox
    [password] = re.findall(r"one-time password: (\S+)", told.body)
    assert told.to == ["new@example.org"]
    assert User.objects.get(email="new@example.org").check_password(password)
    assert password not in owner.get("/admin/tenants/member/").content.decode()


@pytest.mark.usefixtures("no_mail_server")
@pytest.mark.parametrize("password", [PASSWORD, None])
def test_the_password_of_somebody_known_before_is_neither_changed_nor_shown(
    alice: Account, owner: Client, password: str | None
):
    before = User.objects.make("known@example.org", password).password
    assert owner.post(ADD, {"email": "known@example.org", "role": "manager"}).status_code == 302
    assert User.objects.get(email="known@example.org").password == before
    assert _role(alice, "known@example.org") == "manager"


def test_what_is_no_address_is_told_at_its_field(owner: Client):
    answer = owner.post(ADD, {"email": "max", "role": "manager"})
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors


def test_somebody_is_a_member_once(owner: Client, max_: Member):
    answer = owner.post(ADD, {"email": "max@example.org", "role": "owner"})
    assert answer.status_code == 422
    assert b"is a member of this account already" in answer.content


def test_an_owner_gives_another_role(alice: Account, owner: Client, max_: Member, trail: Trail):
    assert owner.post(f"/admin/tenants/member/{max_.pk}/role/", {"role": "owner"}).status_code == 302
    assert _role(alice, "max@example.org") == "owner"
    assert trail.verbs()[-1] == "tenants.member.role_changed"


def test_nobody_changes_their_own_role(alice: Account, owner: Client, max_: Member):
    with scope.tenant(alice.tenant.pk):
        mine = Member.objects.get(user=alice.owner)
    answer = owner.post(f"/admin/tenants/member/{mine.pk}/role/", {"role": "reviewer"})
    assert answer.status_code == 422
    assert _role(alice, alice.owner.email) == "owner"


def test_a_removed_member_is_gone(alice: Account, owner: Client, max_: Member, trail: Trail):
    assert owner.post(f"/admin/tenants/member/{max_.pk}/remove/").status_code == 302
    assert _role(alice, "max@example.org") is None
    assert trail.verbs()[-1] == "tenants.member.removed"


def test_the_last_owner_stays(alice: Account, owner: Client):
    with scope.tenant(alice.tenant.pk):
        mine = Member.objects.get(user=alice.owner)
    answer = owner.post(f"/admin/tenants/member/{mine.pk}/remove/")
    assert answer.status_code == 422
    assert b"last owner" in answer.content
    assert _role(alice, alice.owner.email) == "owner"
