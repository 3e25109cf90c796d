"""Who gets in: a live key, or the session of a member; a session writes with its CSRF token only."""

from __future__ import annotations

import pytest
from django.test import Client

from tenants import scope
from tenants.actions import add_member, remove_member
from tests.cast import PASSWORD, Account
from tests.rest.conftest import Caller
from workforce.models import Worker


def signed_in(email: str) -> Client:
    browser = Client(enforce_csrf_checks=True)
    assert browser.login(email=email, password=PASSWORD)
    return browser


def test_a_member_reads_with_a_session(alice: Account) -> None:
    answer = signed_in("alice@example.org").get("/api/v1/account/").json()
    assert answer["caller"] == {"name": "alice@example.org", "kind": "member", "role": "owner"}


def test_a_session_writes_only_with_its_csrf_token(alice: Account) -> None:
    browser = signed_in("alice@example.org")
    body = '{"name": "cats", "description": "x"}'
    refused = browser.post("/api/v1/work-teams/", body, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "AccessDeniedException")
    browser.cookies["csrftoken"] = "a" * 32
    taken = browser.post("/api/v1/work-teams/", body, "application/json", headers={"X-CSRFToken": "a" * 32})
    assert taken.status_code == 201


def test_a_form_of_another_site_cannot_write(alice: Account) -> None:
    browser = signed_in("alice@example.org")
    assert browser.post("/api/v1/work-teams/", {"name": "cats", "description": "x"}).status_code == 403


def test_a_worker_who_is_no_member_is_not_let_in(alice: Account, bob: Worker) -> None:
    answer = signed_in("bob@example.org").get("/api/v1/jobs/")
    assert (answer.status_code, answer.json()["code"]) == (403, "AccessDeniedException")


def test_a_member_who_was_removed_is_out_at_once(alice: Account, charlie: Account) -> None:
    browser = signed_in("charlie@example.org")
    with scope.tenant(alice.tenant.pk):
        member = add_member("charlie@example.org", "owner", actor=alice.actor)
    session = browser.session
    session["tenant"] = alice.tenant.pk
    session.save()
    assert browser.get("/api/v1/account/").json()["name"] == "Alice"
    with scope.tenant(alice.tenant.pk):
        remove_member(member.pk, actor=alice.actor)
    assert browser.get("/api/v1/account/").json()["name"] == "Charlie"


def test_a_key_comes_before_a_session(alice: Account, stranger: Caller) -> None:
    browser = signed_in("alice@example.org")
    headers = {"Authorization": f"Bearer {stranger.token}"}
    assert browser.get("/api/v1/account/", headers=headers).json()["name"] == "Charlie"


def test_a_wrong_key_is_refused_even_with_a_session(alice: Account) -> None:
    answer = signed_in("alice@example.org").get("/api/v1/account/", headers={"Authorization": "Bearer AKIA:x"})
    assert (answer.status_code, answer.json()["code"]) == (401, "UnrecognizedClientException")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer :", "Basic YTpi", "Bearer \x00:\x00", "Bearer a:b:c"])
def test_a_header_that_is_no_key(header: str, alice: Account) -> None:
    answer = Client().get("/api/v1/account/", headers={"Authorization": header})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
