"""/work-teams/{name}/workers/ and /invitations/: who labels, who is asked to, who no longer does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Account
from tests.rest.conftest import Caller
from workforce import invitations
from workforce.models import Worker


def test_the_workers_of_a_team_and_of_no_other(alice: Account, bob: Worker, reviewer: Caller) -> None:
    alice.worker("dora@example.org", "others")
    alice.worker("bob@example.org", "others")
    assert reviewer.get("work-teams/labelers/workers/").names("email") == ["bob@example.org"]
    assert reviewer.get("work-teams/others/workers/").names("email") == ["bob@example.org", "dora@example.org"]


def test_without_a_mail_server_an_invitation_s_link_is_told_once(
    alice: Account, manager: Caller, no_mail_server: None
) -> None:
    alice.team()
    answer = manager.post("work-teams/labelers/workers/", {"email": "Eve@Example.org"})
    assert (answer.status, answer.body["email"]) == (201, "eve@example.org")
    [pending] = manager.get("invitations/").items
    assert (pending["email"], pending["work_team"]) == ("eve@example.org", "labelers")
    assert answer.body["link"].rstrip("/").rpartition(".")[2] not in str(pending)
    token = answer.body["link"].rstrip("/").rpartition("/")[2]
    invitations.accept(token, "Eve", "a long and lonely password")
    assert manager.get("invitations/").items == []
    assert manager.get("work-teams/labelers/workers/").names("name") == ["Eve"]


def test_with_a_mail_server_an_invitation_s_link_is_in_the_mail_only(
    alice: Account, manager: Caller, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    alice.team()
    with django_capture_on_commit_callbacks(execute=True):
        answer = manager.post("work-teams/labelers/workers/", {"email": "eve@example.org"})
    assert answer.body == {"email": "eve@example.org", "link": None}
    assert "/join/" in mailoutbox[0].body


@pytest.mark.parametrize("body", [{"email": "nobody"}, {"email": ""}, {}, {"email": "a@b.org\nBcc: x@y.org"}])
def test_no_mail_goes_to_what_is_no_address(
    body: dict[str, str], alice: Account, manager: Caller, mailoutbox: list[Any]
) -> None:
    alice.team()
    assert manager.post("work-teams/labelers/workers/", body).faulty() == ["email"]
    assert (mailoutbox, manager.get("invitations/").items) == ([], [])


def test_a_worker_leaves_one_team(alice: Account, bob: Worker, manager: Caller) -> None:
    alice.worker("bob@example.org", "others")
    assert manager.delete(f"work-teams/labelers/workers/{bob.pk}/").status == 204
    assert manager.get("work-teams/labelers/workers/").items == []
    assert manager.get("work-teams/others/workers/").names("id") == [bob.pk]
    assert manager.delete(f"work-teams/labelers/workers/{bob.pk}/").status == 404
    assert manager.delete(f"work-teams/labelers/workers/{'9' * 30}/").status == 404
