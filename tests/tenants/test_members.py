"""Members and their roles: one role a person an account, and always an owner."""

from __future__ import annotations

import pytest

from tenants import scope
from tenants.actions import add_member, choose_password, create_tenant, one_time_password, remove_member
from tenants.actor import RANKS, Actor
from tenants.crossing import tenants_of_member
from tenants.errors import AccessDenied, Conflict, NameTaken, NotFound, RequestInvalid
from tenants.models import AuditEntry, Member, User
from tenants.roles import change_role
from tests.cast import Account

pytestmark = pytest.mark.usefixtures("in_alices")


def owner_of(account: Account) -> Member:
    return Member.objects.get(user=account.owner)


def test_a_new_account_has_a_twelve_digit_id_and_one_owner(alice: Account) -> None:
    assert len(alice.tenant.account_id) == 12
    assert alice.tenant.account_id.isdecimal()
    assert [(member.user_id, member.role) for member in Member.objects.all()] == [(alice.owner.pk, "owner")]
    assert AuditEntry.objects.filter(verb="tenants.tenant.created").count() == 1


def test_a_person_may_be_a_member_of_several_accounts(alice: Account, charlie: Account) -> None:
    add_member("Charlie@Example.org", "reviewer", actor=alice.actor)
    assert sorted(tenants_of_member(charlie.owner.pk)) == sorted([alice.tenant.pk, charlie.tenant.pk])
    assert User.objects.filter(email__iexact="charlie@example.org").count() == 1


def test_nobody_is_a_member_twice(alice: Account) -> None:
    with pytest.raises(NameTaken, match="a member of this account already"):
        add_member("ALICE@example.org", "manager", actor=alice.actor)
    assert Member.objects.count() == 1


def test_a_role_that_does_not_exist_makes_nobody(alice: Account) -> None:
    with pytest.raises(RequestInvalid) as caught:
        add_member("dora@example.org", "king", actor=alice.actor)
    assert "owner, manager, reviewer" in caught.value.faults[0].wanted
    assert not User.objects.filter(email="dora@example.org").exists()


def test_the_last_owner_stays(alice: Account) -> None:
    add_member("dora@example.org", "manager", actor=alice.actor)
    with pytest.raises(Conflict, match="last owner"):
        remove_member(owner_of(alice).pk, actor=alice.actor)
    second = add_member("eve@example.org", "owner", actor=alice.actor)
    remove_member(owner_of(alice).pk, actor=alice.actor)
    assert tenants_of_member(alice.owner.pk) == []
    with pytest.raises(Conflict, match="last owner"):
        remove_member(second.pk, actor=Actor("member", "eve@example.org", "owner", second.user_id))


def test_nobody_changes_their_own_role(alice: Account) -> None:
    second = add_member("eve@example.org", "owner", actor=alice.actor)
    with pytest.raises(Conflict, match="their own role"):
        change_role(owner_of(alice).pk, "manager", actor=alice.actor)
    assert change_role(second.pk, "reviewer", actor=alice.actor).role == "reviewer"
    assert AuditEntry.objects.get(verb="tenants.member.role_changed").data == {"before": "owner", "role": "reviewer"}


def test_a_member_of_another_account_is_not_found(alice: Account, charlie: Account) -> None:
    with scope.tenant(charlie.tenant.pk):
        theirs = owner_of(charlie)
    for verb in (
        lambda: remove_member(theirs.pk, actor=alice.actor),
        lambda: change_role(theirs.pk, "manager", actor=alice.actor),
    ):
        with pytest.raises(NotFound):
            verb()
    with scope.tenant(charlie.tenant.pk):
        assert Member.objects.get(pk=theirs.pk).role == "owner"


@pytest.mark.parametrize("role", [role for role in RANKS if RANKS[role] < RANKS["owner"]] + ["worker", ""])
def test_only_owners_change_members(alice: Account, role: str) -> None:
    somebody = Actor("member", "rita@example.org", role)
    member = owner_of(alice)
    for verb in (
        lambda: add_member("dora@example.org", "reviewer", actor=somebody),
        lambda: remove_member(member.pk, actor=somebody),
        lambda: change_role(member.pk, "reviewer", actor=somebody),
    ):
        with pytest.raises(AccessDenied, match="needs the role owner"):
            verb()


def test_a_one_time_password_is_replaced_by_a_good_one(alice: Account) -> None:
    user = alice.owner
    given = one_time_password(user)
    assert user.check_password(given)
    assert user.must_change_password
    with pytest.raises(RequestInvalid) as caught:
        choose_password(user, "12345")
    assert len(caught.value.faults) >= 2
    assert all("12345" not in str(fault) for fault in caught.value.faults)
    choose_password(user, "a better one than that")
    user.refresh_from_db()
    assert (user.must_change_password, user.check_password("a better one than that")) == (False, True)


def test_account_ids_differ(alice: Account) -> None:
    made = {create_tenant(f"Tenant {i}", alice.owner).account_id for i in range(20)}
    assert len(made) == 20
