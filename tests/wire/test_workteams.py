"""Work teams through boto3."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cast import Account
from tests.wire.conftest import Wire


def team(name: str, **members: Any) -> dict[str, Any]:
    cognito = {"UserPool": "us-east-1_abc", "UserGroup": f"{name}-group", "ClientId": "c1"}
    definitions = [{"CognitoMemberDefinition": cognito}]
    return {"WorkteamName": name, "Description": "People", "MemberDefinitions": definitions, **members}


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_a_team_is_made_and_described_as_it_was_sent(wire: Wire, alice: Account) -> None:
    client = wire.client()
    topic = {"NotificationTopicArn": "arn:aws:sns:us-east-1:123456789012:t"}
    presign = {"S3Presign": {"IamPolicyConstraints": {"SourceIp": "Enabled"}}}
    request = team("Labelers", NotificationConfiguration=topic, WorkerAccessConfiguration=presign)
    arn = client.create_workteam(**request)["WorkteamArn"]
    assert arn == f"arn:aws:sagemaker:us-east-1:{alice.tenant.account_id}:workteam/private-crowd/Labelers"
    told = client.describe_workteam(WorkteamName="Labelers")["Workteam"]
    assert told["WorkteamArn"] == arn
    assert told["WorkforceArn"].endswith(":workforce/default")
    assert told["SubDomain"] == wire.site.url.removeprefix("http://")
    assert {name: told[name] for name in request} == request
    assert told["CreateDate"] <= told["LastUpdatedDate"]
    assert wire.checked == ["CreateWorkteam", "DescribeWorkteam"]


def test_a_missing_team_is_told_as_terraform_expects(wire: Wire) -> None:
    with pytest.raises(ClientError) as error:
        wire.client().describe_workteam(WorkteamName="nobody")
    assert code(error) == "ValidationException"
    assert "The work team" in str(error.value)


def test_a_name_is_given_once(wire: Wire) -> None:
    client = wire.client()
    client.create_workteam(**team("labelers"))
    with pytest.raises(ClientError) as error:
        client.create_workteam(**team("LABELERS"))
    assert code(error) == "ResourceInUse"
    assert [one["WorkteamName"] for one in client.list_workteams()["Workteams"]] == ["labelers"]


def test_another_workforce_is_told_as_terraform_expects(wire: Wire) -> None:
    client = wire.client()
    client.create_workteam(**team("labelers"))
    with pytest.raises(ClientError) as error:
        client.create_workteam(**team("others", WorkforceName="elsewhere"))
    assert code(error) == "ValidationException"
    assert "No workforce" in str(error.value)


def test_the_twenty_sixth_team_is_over_the_limit(wire: Wire) -> None:
    client = wire.client()
    for number in range(25):
        client.create_workteam(**team(f"team-{number}"))
    with pytest.raises(ClientError) as error:
        client.create_workteam(**team("one-too-many"))
    assert code(error) == "ResourceLimitExceeded"


def test_both_kinds_of_members_in_one_definition_are_refused(wire: Wire) -> None:
    request = team("mixed")
    request["MemberDefinitions"][0]["OidcMemberDefinition"] = {"Groups": ["g"]}
    with pytest.raises(ClientError) as error:
        wire.client().create_workteam(**request)
    assert code(error) == "ValidationException"
    assert "'memberDefinitions.1.member'" in str(error.value)


def test_a_null_member_counts_as_left_out(wire: Wire) -> None:
    body = b'{"WorkteamName":"t","Description":"d","WorkforceName":null,"MemberDefinitions":[%s]}'
    definition = b'{"CognitoMemberDefinition":null,"OidcMemberDefinition":{"Groups":["g"]}}'
    answer = wire.raw("SageMaker.CreateWorkteam", body % definition)
    assert (answer.status, list(answer.members)) == (200, ["WorkteamArn"])
    told = wire.client().describe_workteam(WorkteamName="t")["Workteam"]
    assert told["MemberDefinitions"] == [{"OidcMemberDefinition": {"Groups": ["g"]}}]


def test_lists_are_sorted_filtered_and_paged(wire: Wire) -> None:
    client = wire.client()
    for name in ("c-team", "a-team", "b-team", "other"):
        client.create_workteam(**team(name))

    def names(**members: Any) -> list[str]:
        pages = client.get_paginator("list_workteams").paginate(**members)
        return [one["WorkteamName"] for page in pages for one in page["Workteams"]]

    assert names() == ["c-team", "a-team", "b-team", "other"]
    assert names(SortBy="Name", PaginationConfig={"PageSize": 1}) == ["a-team", "b-team", "c-team", "other"]
    assert names(SortBy="Name", SortOrder="Descending", PaginationConfig={"PageSize": 2}) == [
        "other", "c-team", "b-team", "a-team",
    ]  # fmt: skip
    assert names(SortBy="CreateDate", SortOrder="Descending", NameContains="TEAM") == ["b-team", "a-team", "c-team"]


def test_another_tenants_key_sees_and_finds_nothing_of_mine(wire: Wire, wire_of: Any, charlie: Account) -> None:
    wire.client().create_workteam(**team("labelers"))
    foreign = wire_of(charlie).client()
    assert foreign.list_workteams()["Workteams"] == []
    with pytest.raises(ClientError) as error:
        foreign.describe_workteam(WorkteamName="labelers")
    assert code(error) == "ValidationException"
    foreign.create_workteam(**team("labelers"))
    assert len(wire.client().list_workteams()["Workteams"]) == 1
