"""/members/: who runs the account."""

from __future__ import annotations

from typing import Any

import pytest

from tenants.models import User
from tests.cast import PASSWORD, Account
from tests.rest.conftest import Caller


def test_a_new_person_gets_a_one_time_password_by_mail_and_nobody_else_does(
    owner: Caller, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = owner.post("members/", {"email": "Eve@example.org", "role": "manager"})
    assert (answer.status, answer.body["role"]) == (201, "manager")
    user = User.objects.get(email="eve@example.org")
    password = mailoutbox[0].body.partition("password: ")[2].strip()
    assert mailoutbox[0].to == ["eve@example.org"]
    assert user.check_password(password)
    assert user.must_change_password
    assert password not in answer.text


def test_a_person_who_has_a_password_keeps_it(
    charlie: Account, owner: Caller, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert owner.post("members/", {"email": "charlie@example.org", "role": "reviewer"}).status == 201
    charlie.owner.refresh_from_db()
    assert charlie.owner.check_password(PASSWORD)
    assert "password" not in mailoutbox[0].body


@pytest.mark.parametrize(("body", "fields"), [
    ({"email": "x", "role": "king"}, ["email", "role"]),
    ({}, ["email", "role"]),
    ({"email": "x@example.org", "role": "worker"}, ["role"]),
    ({"email": "x@example.org", "role": "owner", "is_superuser": True}, ["is_superuser"]),
])  # fmt: skip
def test_faults(body: dict[str, object], fields: list[str], owner: Caller) -> None:
    assert sorted(owner.post("members/", body).faulty()) == fields
    assert owner.get("members/").names("email") == ["alice@example.org"]


def test_a_fault_says_what_would_do(owner: Caller) -> None:
    told = owner.post("members/", {"email": "", "role": "king"}).body["faults"]
    assert {fault["field"]: fault["wanted"] for fault in told} == {
        "email": "text that is not empty",
        "role": "one of owner, manager, reviewer",
    }
    (missing,) = owner.post("members/", {"role": "owner"}).body["faults"]
    assert (missing["given"], missing["wanted"]) == ("nothing", "a value")


def test_nobody_is_a_member_twice(owner: Caller) -> None:
    assert owner.post("members/", {"email": "ALICE@example.org", "role": "owner"}).status == 409


def test_the_last_owner_stays(owner: Caller) -> None:
    [alice] = owner.get("members/").items
    answer = owner.delete(f"members/{alice['id']}/")
    assert (answer.status, answer.body["code"]) == (409, "ConflictException")
    owner.post("members/", {"email": "eve@example.org", "role": "owner"})
    assert owner.delete(f"members/{alice['id']}/").status == 204
    assert owner.get("members/").names("email") == ["eve@example.org"]
