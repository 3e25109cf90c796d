"""/keys/: made once, shown once, revoked at once."""

from __future__ import annotations

import pytest

from tests.cast import Account
from tests.rest.conftest import Caller


def test_a_secret_is_shown_once_and_opens_the_door(alice: Account, owner: Caller) -> None:
    made = owner.post("keys/", {"name": "build server", "role": "reviewer"})
    assert made.status == 201
    listed = owner.get("keys/")
    assert listed.names("name")[0] == "build server"
    assert made.body["secret"] not in listed.text
    assert made.body["secret"] not in owner.get("audit/").text
    new = Caller(f"{made.body['access_key_id']}:{made.body['secret']}")
    assert new.get("account/").body["caller"] == {"name": made.body["access_key_id"], "kind": "key", "role": "reviewer"}


def test_a_revoked_key_stops_working_at_once(owner: Caller) -> None:
    made = owner.post("keys/", {"name": "old"}).body
    old = Caller(f"{made['access_key_id']}:{made['secret']}")
    assert made["role"] == "manager"
    assert old.get("account/").status == 200
    assert owner.delete(f"keys/{made['access_key_id']}/").status == 204
    assert owner.delete(f"keys/{made['access_key_id']}/").status == 204
    answer = old.get("account/")
    assert (answer.status, answer.body["code"]) == (401, "UnrecognizedClientException")
    assert owner.get("keys/").items[0]["revoked_at"] is not None
    assert owner.get("audit/").names("verb").count("tenants.key.revoked") == 1


@pytest.mark.parametrize(("body", "fields"), [
    ({}, ["name"]), ({"name": ""}, ["name"]), ({"name": "x", "role": "system"}, ["role"]),
    ({"name": "x", "secret": "mine"}, ["secret"]), ({"name": "a\u0000b"}, ["name"]),
])  # fmt: skip
def test_faults(body: dict[str, object], fields: list[str], owner: Caller) -> None:
    assert owner.post("keys/", body).faulty() == fields


def test_no_such_key(owner: Caller) -> None:
    assert owner.delete("keys/AKIAAAAAAAAAAAAAAAAA/").status == 404
