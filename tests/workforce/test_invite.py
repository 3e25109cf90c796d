"""Invitations: a link by e-mail, good once and for two weeks; whoever has a password proves it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from tenants import scope
from tenants.actor import Actor
from tenants.errors import AccessDenied, NotFound, RequestInvalid
from tenants.models import AuditEntry, User
from tests.cast import PASSWORD, Account
from workforce.invitations import accept, invite, look_up, pending
from workforce.models import Invitation, Worker

CHOSEN = "dora hangs it straight"


def token_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def invited(account: Account, email: str = "dora@example.org", team: str = "labelers") -> str:
    """The token of a new invitation."""
    with scope.tenant(account.tenant.pk):
        return token_of(invite(email, account.team(team), actor=account.actor))


def test_the_mail_goes_out_after_commit_and_has_the_link(
    alice: Account, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), scope.tenant(alice.tenant.pk):
        link = invite(" Dora@Example.org ", alice.team(), actor=alice.actor)
        assert mail.outbox == []
    [sent] = mail.outbox
    assert sent.to == ["dora@example.org"]
    assert "labelers" in sent.body
    assert "Alice" in sent.subject
    assert re.findall(r"https?://\S+", str(sent.body)) == [link]


def test_who_accepts_is_a_worker_of_the_team_and_can_sign_in(alice: Account) -> None:
    token = invited(alice)
    shown = look_up(token)
    assert (shown.email, shown.workteam, shown.tenant, shown.knows_password) == (
        "dora@example.org", "labelers", "Alice", False,
    )  # fmt: skip
    user = accept(token, " Dora ", CHOSEN)
    assert user.check_password(CHOSEN)
    with scope.tenant(alice.tenant.pk):
        worker = Worker.objects.get(user=user)
        assert worker.name == "Dora"
        assert list(worker.memberships.values_list("group", flat=True)) == alice.team().groups
        assert AuditEntry.objects.filter(verb="workforce.worker.joined", actor="dora@example.org").exists()


def test_it_is_good_once(alice: Account) -> None:
    token = invited(alice)
    accept(token, "Dora", CHOSEN)
    for verb in (lambda: look_up(token), lambda: accept(token, "Dora", CHOSEN)):
        with pytest.raises(NotFound, match="used up or expired"):
            verb()


def test_it_is_not_good_when_it_has_expired(alice: Account) -> None:
    token = invited(alice)
    with scope.tenant(alice.tenant.pk):
        [waiting] = pending()
        assert timedelta(days=13) < waiting.expires_at - timezone.now() <= timedelta(days=14)
        Invitation.objects.update(expires_at=timezone.now())
        assert pending() == []
    with pytest.raises(NotFound):
        accept(token, "Dora", CHOSEN)
    assert not User.objects.filter(email="dora@example.org").exists()


def test_a_second_one_replaces_the_first_of_that_team_only(alice: Account) -> None:
    first, other_team, second = invited(alice), invited(alice, team="others"), invited(alice)
    with pytest.raises(NotFound):
        look_up(first)
    assert look_up(second).workteam == "labelers"
    assert look_up(other_team).workteam == "others"


def test_who_has_a_password_proves_it_and_keeps_it(alice: Account, charlie: Account) -> None:
    bob = alice.worker("bob@example.org")
    token = invited(charlie, "bob@example.org")
    assert look_up(token).knows_password
    with pytest.raises(RequestInvalid, match="the password that bob"):
        accept(token, "Bob", CHOSEN)
    assert accept(token, "Bob", PASSWORD).pk == bob.user_id
    with scope.tenant(charlie.tenant.pk):
        assert Worker.objects.get().user_id == bob.user_id


def test_a_weak_password_is_refused_and_the_invitation_stays_good(alice: Account) -> None:
    token = invited(alice)
    with pytest.raises(RequestInvalid, match="too short"):
        accept(token, "Dora", "dora")
    assert accept(token, "Dora", CHOSEN).email == "dora@example.org"


def test_a_secret_of_another_invitation_does_not_fit(alice: Account, charlie: Account) -> None:
    mine, theirs = invited(alice).split("."), invited(charlie).split(".")
    for mixed in ((*mine[:2], theirs[2]), (theirs[0], *mine[1:]), (mine[0], theirs[1], theirs[2])):
        with pytest.raises(NotFound):
            look_up(".".join(mixed))


def test_the_secret_itself_is_not_kept(alice: Account) -> None:
    secret = invited(alice).split(".")[2]
    with scope.tenant(alice.tenant.pk):
        kept = Invitation.objects.values().get()
    assert not any(secret in str(value) for value in kept.values())


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "x@example.org\nBcc: all@example.org", "a@example.org,b@example.org"]
)
def test_what_is_no_address_is_not_invited(alice: Account, email: str) -> None:
    with scope.tenant(alice.tenant.pk):
        with pytest.raises(RequestInvalid):
            invite(email, alice.team(), actor=alice.actor)
        assert not Invitation.objects.exists()


def test_a_reviewer_invites_nobody(alice: Account) -> None:
    with scope.tenant(alice.tenant.pk), pytest.raises(AccessDenied):
        invite("dora@example.org", alice.team(), actor=Actor("member", "rita", "reviewer"))
