"""`manage.py create_account`: how the first customer of an installation comes to be."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

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


@pytest.mark.parametrize("email", ["nobody", "", f"{'x' * 60}@{'y' * 60}.{'z' * 60}.example"])
def test_what_is_no_address_makes_no_account(email: str) -> None:
    with pytest.raises(CommandError):
        created("Nobody's", email)
    assert not Tenant.objects.filter(name="Nobody's").exists()
