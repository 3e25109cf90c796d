from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from tenants import scope
from tests.cast import PASSWORD, Account
from workforce.invitations import invite


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


def invited(alice: Account, email: str) -> str:
    with scope.tenant(alice.tenant.pk):
        link = invite(email, alice.team(), actor=alice.actor)
    return link[link.index("/join/") :]


def test_who_is_invited_chooses_a_password_and_is_in(client: Client, alice: Account) -> None:
    link = invited(alice, "dora@example.org")
    page = client.get(link).content.decode()
    assert "dora@example.org" in page
    assert "labelers" in page
    answer = client.post(link, {"name": "Dora", "password": "dora hangs it straight"})
    assert answer.headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_an_invitation_is_good_once(client: Client, alice: Account) -> None:
    link = invited(alice, "dora@example.org")
    client.post(link, {"name": "Dora", "password": "dora hangs it straight"})
    again = Client().get(link)
    assert again.status_code == 404
    assert "Ask the person who invited you" in again.content.decode()


@pytest.mark.parametrize("token", ["1.1.nonsense", "x", "99999999999999999999.1.a", "1"])
def test_a_made_up_invitation_is_not_there(client: Client, db: None, token: str) -> None:
    assert client.get(f"/join/{token}/").status_code == 404


def test_a_weak_password_is_refused_with_what_is_wanted(client: Client, alice: Account) -> None:
    answer = client.post(invited(alice, "dora@example.org"), {"name": "Dora", "password": "dora"})
    assert answer.status_code == 422
    assert "too short" in answer.content.decode()


def test_who_has_an_account_proves_it_with_its_password(client: Client, alice: Account) -> None:
    alice.worker("bob@example.org")
    link = invited(alice, "bob@example.org")
    assert client.post(link, {"name": "Bob", "password": "somebody elses guess"}).status_code == 422
    assert client.post(link, {"name": "Bob", "password": PASSWORD}).headers["Location"] == "/"


def test_a_password_cannot_be_guessed_through_an_invitation(client: Client, alice: Account) -> None:
    alice.worker("bob@example.org")
    link = invited(alice, "bob@example.org")
    for _ in range(5):
        client.post(link, {"name": "Bob", "password": "guess"})
    assert client.post(link, {"name": "Bob", "password": PASSWORD}).status_code == 429
