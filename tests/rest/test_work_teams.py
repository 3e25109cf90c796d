"""/work-teams/: made from a name, or from the AWS API's own request."""

from __future__ import annotations

import pytest

from tests.cast import Account
from tests.rest.conftest import Caller

AWS = {
    "WorkteamName": "cats",
    "Description": "They know cats",
    "MemberDefinitions": [{"OidcMemberDefinition": {"Groups": ["vets", "breeders"]}}],
}


def test_a_team_of_a_name(alice: Account, manager: Caller) -> None:
    answer = manager.post("work-teams/", {"name": "cats", "description": "They know cats"})
    assert (answer.status, answer.body["groups"]) == (201, ["plumbline_default/cats"])
    assert answer.body["arn"] == alice.tenant.arn("workteam/private-crowd/cats")
    assert manager.get("work-teams/CATS/").body == manager.get("work-teams/").items[0]


def test_a_team_of_a_create_workteam_request(manager: Caller) -> None:
    answer = manager.post("work-teams/", AWS)
    assert (answer.status, answer.body["groups"]) == (201, ["vets", "breeders"])


def test_a_name_is_taken_without_case(manager: Caller) -> None:
    manager.post("work-teams/", AWS)
    assert manager.post("work-teams/", {"name": "Cats", "description": "x"}).body["code"] == "ResourceInUse"


@pytest.mark.parametrize(("body", "fields"), [
    ({}, ["description", "name"]),
    ({"name": "a b", "description": ""}, ["description", "name"]),
    ({"name": "a" * 64, "description": "x"}, ["name"]),
    ({"name": 5, "description": ["x"]}, ["description", "name"]),
    ({"name": "a", "description": "x", "owner": "me", "tenant_id": 2}, ["owner", "tenant_id"]),
    ({"WorkteamName": "a", "Description": "x", "name": "y"}, ["MemberDefinitions", "name"]),
])  # fmt: skip
def test_faults(body: dict[str, object], fields: list[str], manager: Caller) -> None:
    answer = manager.post("work-teams/", body)
    assert (answer.status, sorted(answer.faulty())) == (400, fields)
    assert manager.get("work-teams/").items == []


def test_an_account_has_at_most_25(manager: Caller) -> None:
    for i in range(25):
        assert manager.post("work-teams/", {"name": f"team-{i}", "description": "x"}).status == 201
    answer = manager.post("work-teams/", {"name": "one-more", "description": "x"})
    assert (answer.status, answer.body["code"]) == (429, "ResourceLimitExceeded")
