"""The audit trail: written with the thing it tells of, of one account only, never changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from tenants import audit, scope
from tenants.actions import add_member
from tenants.errors import NameTaken
from tenants.models import AuditEntry
from tests.cast import Account

pytestmark = pytest.mark.usefixtures("in_alices")


def test_who_did_what_to_which_thing(alice: Account) -> None:
    add_member("dora@example.org", "reviewer", actor=alice.actor)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor, entry.verb, entry.subject, entry.data) == (
        "alice@example.org", "tenants.member.added", "dora@example.org", {"role": "reviewer"},
    )  # fmt: skip


def test_what_was_refused_left_no_entry(alice: Account) -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(NameTaken):
        add_member("alice@example.org", "reviewer", actor=alice.actor)
    assert AuditEntry.objects.count() == before


def test_what_was_rolled_back_left_no_entry(alice: Account) -> None:
    before = AuditEntry.objects.count()
    with transaction.atomic():
        add_member("dora@example.org", "reviewer", actor=alice.actor)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before


def test_another_account_does_not_see_it(alice: Account, charlie: Account) -> None:
    audit.record(alice.actor, "tests.only", "alices thing")
    with scope.tenant(charlie.tenant.pk):
        assert not AuditEntry.objects.filter(verb="tests.only").exists()


def test_an_entry_cannot_be_changed_or_deleted_by_the_application(alice: Account) -> None:
    audit.record(alice.actor, "tests.only", "alices thing")
    entry = AuditEntry.objects.get(verb="tests.only")
    for verb in (AuditEntry.objects.filter(pk=entry.pk).delete, lambda: AuditEntry.objects.update(verb="tests.other")):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            verb()
    assert AuditEntry.objects.get(pk=entry.pk).verb == "tests.only"
