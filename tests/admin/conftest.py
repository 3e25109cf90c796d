"""People who look at the admin: browsers signed in as members of Alice's account, and as Charlie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tenants import scope
from tenants.actions import add_member
from tenants.models import AuditEntry, User
from tests.cast import PASSWORD, Account


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


def browser(user: Any, **options: bool) -> Client:
    """A browser in which this person is signed in already; signing in itself is the labeling site's test."""
    client = Client(**options)
    client.force_login(User.objects.get(pk=user.pk))  # as stored: the session hangs on the password
    return client


@pytest.fixture
def as_role(alice: Account) -> Callable[[str], Client]:
    """A browser of a member of Alice's account with that role."""

    def sign_in(role: str) -> Client:
        if role == "owner":
            return browser(alice.owner)
        with scope.tenant(alice.tenant.pk):
            return browser(add_member(f"{role}@example.org", role, actor=alice.actor).user)

    return sign_in


@pytest.fixture
def owner(as_role: Callable[[str], Client]) -> Client:
    return as_role("owner")


@pytest.fixture
def reviewer(as_role: Callable[[str], Client]) -> Client:
    return as_role("reviewer")


@pytest.fixture
def stranger(charlie: Account) -> Client:
    """Charlie, who owns another account."""
    return browser(charlie.owner)


@dataclass
class Trail:
    """The audit trail of an account, as the verbs in it."""

    account: Account

    def verbs(self) -> list[str]:
        with scope.tenant(self.account.tenant.pk):
            return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def trail(alice: Account) -> Trail:
    return Trail(alice)


@pytest.fixture
def password() -> str:
    return PASSWORD
