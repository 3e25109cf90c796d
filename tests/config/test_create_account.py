"""`manage.py create_account`: how the first customer of an installation comes to be."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tenants import scope
from tenants.actions import add_member
from tenants.models import Tenant, User
from tests.cast import Account

pytestmark = pytest.mark.django_db


def created(name: str, email: str) -> str:
    said = io.StringIO()
    call_command("create_account", name, email, stdout=said)
    return said.getvalue()


def test_the_owner_signs_in_with_the_password_that_was_printed() -> None:
    said = created("Acme Labs", "Olga@acme.example")
    account = Tenant.objects.get(name="Acme Labs")
    assert account.account_id in said
    password = re.search(r"One-time password: (\S+)", said)
    assert password
    answer = Client().post("/sign-in/", {"email": "olga@acme.example", "password": password[1]})
    assert answer.status_code == 302
    assert User.objects.get(email="olga@acme.example").must_change_password


def test_somebody_who_has_a_password_keeps_it(alice: Account) -> None:
    alice.owner.set_password("a plumb line hangs straight")
    alice.owner.save()
    said = created("Alice's second", alice.owner.email)
    assert "One-time password" not in said
    assert "signs in as before" in said
    alice.owner.refresh_from_db()
    assert alice.owner.check_password("a plumb line hangs straight")


def test_said_twice_it_makes_one_account_and_prints_no_second_password() -> None:
    first = created("Acme Labs", "olga@acme.example")
    stored = User.objects.get(email="olga@acme.example").password
    again = created("Acme Labs", "OLGA@acme.example")
    [account] = Tenant.objects.filter(name="Acme Labs")
    assert account.account_id in first
    assert f"Account {account.account_id} (Acme Labs, us-east-1) of olga@acme.example is there already" in again
    assert "One-time password:" not in again
    assert User.objects.get(email="olga@acme.example").password == stored


def test_another_name_or_another_owner_is_another_account(alice: Account) -> None:
    created("Acme Labs", alice.owner.email)
    created("Acme Labs", "olga@acme.example")
    created("Acme Studios", "olga@acme.example")
    assert Tenant.objects.filter(name="Acme Labs").count() == 2
    assert Tenant.objects.filter(name="Acme Studios").count() == 1


def test_who_only_works_in_an_account_of_that_name_gets_one_of_their_own(alice: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        add_member("mia@example.org", "manager", actor=alice.actor)
    created(alice.tenant.name, "mia@example.org")
    assert Tenant.objects.filter(name=alice.tenant.name).count() == 2


@pytest.mark.parametrize("email", ["nobody", "", f"{'x' * 60}@{'y' * 60}.{'z' * 60}.example"])
def test_what_is_no_address_makes_no_account(email: str) -> None:
    with pytest.raises(CommandError):
        created("Nobody's", email)
    assert not Tenant.objects.filter(name="Nobody's").exists()
