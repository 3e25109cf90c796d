"""Teams: create, invite, remove a worker."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tenants import scope
from tests.admin.conftest import Trail
from tests.cast import Account
from workforce import invitations
from workforce.actions import get_workteam, members
from workforce.models import Workteam

TEAMS = "/admin/workforce/workteam/"


def test_a_new_team_has_a_page_that_says_what_to_do_next(alice: Account, owner: Client):
    answer = owner.post(f"{TEAMS}add/", {"name": "radiology", "description": "Looks at X-rays"}, follow=True)
    assert answer.status_code == 200
    assert b"Nobody labels in this team yet" in answer.content
    with scope.tenant(alice.tenant.pk):
        assert get_workteam("radiology").description == "Looks at X-rays"


def test_all_faults_of_a_team_stand_at_their_fields(alice: Account, owner: Client):
    answer = owner.post(f"{TEAMS}add/", {"name": "no spaces please", "description": ""})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "description"}
    with scope.tenant(alice.tenant.pk):
        assert not Workteam.objects.exists()


def test_with_a_mail_server_the_link_of_an_invitation_is_in_the_mail_only(
    alice: Account, owner: Client, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
):
    page = f"{TEAMS}{alice.team().pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        answer = owner.post(f"{page}invite/", {"email": "eve@example.org"}, follow=True)
    [told] = mailoutbox
    [token] = re.findall(r"/join/(\S+?)/?\s", told.body + "\n")
    assert invitations.look_up(token).email == "eve@example.org"
    assert token not in answer.content.decode()


@pytest.mark.usefixtures("no_mail_server")
def test_the_link_of_an_invitation_is_shown_once_and_opens_the_team(alice: Account, owner: Client):
    page = f"{TEAMS}{alice.team().pk}/"
    answer = owner.post(f"{page}invite/", {"email": "eve@example.org"})
    [(_, link)] = answer.context["shown"].facts
    assert link in answer.content.decode()
    token = link.split("/join/")[1].strip("/")
    assert invitations.look_up(token).email == "eve@example.org"
    again = owner.get(page).content.decode()
    assert "eve@example.org" in again
    assert token not in again


def test_what_is_no_address_invites_nobody(alice: Account, owner: Client):
    answer = owner.post(f"{TEAMS}{alice.team().pk}/invite/", {"email": "eve"})
    assert answer.status_code == 422
    assert "email" in answer.context["form"].errors
    with scope.tenant(alice.tenant.pk):
        assert invitations.pending() == []


def test_a_removed_worker_is_out_of_this_team_only(alice: Account, owner: Client, trail: Trail):
    bob, ann = alice.worker("bob@example.org"), alice.worker("ann@example.org")
    alice.worker("bob@example.org", "second")
    answer = owner.post(f"{TEAMS}{alice.team().pk}/remove-worker/", {"worker": bob.pk})
    assert answer.status_code == 302
    with scope.tenant(alice.tenant.pk):
        assert members(alice.team()) == [ann]
        assert members(alice.team("second")) == [bob]
    assert trail.verbs()[-1] == "workforce.worker.removed"


def test_somebody_who_is_not_in_the_team_cannot_be_removed_from_it(alice: Account, owner: Client, trail: Trail):
    outsider = alice.worker("bob@example.org", "second")
    alice.worker("ann@example.org")
    before = trail.verbs()
    assert owner.post(f"{TEAMS}{alice.team().pk}/remove-worker/", {"worker": outsider.pk}).status_code == 422
    assert trail.verbs() == before
