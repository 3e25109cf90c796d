"""Opening a scope tells Python and the database the same, also when the database could not be told at first."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection

from tenants import scope
from tenants.models import Bucket
from tests.cast import Account

pytestmark = pytest.mark.django_db


def told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('plumbline.tenant', true)")
        return str(cursor.fetchone()[0] or "")


def test_a_scope_that_could_not_be_opened_is_not_open(alice: Account) -> None:
    def goes_away(execute: Any, sql: str, *rest: Any) -> Any:
        raise OperationalError("the server went away")

    with connection.execute_wrapper(goes_away), pytest.raises(OperationalError), scope.tenant(alice.tenant.pk):
        pass
    assert scope.peek() is None
    with scope.tenant(alice.tenant.pk):
        assert told() == str(alice.tenant.pk)
        assert Bucket.objects.exists()
    assert told() == ""


def test_scopes_nest_and_each_is_taken_back(alice: Account, charlie: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        with scope.tenant(charlie.tenant.pk):
            assert told() == str(charlie.tenant.pk)
        with scope.tenant(alice.tenant.pk):
            assert told() == str(alice.tenant.pk)
        assert (told(), scope.peek()) == (str(alice.tenant.pk), alice.tenant.pk)
    assert (told(), scope.peek()) == ("", None)
